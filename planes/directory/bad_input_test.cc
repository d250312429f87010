#include <fcntl.h>
#include <gmock/gmock.h>
#include <sched.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <fstream>

#include "planes/directory/tree_test.h"

namespace mesh {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class BadInput : public TreeTest {};

TEST_F(BadInput, NamesThatAreNoneAreRefusedAndNothingLeavesTheRoot) {
  for (const char* name : {"../m", "/etc/m", "..", ".", "Upper", "a_b", "a/b", "-a"}) {
    EXPECT_THAT(Complaint(*Open(), Apply(ConfigMap("a", name, "1"))), HasSubstr("is not valid"));
  }
  for (const char* space : {"../..", "/etc", "..", "A", "a.b"}) {
    EXPECT_THAT(Complaint(*Open(), Apply(ConfigMap(space, "m", "1"))),
                AllOf(HasSubstr("namespace"), HasSubstr("DNS-1123")));
  }
  for (const auto& entry : fs::recursive_directory_iterator(place())) {
    EXPECT_FALSE(entry.is_regular_file()) << entry.path();
  }
}

TEST_F(BadInput, OddButValidNamesAreEncoded) {
  Value role = NewObject("rbac.authorization.k8s.io/v1", "ClusterRole", "", "system:Admin x");
  MakeAll(*Open(), {Apply(role)});
  EXPECT_TRUE(
      Exists("default/_cluster/clusterrole.rbac.authorization.k8s.io.system%3A%41dmin%20x.yaml"));
}

TEST_F(BadInput, ASymbolicLinkAsRootIsRefused) {
  fs::create_directory(place() / "elsewhere");
  fs::create_directory_symlink(place() / "elsewhere", root());
  for (const std::string& path : {root(), root() + "/", root() + "/."}) {
    const auto plane = OpenDirectory({path, "default"});
    EXPECT_THAT(Complaint(*plane, Apply(ConfigMap("a", "m", "1"))),
                AllOf(HasSubstr(root() + " is a symbolic link to "), HasSubstr("elsewhere"),
                      HasSubstr("Set `path` of the cluster's `directory`")));
    EXPECT_FALSE(plane->Read({MapKey("a", "m")}));
  }
  EXPECT_TRUE(fs::is_empty(place() / "elsewhere"));
}

TEST_F(BadInput, LinksInTheTreeAreNotFollowed) {
  fs::create_directory(place() / "elsewhere");
  fs::create_directories(root() + "/default");
  fs::create_directory_symlink(place() / "elsewhere", root() + "/default/a");
  EXPECT_THAT(Complaint(*Open(), Apply(ConfigMap("a", "m", "1"))),
              AllOf(HasSubstr("/default/a is a symbolic link"), HasSubstr("not followed")));
  EXPECT_TRUE(fs::is_empty(place() / "elsewhere"));
  fs::create_directory(root() + "/default/b");
  std::ofstream(place() / "target") << "precious";
  fs::create_symlink(place() / "target", root() + "/default/b/configmap.m.yaml");
  EXPECT_THAT(Complaint(*Open(), Apply(ConfigMap("b", "m", "1"))), HasSubstr("symbolic link"));
}

TEST_F(BadInput, TheRootIsAFile) {
  std::ofstream(root()) << "x";
  EXPECT_THAT(Complaint(*Open(), Apply(ConfigMap("a", "m", "1"))),
              AllOf(HasSubstr(root()), HasSubstr("`path` of the cluster's `directory`")));
}

TEST_F(BadInput, AFolderStandsWhereTheFileBelongs) {
  fs::create_directories(root() + "/" + kPath);
  EXPECT_THAT(Complaint(*Open(), Apply(ConfigMap("a", "m", "1"))),
              AllOf(HasSubstr(kPath), HasSubstr("a folder stands in its place")));
}

TEST_F(BadInput, BrokenFilesAreNamedWithTheirLineAndStayAsTheyAre) {
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1"))});
  struct Case {
    const char* text;
    const char* place;
    const char* what;
  };
  const std::string head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, namespace: a}\n";
  for (const Case& c : {Case{"data:\n  x: [1\n", ":6", ""},
                        Case{"data:\n  x: a\n  x: b\n", ":6", "the key \"x\" appears twice"},
                        Case{"---\nkind: b\n", ":5", "2 documents"},
                        Case{"kind: Secret\n", ":4", "the key \"kind\" appears twice"}}) {
    const std::string text = head + c.text;
    Write(kPath, text);
    const auto expected = AllOf(HasSubstr(std::string(kPath) + c.place), HasSubstr(c.what),
                                HasSubstr("to have it written anew"));
    EXPECT_THAT(Complaint(*Open(), Apply(ConfigMap("a", "m", "2"))), expected);
    const auto read = Open()->Read({MapKey("a", "m")});
    ASSERT_FALSE(read);
    EXPECT_THAT(TextOf(read.error()), expected);
    EXPECT_EQ(Text(kPath), text);
  }
}

