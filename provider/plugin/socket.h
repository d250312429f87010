#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/model/diagnostic.h"
#include "provider/plugin/handshake.h"

namespace mesh::plugin {

/// The longest path that fits a unix socket's address, without its end.
constexpr std::size_t kLongestSocketPath = 107;

/// A path for a new socket: in the folder the host asked for, else in the first usable one of
/// TMPDIR, /tmp and the working folder. A folder is usable when it exists, can be written and
/// leaves room for a name. Errors name the folder and the limit.
Result<std::string> ChooseSocketPath(const HostRequest& host, const std::string& temporary_folder);

/// `path` as gRPC wants an address to listen on: `unix:` with whatever a URI cannot hold escaped.
std::string GrpcAddress(const std::string& path);

/// Lets the group (name or number) connect as well.
Result<void> GiveToGroup(const std::string& path, const std::string& group);

/// The number of a group, from text in the form of /etc/group; a number is itself.
Result<unsigned> GroupNumber(const std::string& group, const std::string& group_file);

}  // namespace mesh::plugin
