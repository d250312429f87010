#include "generator/text_files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace mesh::generator {
namespace {

namespace fs = std::filesystem;

Diagnostic Failure(const std::string& doing, const std::string& path, const std::string& why) {
  return Error("Cannot " + doing + " " + path,
               why + ". Check that the path is right and that you may " + doing + " it.");
}

/// What a stream still has. In blocks, each as large as all before it: a stream's own buffer is
/// copied byte by byte.
std::string RestOf(std::istream& in) {
  std::string out;
  std::size_t used = 0;
  do {
    out.resize(std::max<std::size_t>(2 * used, 64 << 10));
    in.read(out.data() + used, static_cast<std::streamsize>(out.size() - used));
    used += static_cast<std::size_t>(in.gcount());
  } while (in);
  out.resize(used);
  return out;
}

}  // namespace

Result<std::string> ReadText(const std::string& path) {
  if (path == "-") return RestOf(std::cin);
  std::error_code wrong;
  if (fs::is_directory(path, wrong)) return Fail(Failure("read", path, "It is a folder"));
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return Fail(Failure("read", path, std::strerror(errno)));
  std::string out = RestOf(in);
  if (in.bad()) return Fail(Failure("read", path, "Reading failed half way"));
  return out;
}

Result<std::map<std::string, std::string>> ReadFolder(const std::string& folder) {
  std::map<std::string, std::string> out;
  std::error_code wrong;
  if (!fs::exists(folder, wrong)) return out;
  for (fs::recursive_directory_iterator it(folder, wrong), end; !wrong && it != end;
       it.increment(wrong)) {
    if (!it->is_regular_file(wrong)) continue;
    auto text = ReadText(it->path().string());
    if (!text) return tl::unexpected(text.error());
    out.emplace(fs::relative(it->path(), folder, wrong).generic_string(), std::move(*text));
  }
  if (wrong) return Fail(Failure("read", folder, wrong.message()));
  return out;
}

Diagnostics WriteText(const std::string& path, const std::string& text) {
  std::error_code wrong;
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty()) fs::create_directories(folder, wrong);
  if (wrong) return {Failure("write", path, wrong.message())};
  errno = 0;
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) return {Failure("write", path, std::strerror(errno))};
  return {};
}

}  // namespace mesh::generator