TEST_F(BadInput, AFileThatHoldsAnotherObjectIsNotOverwritten) {
  for (const char* text :
       {"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other, namespace: a}\n", "a: b\n", ""}) {
    Write(kPath, text);
    EXPECT_THAT(Complaint(*Open(), Apply(ConfigMap("a", "m", "1"))),
                AllOf(HasSubstr(kPath), HasSubstr("the ConfigMap m of namespace a")));
    EXPECT_EQ(Text(kPath), text);
  }
}

TEST_F(BadInput, ABrokenKustomizationStopsTheChangeBeforeAnythingIsWritten) {
  for (const char* text : {"resources: {a: b}\n", "a: b: c\n", "resources: []\n---\na: b\n"}) {
    Write("default/a/kustomization.yaml", text);
    EXPECT_THAT(Complaint(*Open(), Apply(ConfigMap("a", "m", "1"))),
                HasSubstr("default/a/kustomization.yaml"));
    EXPECT_FALSE(Exists(kPath));
    EXPECT_EQ(Text("default/a/kustomization.yaml"), text);
  }
}

TEST_F(BadInput, ABrokenInventoryIsNamedWithItsLine) {
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1"))});
  const std::string good = Text(".mesh/inventory");
  for (const std::string& bad : {std::string("<<<<<<< HEAD"), std::string("{\"path\":\"x\"}")}) {
    Write(".mesh/inventory", good + bad + "\n" + good);
    EXPECT_THAT(Complaint(*Open(), Apply(ConfigMap("a", "m", "2"))),
                AllOf(HasSubstr(".mesh/inventory:2:"), HasSubstr("version control")));
  }
}

TEST_F(BadInput, AnUnwritableFolderIsNamedWithTheFix) {
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1"))});
  fs::permissions(place(), fs::perms::all);
  EXPECT_EQ(InChild([&] {
              if (geteuid() == 0 && seteuid(65534) != 0) _exit(2);
              EXPECT_THAT(Complaint(*Open(), Apply(ConfigMap("a", "m", "2"))),
                          AllOf(HasSubstr(root()), HasSubstr("Permission denied"),
                                HasSubstr("the right to write there")));
              EXPECT_TRUE(Open()->Read({MapKey("a", "m")}));
            }),
            0);
  EXPECT_THAT(Text(kPath), HasSubstr("datum: \"1\""));
}

TEST_F(BadInput, AFullDiskLosesNothingAndTheNextRunGoesOn) {
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1"))});
  const auto before = Files();
  for (const rlim_t bytes : {rlim_t{0}, rlim_t{100}, rlim_t{400}, rlim_t{1000}}) {
    EXPECT_EQ(InChild([&] {
                signal(SIGXFSZ, SIG_IGN);
                const rlimit limit{bytes, bytes};
                setrlimit(RLIMIT_FSIZE, &limit);
                const auto plane = Open();
                EXPECT_THAT(Complaint(*plane, Apply(ConfigMap("a", "m", std::string(2000, 'x')))),
                            HasSubstr("Make room on the disk"));
              }),
              0)
        << bytes;
    EXPECT_EQ(Open()->Read({MapKey("a", "m")})->front()->content, ConfigMap("a", "m", "1"));
  }
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1"))});
  EXPECT_EQ(Files(), before);
}

