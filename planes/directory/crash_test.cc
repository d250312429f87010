#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/formats/yaml.h"
#include "planes/directory/tree_test.h"

namespace mesh {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// Runs `body` in a process that is killed as it makes its system call number `at`; false when it
/// ended before.
bool KilledAt(int at, const std::function<void()>& body) {
  const pid_t child = fork();
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    raise(SIGSTOP);
    body();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, WUNTRACED);
  if (ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD) != 0) {
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    ADD_FAILURE() << "this test traces its own child: ptrace must be allowed";
    return false;
  }
  // A call stops twice, as it begins and as it ends.
  for (int stop = 0; stop <= 2 * at; ++stop) {
    ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
    waitpid(child, &status, 0);
    if (WIFEXITED(status)) {
      EXPECT_EQ(WEXITSTATUS(status), 0);
      return false;
    }
  }
  kill(child, SIGKILL);
  waitpid(child, &status, 0);
  return true;
}

class Crash : public TreeTest {
 protected:
  /// What was there before: two files of ours, one of somebody else.
  void Prepare() const {
    Write("default/a/configmap.theirs.yaml",
          "# by hand\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: theirs, namespace: a}\n"
          "data: {theirs: x}\n");
    Write("default/a/kustomization.yaml", "resources:\n- configmap.theirs.yaml\n");
    const auto plane = Open();
    MakeAll(*plane, {Apply(ConfigMap("a", "old", "1")), Apply(ConfigMap("gone", "m", "1"))});
  }
  std::vector<Change> Changes() const {
    return {Apply(ConfigMap("a", "old", "2")), Apply(ConfigMap("a", "theirs", "2")),
            Apply(ConfigMap("new", "m", "2")), Delete(MapKey("gone", "m"))};
  }
  void Run() const {
    const auto plane = Open();
    for (const Change& change : Changes()) plane->Make({change});
    plane->Finish();
  }
  /// Every file of an object is whole.
  void ExpectSound() const {
    for (const auto& [path, text] : Files()) {
      if (!path.starts_with("default/") || !path.ends_with(".yaml")) continue;
      const auto documents = ReadYaml(text, path);
      ASSERT_TRUE(documents && documents->size() == 1) << path << ": " << text;
    }
    EXPECT_THAT(Text("default/a/configmap.theirs.yaml"), HasSubstr("theirs: x"));
  }
  void ExpectListed() const {
    for (const auto& [path, text] : Files()) {
      if (!path.starts_with("default/") || !path.ends_with("/kustomization.yaml")) continue;
      const fs::path folder = fs::path(root() + "/" + path).parent_path();
      const auto documents = ReadYaml(text, path);
      std::set<std::string> listed;
      for (const Value& entry : documents->front().value.Get("resources").as_list()) {
        EXPECT_TRUE(fs::exists(folder / entry.as_string())) << path << " " << entry.as_string();
        listed.insert(entry.as_string());
      }
      for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        const bool empty = entry.is_directory() && fs::is_empty(entry.path());
        if (name == "kustomization.yaml" || empty) continue;
        EXPECT_TRUE(listed.contains(name)) << path << " " << name;
      }
    }
  }
};

TEST_F(Crash, WhereverARunIsKilledTheNextOneConverges) {
  Prepare();
  fs::copy(root(), place() / "before", fs::copy_options::recursive);
  Run();
  const auto wanted = Files();
  int at = 0;
  for (bool killed = true; killed; ++at) {
    fs::remove_all(root());
    fs::copy(place() / "before", root(), fs::copy_options::recursive);
    killed = KilledAt(at, [&] { Run(); });
    SCOPED_TRACE("killed at system call " + std::to_string(at));
    ExpectSound();
    {
      // A run that only reads: it sees each object with its mark, and puts the lists right.
      const auto plane = Open();
      for (const Change& change : Changes()) {
        const auto live = plane->Read({change.key});
        ASSERT_TRUE(live);
        const bool ours_to_be = change.key.name != "theirs";
        if (live->front() && ours_to_be) {
          EXPECT_TRUE(live->front()->mark) << change.key.ToString();
        }
      }
      EXPECT_EQ(TextOf(plane->Finish()), "");
      EXPECT_FALSE(Exists(".mesh/journal"));
      ExpectListed();
    }
    {
      const auto plane = Open();
      MakeAll(*plane, Changes());
      EXPECT_EQ(TextOf(plane->Finish()), "");
    }
    EXPECT_EQ(Files(), wanted);
    if (HasFailure()) return;
  }
  EXPECT_GT(at, 50);
}

TEST_F(Crash, WhatAKilledRunWroteIsPendingUntilItIsWrittenAgain) {
  EXPECT_EQ(InChild([&] {
              const auto plane = Open();
              MakeAll(*plane, {Apply(ConfigMap("a", "m", "1"))});
              _exit(0);
            }),
            0);
  const auto mark = [&] { return Open()->Read({MapKey("a", "m")})->front()->mark; };
  EXPECT_EQ(mark(), (Mark{kOwner, "mesh_object/default/x", true, true}));
  EXPECT_EQ(mark(), (Mark{kOwner, "mesh_object/default/x", true, true}));
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1"))});
  EXPECT_EQ(mark(), (Mark{kOwner, "mesh_object/default/x", true, false}));
}

