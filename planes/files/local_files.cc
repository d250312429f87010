#include "planes/files/local_files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace mesh {
namespace {

namespace fs = std::filesystem;

class Local final : public Files {
 public:
  Result<std::string> Read(const std::string& path) const override {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      return Fail("Cannot read " + path, "It is a folder; name a file in it.");
    }
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    if (in) out << in.rdbuf();
    if (!in || in.bad()) {
      return Fail("Cannot read " + path,
                  std::string(std::strerror(errno)) +
                      ". Check that the file exists and may be read; relative paths start at the "
                      "working directory.");
    }
    return out.str();
  }

  Result<std::vector<std::string>> List(const std::string& path) const override {
    std::error_code error;
    if (fs::is_regular_file(path, error)) return std::vector{path};
    std::vector<std::string> out;
    auto it = fs::recursive_directory_iterator(path, error);
    for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
      std::error_code ignored;
      if (it->is_regular_file(ignored)) out.push_back(it->path().string());
    }
    if (error) {
      return Fail("Cannot list " + path,
                  error.message() +
                      ". Check that it exists and may be read; relative paths start "
                      "at the working directory.");
    }
    std::ranges::sort(out);
    return out;
  }
};

}  // namespace

std::unique_ptr<Files> LocalFiles() { return std::make_unique<Local>(); }

}  // namespace mesh
