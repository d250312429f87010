#include "planes/kubernetes/access/surroundings.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace mesh {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestFile = 16U << 20U;

class Local final : public FilesReader {
 public:
  Result<std::optional<std::string>> Read(const std::string& path) const override {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) return std::nullopt;
    if (fs::is_directory(status)) {
      return Fail("Cannot read " + path, "It is a folder; name a file in it.");
    }
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    std::string text(kChunk, '\0');
    std::string out;
    while (in && out.size() <= kLargestFile) {
      in.read(text.data(), static_cast<std::streamsize>(text.size()));
      out.append(text, 0, static_cast<std::size_t>(in.gcount()));
    }
    if (in.bad() || (!in.eof() && out.size() <= kLargestFile)) {
      return Fail("Cannot read " + path, std::string(std::strerror(errno == 0 ? EIO : errno)) +
                                             ". Check that this user may read the file.");
    }
    if (out.size() > kLargestFile) {
      return Fail("Cannot read " + path,
                  "It is larger than 16 MiB, which no file of this kind is; name the right one.");
    }
    return out;
  }

 private:
  static constexpr std::size_t kChunk = 64U << 10U;
};

}  // namespace

std::optional<std::string> Variable(const Environment& environment, const std::string& name) {
  const auto found = environment.find(name);
  if (found == environment.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

std::shared_ptr<const FilesReader> LocalFilesReader() { return std::make_shared<Local>(); }

Result<std::string> ReadNeeded(const FilesReader& files, const std::string& path,
                               const std::string& what, const Path& at) {
  auto read = files.Read(path);
  if (!read) {
    for (Diagnostic& d : read.error()) {
      d.detail = path + " is to hold " + what + ". " + d.detail;
      d.path = at;
    }
    return tl::unexpected(std::move(read.error()));
  }
  if (!*read) {
    return Fail("There is no file " + path,
                "It is to hold " + what + ". Create it, or name the file that holds it.", at);
  }
  return std::move(**read);
}

Surroundings OfThisProcess(HttpFunction http, std::stop_token stop) {
  Environment environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t split = text.find('=');
    if (split == 0 || split == std::string_view::npos) continue;
    environment.emplace(text.substr(0, split), text.substr(split + 1));
  }
  return {std::move(environment), LocalFilesReader(),
          [] { return std::chrono::system_clock::now(); }, std::move(http), std::move(stop)};
}

std::string ExpandHome(const std::string& path, const Environment& environment) {
  if (path != "~" && !path.starts_with("~/")) return path;
  const auto home = Variable(environment, "HOME");
  return home ? *home + path.substr(1) : path;
}

std::string FolderOfFile(const std::string& path) { return fs::path(path).parent_path().string(); }

std::string PathIn(const std::string& folder, const std::string& path) {
  if (path.empty() || path.front() == '/' || folder.empty()) return path;
  return (fs::path(folder) / path).lexically_normal().string();
}

}  // namespace mesh
