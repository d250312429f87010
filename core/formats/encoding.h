#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mesh {

/// Standard base64 with padding; line breaks inside are skipped. Nullopt for anything else.
std::optional<std::string> DecodeBase64(std::string_view text);

/// Base64 with the URL alphabet and without padding.
std::string EncodeBase64Url(std::string_view bytes);

/// Standard base64 with padding.
std::string EncodeBase64(std::string_view bytes);

/// Percent-encodes every byte that is neither unreserved (RFC 3986) nor in `also_plain`.
std::string PercentEncode(std::string_view text, std::string_view also_plain = "");

}  // namespace mesh
