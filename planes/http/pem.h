#pragma once

#include <string>

#include "core/model/diagnostic.h"
#include "core/model/secret.h"

namespace mesh {

/// What is wrong with a bundle of certificates, if anything; `what` names it: "the CA".
Diagnostics CheckCertificates(const std::string& pem, const std::string& what,
                              const std::string& server);

/// What is wrong with a certificate (a chain) and its key, if anything.
Diagnostics CheckKeyPair(const std::string& certificate_pem, const Secret& key_pem,
                         const std::string& server);

}  // namespace mesh
