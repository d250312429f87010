#include "planes/kubernetes/access/testing/script_folder.h"

#include <stdlib.h>

#include <fstream>
#include <sstream>

namespace mesh {

namespace fs = std::filesystem;

ScriptFolder::ScriptFolder() {
  std::string made = (fs::temp_directory_path() / "mesh_access_XXXXXX").string();
  if (mkdtemp(made.data()) != nullptr) path_ = made;
}

ScriptFolder::~ScriptFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

std::string ScriptFolder::Script(const std::string& name, const std::string& body) const {
  const std::string path = File(name, "#!/bin/sh\n" + body);
  fs::permissions(path, fs::perms::owner_all);
  return path;
}

std::string ScriptFolder::File(const std::string& name, const std::string& text) const {
  std::ofstream(path_ / name, std::ios::binary) << text;
  return (path_ / name).string();
}

std::string ScriptFolder::Read(const std::string& name) const {
  std::ifstream in(path_ / name, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace mesh
