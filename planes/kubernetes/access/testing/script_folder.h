#pragma once

#include <filesystem>
#include <string>

namespace mesh {

/// A folder for one test, and scripts in it; removed at the end.
class ScriptFolder {
 public:
  ScriptFolder();
  ScriptFolder(const ScriptFolder&) = delete;
  ScriptFolder& operator=(const ScriptFolder&) = delete;
  ~ScriptFolder();

  /// Writes an executable shell script and returns its path.
  std::string Script(const std::string& name, const std::string& body) const;
  std::string File(const std::string& name, const std::string& text) const;
  /// What a file holds; empty when it is not there.
  std::string Read(const std::string& name) const;
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace mesh
