#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "planes/directory/directory_plane.h"

namespace mesh {

/// A tree of its own for each test, in memory where the system has such a place.
class TreeTest : public testing::Test {
 protected:
  TreeTest();
  ~TreeTest() override;

  std::unique_ptr<Plane> Open() const { return OpenDirectory({root(), "default"}); }
  std::string root() const { return (place_ / "tree").string(); }
  const std::filesystem::path& place() const { return place_; }

  /// Files below the root by relative path, and what they hold.
  std::map<std::string, std::string> Files() const;
  bool Exists(const std::string& path) const;
  std::string Text(const std::string& path) const;
  void Write(const std::string& path, const std::string& text) const;

 private:
  std::filesystem::path place_;
};

inline constexpr char kOwner[] = "platform";
/// Where the file of the ConfigMap m of namespace a stands.
inline constexpr char kPath[] = "default/a/configmap.m.yaml";

/// A ConfigMap of namespace `space` with one datum.
Value ConfigMap(const std::string& space, const std::string& name, const std::string& datum);
Change Apply(Value content, const std::string& resource = "mesh_object/default/x");
Change Delete(const ObjectKey& key, const std::string& resource = "mesh_object/default/x");
Change Release(const ObjectKey& key, const std::string& resource = "mesh_object/default/x");
ObjectKey MapKey(const std::string& space, const std::string& name);

/// Makes the changes and expects that all succeed.
void MakeAll(Plane& plane, const std::vector<Change>& changes);
/// Makes one change and returns the text of its diagnostics.
std::string Complaint(Plane& plane, const Change& change);
std::string TextOf(const Diagnostics& diagnostics);

/// Runs `body` in a process of its own; its exit code, or -1 when a signal ended it.
int InChild(const std::function<void()>& body);

}  // namespace mesh
