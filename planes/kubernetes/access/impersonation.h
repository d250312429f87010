#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/model/diagnostic.h"
#include "planes/kubernetes/access/http_ask.h"

namespace mesh {

/// Whom to act as; nobody when `user` is empty.
struct Impersonation {
  std::string user = {};
  std::string uid = {};
  std::vector<std::string> groups = {};
  std::map<std::string, std::vector<std::string>> extra = {};

  bool operator==(const Impersonation&) const = default;
};

/// The headers that ask the server for it: Impersonate-User, -Uid, -Group, -Extra-KEY with the key
/// percent-encoded as RFC 7230 and the server want. Anything without a user, and values that are no
/// header, are errors; `source` says where they are from.
Result<std::vector<Header>> ImpersonationHeaders(const Impersonation& impersonation,
                                                 const std::string& source, const Path& at = {});

}  // namespace mesh
