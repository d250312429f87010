#pragma once

#include <string_view>

namespace mesh::istio {

/// Whether bytes have the structure of an X.509 certificate in DER (RFC 5280): every element whole,
/// the parts of a certificate in their order, nothing behind it. Keys, names and extensions are not
/// looked into.
bool IsCertificate(std::string_view der);

}  // namespace mesh::istio
