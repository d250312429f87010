#include "planes/kubernetes/access/impersonation.h"

#include <algorithm>

#include "core/formats/encoding.h"

namespace mesh {
namespace {

/// Characters of a header's name (RFC 7230, token) beside the unreserved ones. `%` is left out: the
/// server decodes the name, so it must be encoded itself.
constexpr std::string_view kTokenCharacters = "!#$&'*+^`|";

bool IsHeaderValue(const std::string& value) {
  return std::ranges::none_of(
      value, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

}  // namespace

Result<std::vector<Header>> ImpersonationHeaders(const Impersonation& impersonation,
                                                 const std::string& source, const Path& at) {
  if (impersonation == Impersonation()) return std::vector<Header>();
  if (impersonation.user.empty()) {
    return Fail("Impersonation without a user",
                source +
                    " names groups, a UID or extra facts to act with, but no user. Give `as`: "
                    "the server refuses the rest without it.",
                at);
  }
  std::vector<Header> out;
  bool sound = true;
  const auto add = [&](std::string name, const std::string& value) {
    sound = sound && IsHeaderValue(value);
    out.push_back({std::move(name), Secret(value)});
  };
  add("Impersonate-User", impersonation.user);
  if (!impersonation.uid.empty()) add("Impersonate-Uid", impersonation.uid);
  for (const std::string& group : impersonation.groups) add("Impersonate-Group", group);
  for (const auto& [key, values] : impersonation.extra) {
    if (key.empty()) {
      return Fail("Empty key of impersonation",
                  source + " has an empty key among the extra facts. Name it or remove it.", at);
    }
    for (const std::string& value : values) {
      add("Impersonate-Extra-" + PercentEncode(key, kTokenCharacters), value);
    }
  }
  if (!sound) {
    return Fail("Invalid impersonation",
                source +
                    " holds a control character, such as a line break, which no header can "
                    "carry. Remove it.",
                at);
  }
  return out;
}

}  // namespace mesh
