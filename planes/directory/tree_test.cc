#include "planes/directory/tree_test.h"

#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace mesh {

namespace fs = std::filesystem;

TreeTest::TreeTest() {
  const fs::path memory = "/dev/shm";
  const bool in_memory = access(memory.c_str(), W_OK) == 0;
  std::string name = ((in_memory ? memory : fs::temp_directory_path()) / "tree.XXXXXX").string();
  place_ = mkdtemp(name.data());
}

TreeTest::~TreeTest() {
  std::error_code ignored;
  fs::remove_all(place_, ignored);
}

std::map<std::string, std::string> TreeTest::Files() const {
  std::map<std::string, std::string> out;
  if (!fs::exists(root())) return out;
  for (const auto& entry : fs::recursive_directory_iterator(root())) {
    if (!entry.is_regular_file()) continue;
    const std::string path = entry.path().string().substr(root().size() + 1);
    out[path] = Text(path);
  }
  return out;
}

bool TreeTest::Exists(const std::string& path) const { return fs::exists(root() + "/" + path); }

std::string TreeTest::Text(const std::string& path) const {
  std::ifstream file(root() + "/" + path);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

void TreeTest::Write(const std::string& path, const std::string& text) const {
  fs::create_directories(fs::path(root() + "/" + path).parent_path());
  std::ofstream(root() + "/" + path) << text;
}

Value ConfigMap(const std::string& space, const std::string& name, const std::string& datum) {
  Value out = NewObject("v1", "ConfigMap", space, name);
  out.Set("data", Value(Value::Map{{"datum", datum}}));
  return out;
}

ObjectKey MapKey(const std::string& space, const std::string& name) {
  return {"v1", "ConfigMap", space, name};
}

Change Apply(Value content, const std::string& resource) {
  const ObjectKey key = *KeyOf(content);
  return {.kind = Change::Kind::kApply,
          .key = key,
          .content = std::move(content),
          .mark = {kOwner, resource, true, false}};
}

Change Delete(const ObjectKey& key, const std::string& resource) {
  return {.kind = Change::Kind::kDelete, .key = key, .mark = {kOwner, resource, true, false}};
}

Change Release(const ObjectKey& key, const std::string& resource) {
  return {.kind = Change::Kind::kRelease, .key = key, .mark = {kOwner, resource, true, false}};
}

void MakeAll(Plane& plane, const std::vector<Change>& changes) {
  const auto results = plane.Make(changes);
  ASSERT_EQ(results.size(), changes.size());
  for (std::size_t i = 0; i < results.size(); ++i) {
    EXPECT_TRUE(results[i].done) << changes[i].key.ToString() << TextOf(results[i].diagnostics);
    EXPECT_EQ(TextOf(results[i].diagnostics), "");
  }
}

std::string TextOf(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& d : diagnostics) out += d.summary + ": " + d.detail + "\n";
  return out;
}

std::string Complaint(Plane& plane, const Change& change) {
  const auto results = plane.Make({change});
  EXPECT_FALSE(results.front().done);
  return TextOf(results.front().diagnostics);
}

int InChild(const std::function<void()>& body) {
  const pid_t child = fork();
  if (child == 0) {
    body();
    _exit(testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace mesh
