#pragma once

#include <optional>
#include <string>

#include "core/model/secret.h"

namespace mesh {

/// What is wrong with `text` as one or more certificates in PEM, with the fix; the text continues
/// the sentence "<place> ...". Nullopt when it is fine.
std::optional<std::string> CertificatesProblem(const std::string& text);

/// The same for a certificate (first in `certificate`) and the private key that belongs to it.
std::optional<std::string> KeyPairProblem(const std::string& certificate, const Secret& key);

}  // namespace mesh