constexpr std::size_t kPage = 4096;

/// Gives `path` a file system of its own with room for this many bytes (or changes its size); in a
/// child process only.
void MountOfSize(const std::string& path, std::size_t bytes, unsigned long flags) {
  const std::string options = "size=" + std::to_string(bytes);
  ASSERT_EQ(mount("tmpfs", path.c_str(), "tmpfs", flags, options.c_str()), 0) << strerror(errno);
}

void LeaveRoomFor(const std::string& path, std::size_t pages) {
  struct statvfs facts {};
  ASSERT_EQ(statvfs(path.c_str(), &facts), 0);
  MountOfSize(path, (facts.f_blocks - facts.f_bfree + pages) * kPage, MS_REMOUNT);
}

/// Unlike above, the record of a change may find room here, and then the change itself none.
TEST_F(BadInput, AFileSystemThatFillsUpLosesNothing) {
  constexpr std::size_t kRoomy = 256 * kPage;
  constexpr int kAllFitted = 7;
  const auto with_room_for = [&](std::size_t pages) {
    ASSERT_EQ(unshare(CLONE_NEWNS | (geteuid() == 0 ? 0 : CLONE_NEWUSER)), 0) << strerror(errno);
    mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
    MountOfSize(place().string(), kRoomy, 0);
    MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1"))});
    const auto before = Files();
    {
      const auto plane = Open();
      MakeAll(*plane, {Apply(ConfigMap("a", "other", "1"))});
      LeaveRoomFor(place().string(), pages);
      const auto results = plane->Make({Apply(ConfigMap("a", "m", std::string(2 * kPage, 'x')))});
      if (results.front().done) _exit(kAllFitted);
      EXPECT_THAT(TextOf(results.front().diagnostics), HasSubstr("Make room on the disk"));
      EXPECT_EQ(Open()->Read({MapKey("a", "m")})->front()->content, ConfigMap("a", "m", "1"));
      MountOfSize(place().string(), kRoomy, MS_REMOUNT);
    }
    MakeAll(*Open(), {Delete(MapKey("a", "other"))});
    EXPECT_EQ(Files(), before);
  };
  std::size_t pages = 0;
  int ended = 0;
  while (pages < 20 && (ended = InChild([&] { with_room_for(pages); })) == 0) ++pages;
  EXPECT_EQ(ended, kAllFitted) << "with room for " << pages << " pages";
  // The content fits neither the journal nor, after the journal, the file.
  EXPECT_GE(pages, 4);
}

TEST_F(BadInput, ATreeThatAnotherProcessHoldsIsAnErrorThatNamesIt) {
  const auto other = Open();
  MakeAll(*other, {Apply(ConfigMap("a", "m", "1"))});
  const int records = open((root() + "/.mesh").c_str(), O_RDONLY | O_DIRECTORY);
  ASSERT_EQ(flock(records, LOCK_EX), 0);
  const auto plane = OpenDirectory({root(), "default", std::chrono::milliseconds(1)});
  const auto expected = AllOf(HasSubstr("is locked"), HasSubstr(std::to_string(getpid())));
  EXPECT_THAT(Complaint(*plane, Apply(ConfigMap("a", "n", "1"))), expected);
  EXPECT_THAT(TextOf(plane->Read({MapKey("a", "m")}).error()), expected);
  close(records);
  MakeAll(*plane, {Apply(ConfigMap("a", "n", "1"))});
}

}  // namespace
}  // namespace mesh
