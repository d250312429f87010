#include "provider/plugin/socket.h"

#include <limits.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>

namespace mesh::plugin {
namespace {

/// A name nobody else has: 64 random bits. The process number alone is not enough inside
/// containers that share a folder.
std::string SocketName() {
  std::uint64_t random = 0;
  if (getrandom(&random, sizeof random, 0) != sizeof random) {
    random = static_cast<std::uint64_t>(getpid());
  }
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(random));
  return std::string("mesh-") + text.data();
}

std::string Join(const std::string& folder, const std::string& name) {
  return folder.ends_with('/') ? folder + name : folder + '/' + name;
}

bool Usable(const std::string& folder) {
  struct stat what {};
  return !folder.empty() && folder.front() == '/' && stat(folder.c_str(), &what) == 0 &&
         S_ISDIR(what.st_mode) && access(folder.c_str(), W_OK | X_OK) == 0;
}

std::string WorkingFolder() {
  std::array<char, PATH_MAX> path{};
  return getcwd(path.data(), path.size()) == nullptr ? std::string() : std::string(path.data());
}

}  // namespace

Result<std::string> ChooseSocketPath(const HostRequest& host, const std::string& temporary_folder) {
  const std::string name = SocketName();
  if (!host.socket_folder.empty()) {
    const std::string path = Join(host.socket_folder, name);
    if (Usable(host.socket_folder) && path.size() <= kLongestSocketPath) return path;
    return Fail("Cannot put the socket into PLUGIN_UNIX_SOCKET_DIR",
                '"' + host.socket_folder +
                    "\" must be an existing absolute folder that this user can write, and the "
                    "socket's path in it must not exceed " +
                    std::to_string(kLongestSocketPath) + " bytes.");
  }
  for (const std::string& folder : {temporary_folder, std::string("/tmp"), WorkingFolder()}) {
    std::string path = Join(folder, name);
    if (Usable(folder) && path.size() <= kLongestSocketPath) return path;
  }
  return Fail("No folder for the provider's socket",
              "Neither TMPDIR (\"" + temporary_folder +
                  "\") nor /tmp nor the working folder can be written with a path of at most " +
                  std::to_string(kLongestSocketPath) +
                  " bytes. Set TMPDIR to a short absolute path of a writable folder.");
}

std::string GrpcAddress(const std::string& path) {
  static constexpr std::string_view kPlain = "/-._~:@!$&'()*+,;=";
  std::string out = "unix:";
  for (const char c : path) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || kPlain.find(c) != kPlain.npos) {
      out += c;
    } else {
      std::array<char, 4> code{};
      std::snprintf(code.data(), code.size(), "%%%02X", static_cast<unsigned char>(c));
      out += code.data();
    }
  }
  return out;
}

Result<unsigned> GroupNumber(const std::string& group, const std::string& group_file) {
  unsigned number = 0;
  const char* const end = group.data() + group.size();
  if (std::from_chars(group.data(), end, number).ptr == end && !group.empty()) return number;
  // Read by hand: a fully static program has no name service to ask.
  std::istringstream lines(group_file);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string name, password, digits;
    if (std::getline(fields, name, ':') && std::getline(fields, password, ':') &&
        std::getline(fields, digits, ':') && name == group) {
      const char* const stop = digits.data() + digits.size();
      if (std::from_chars(digits.data(), stop, number).ptr == stop) return number;
    }
  }
  return Fail("Unknown group in PLUGIN_UNIX_SOCKET_GROUP",
              "\"" + group + "\" is neither a number nor a group of /etc/group.");
}

Result<void> GiveToGroup(const std::string& path, const std::string& group) {
  std::ifstream file("/etc/group");
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const Result<unsigned> number = GroupNumber(group, text);
  if (!number) return tl::unexpected(number.error());
  constexpr mode_t kOwnerAndGroup = 0660;
  if (chown(path.c_str(), static_cast<uid_t>(-1), *number) != 0 ||
      chmod(path.c_str(), kOwnerAndGroup) != 0) {
    return Fail("Cannot give the socket to PLUGIN_UNIX_SOCKET_GROUP",
                "Giving " + path + " to group \"" + group + "\" failed: " + std::strerror(errno) +
                    ". This user must be a member of that group.");
  }
  return {};
}

}  // namespace mesh::plugin