/// The journal of a killed run, as if the machine had started anew since.
class PowerLoss : public Crash {
 protected:
  void Lose(const std::vector<Change>& changes) const {
    EXPECT_EQ(InChild([&] {
                const auto plane = Open();
                MakeAll(*plane, changes);
                _exit(0);
              }),
              0);
    std::string journal = Text(".mesh/journal");
    const std::size_t boot = journal.find("\"boot\":\"") + 8;
    journal.replace(boot, 4, "0000");
    Write(".mesh/journal", journal);
  }
  void WriteLongAgo(const std::string& path, const std::string& text) const {
    Write(path, text);
    const timespec long_ago[2] = {{1000, 0}, {1000, 0}};
    utimensat(AT_FDCWD, (root() + "/" + path).c_str(), long_ago, 0);
  }
};

TEST_F(PowerLoss, WhatTheDiskForgotIsRestoredFromTheJournal) {
  MakeAll(*Open(), {Apply(ConfigMap("a", "old", "1")), Apply(ConfigMap("a", "gone", "1"))});
  const std::string old = Text("default/a/configmap.old.yaml");
  const std::string gone = Text("default/a/configmap.gone.yaml");
  Lose({Apply(ConfigMap("a", "old", "2")), Apply(ConfigMap("b", "new", "1")),
        Apply(ConfigMap("b", "empty", "1")), Delete(MapKey("a", "gone"))});
  WriteLongAgo("default/a/configmap.old.yaml", old);
  WriteLongAgo("default/a/configmap.gone.yaml", gone);
  WriteLongAgo("default/b/configmap.empty.yaml", "");
  fs::remove(root() + "/default/b/configmap.new.yaml");
  {
    const auto plane = Open();
    plane->Resources("");
    EXPECT_EQ(TextOf(plane->Finish()), "");
  }
  EXPECT_THAT(Text("default/a/configmap.old.yaml"), HasSubstr("datum: \"2\""));
  EXPECT_THAT(Text("default/b/configmap.new.yaml"), HasSubstr("datum: \"1\""));
  EXPECT_THAT(Text("default/b/configmap.empty.yaml"), HasSubstr("datum: \"1\""));
  EXPECT_FALSE(Exists("default/a/configmap.gone.yaml"));
  ExpectListed();
}

TEST_F(PowerLoss, WhatAPersonChangedSinceStays) {
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1")), Apply(ConfigMap("a", "gone", "1"))});
  Lose({Apply(ConfigMap("a", "m", "2")), Delete(MapKey("a", "gone"))});
  const std::string text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, namespace: a}\n";
  Write("default/a/configmap.m.yaml", text);
  WriteLongAgo("default/a/configmap.gone.yaml",
               "apiVersion: v1\nkind: ConfigMap\n"
               "metadata: {name: gone, namespace: a}\n");
  {
    const auto plane = Open();
    plane->Resources("");
    EXPECT_EQ(TextOf(plane->Finish()), "");
  }
  EXPECT_EQ(Text("default/a/configmap.m.yaml"), text);
  EXPECT_TRUE(Exists("default/a/configmap.gone.yaml"));
}

TEST_F(Crash, AJournalCutShortIsReadUpToThere) {
  EXPECT_EQ(InChild([&] {
              const auto plane = Open();
              MakeAll(*plane, {Apply(ConfigMap("a", "m", "1")), Apply(ConfigMap("a", "n", "1"))});
              _exit(0);
            }),
            0);
  const std::string journal = Text(".mesh/journal");
  Write(".mesh/journal", journal.substr(0, journal.size() - 20));
  MakeAll(*Open(), {Apply(ConfigMap("a", "o", "1"))});
  EXPECT_FALSE(Exists(".mesh/journal"));
  const auto live = Open()->Read({MapKey("a", "m"), MapKey("a", "n"), MapKey("a", "o")});
  EXPECT_TRUE((*live)[0]->mark && (*live)[2]->mark);
  EXPECT_FALSE((*live)[1]->mark);
}

TEST_F(Crash, AJournalWithABrokenLineInTheMiddleIsAnError) {
  EXPECT_EQ(InChild([&] {
              const auto plane = Open();
              MakeAll(*plane, {Apply(ConfigMap("a", "m", "1"))});
              _exit(0);
            }),
            0);
  const std::string journal = Text(".mesh/journal");
  Write(".mesh/journal", "nonsense\n" + journal);
  EXPECT_THAT(Complaint(*Open(), Apply(ConfigMap("a", "o", "1"))),
              HasSubstr("Remove that line and run again"));
}

}  // namespace
}  // namespace mesh
