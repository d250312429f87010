#include "planes/directory/directory_plane.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "planes/directory/tree_test.h"

namespace mesh {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Key;
using testing::UnorderedElementsAre;

class DirectoryPlane : public TreeTest {
 protected:
  std::optional<LiveObject> Live(const ObjectKey& key) const {
    auto found = Open()->Read({key});
    EXPECT_TRUE(found);
    return found->front();
  }
};

TEST_F(DirectoryPlane, WritesOneSortedFileAnObjectWithKustomizationsAndInventory) {
  const auto plane = Open();
  Value name_space = NewObject("v1", "Namespace", "", "a");
  Value gateway = NewObject("gateway.networking.k8s.io/v1", "Gateway", "a", "edge");
  Value istio = NewObject("networking.istio.io/v1", "Gateway", "a", "edge");
  MakeAll(*plane,
          {Apply(name_space), Apply(ConfigMap("a", "m", "1")), Apply(gateway), Apply(istio)});
  EXPECT_EQ(TextOf(plane->Finish()), "");
  EXPECT_THAT(Files(),
              UnorderedElementsAre(Key("default/_cluster/namespace.a.yaml"), Key(kPath),
                                   Key("default/a/gateway.gateway.networking.k8s.io.edge.yaml"),
                                   Key("default/a/gateway.networking.istio.io.edge.yaml"),
                                   Key("default/a/kustomization.yaml"),
                                   Key("default/_cluster/kustomization.yaml"),
                                   Key("default/kustomization.yaml"), Key(".mesh/inventory")));
  EXPECT_EQ(Text(kPath),
            "apiVersion: v1\ndata:\n  datum: \"1\"\nkind: ConfigMap\nmetadata:\n  name: m\n"
            "  namespace: a\n");
  EXPECT_EQ(Text("default/kustomization.yaml"),
            "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n"
            "- _cluster\n- a\n");
  EXPECT_EQ(Text("default/a/kustomization.yaml"),
            "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n"
            "- configmap.m.yaml\n- gateway.gateway.networking.k8s.io.edge.yaml\n"
            "- gateway.networking.istio.io.edge.yaml\n");
  EXPECT_THAT(Text(".mesh/inventory"),
              HasSubstr("{\"created\":true,\"key\":\"v1/ConfigMap/a/m\",\"owned\":{\"apiVersion\":"
                        "true,\"data\":{\"datum\":true},\"kind\":true,\"metadata\":{\"name\":true,"
                        "\"namespace\":true}},\"owner\":\"platform\",\"path\":\"default/a/"
                        "configmap.m.yaml\",\"resource\":\"mesh_object/default/x\"}\n"));
}

TEST_F(DirectoryPlane, ReadsBackWhatItWroteAndFindsItByItsMark) {
  const Value content = ConfigMap("a", "m", "1");
  MakeAll(*Open(), {Apply(content), Apply(ConfigMap("b", "m", "1"), "mesh_tenant/default/t")});
  const auto live = Live(MapKey("a", "m"));
  ASSERT_TRUE(live);
  EXPECT_EQ(live->content, content);
  EXPECT_EQ(live->mark, (Mark{kOwner, "mesh_object/default/x", true, false}));
  EXPECT_FALSE(live->has_comments);
  EXPECT_FALSE(Live(MapKey("a", "other")));
  const auto plane = Open();
  EXPECT_EQ(*plane->FindByResource("mesh_tenant/default/t"),
            std::vector<ObjectKey>{MapKey("b", "m")});
  EXPECT_EQ(*plane->Resources("mesh_tenant/"), std::vector<std::string>{"mesh_tenant/default/t"});
}

/// So many that several threads write them: a crowd in one namespace, and one each in many others.
std::vector<Change> Many(const std::string& datum) {
  std::vector<Change> out;
  for (int i = 0; i < 300; ++i) {
    const std::string number = std::to_string(i);
    out.push_back(Apply(ConfigMap("space-" + number, "m", datum)));
    out.push_back(Apply(ConfigMap("crowd", "m-" + number, datum)));
  }
  return out;
}

TEST_F(DirectoryPlane, ManyAtOnceComeOutAsOneByOne) {
  MakeAll(*Open(), Many("1"));
  const auto together = Files();
  EXPECT_EQ(together.size(), 600 + 301 + 2);  // objects, lists of the folders, list and inventory
  fs::remove_all(root());
  {
    const auto plane = Open();
    for (const Change& change : Many("1")) MakeAll(*plane, {change});
  }
  EXPECT_EQ(Files(), together);
}

TEST_F(DirectoryPlane, OneOfManyThatFailsHoldsTheDeletesAndNothingElse) {
  MakeAll(*Open(), Many("1"));
  MakeAll(*Open(), {Apply(ConfigMap("crowd", "gone", "1"))});
  Write("default/space-7/configmap.m.yaml", "a: [");
  std::vector<Change> changes = Many("2");
  changes.insert(changes.begin(), Delete(MapKey("crowd", "gone")));
  const auto results = Open()->Make(changes);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const bool held = i == 0 || changes[i].key == MapKey("space-7", "m");
    EXPECT_EQ(results[i].done, !held) << changes[i].key.ToString();
  }
  EXPECT_TRUE(Exists("default/crowd/configmap.gone.yaml"));
  EXPECT_EQ(Text("default/space-7/configmap.m.yaml"), "a: [");
  EXPECT_EQ(Live(MapKey("space-8", "m"))->content, ConfigMap("space-8", "m", "2"));
}

TEST_F(DirectoryPlane, LeavesAFileAloneThatSaysTheSame) {
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1"))});
  const std::string text = "# by hand\n" + Text(kPath);
  Write(kPath, text);
  const auto before = Files();
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1"))});
  EXPECT_EQ(Files(), before);
  EXPECT_TRUE(Live(MapKey("a", "m"))->has_comments);
}

TEST_F(DirectoryPlane, KeepsWhatOthersAddedAndRemovesWhatWeOwnedOnly) {
  Value first = ConfigMap("a", "m", "1");
  first.Set("immutable", false);
  MakeAll(*Open(), {Apply(first)});
  Write(kPath,
        "apiVersion: v1\nkind: ConfigMap\nimmutable: false\ndata: {datum: \"0\", theirs: x}\n"
        "metadata: {name: m, namespace: a, labels: {team: b}}\n");
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "2"))});
  EXPECT_EQ(Text(kPath),
            "apiVersion: v1\ndata:\n  datum: \"2\"\n  theirs: x\nkind: ConfigMap\nmetadata:\n"
            "  labels:\n    team: b\n  name: m\n  namespace: a\n");
}

TEST_F(DirectoryPlane, AClosedSpecHoldsNothingForeignAndNamedFieldsGo) {
  Value fence = NewObject("security.istio.io/v1", "AuthorizationPolicy", "a", "fence");
  fence.Set("spec", Value(Value::Map{{"action", "DENY"}}));
  const std::string path = "default/a/authorizationpolicy.security.istio.io.fence.yaml";
  MakeAll(*Open(), {Apply(fence)});
  Write(path,
        "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\n"
        "metadata: {name: fence, namespace: a, labels: {a: b, c: d}}\n"
        "spec: {action: DENY, selector: {matchLabels: {x: y}}}\n");
  Change change = Apply(fence);
  change.closed = true;
  change.remove = {{"metadata", "labels", "a"}};
  MakeAll(*Open(), {change});
  EXPECT_EQ(Text(path),
            "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata:\n  labels:\n"
            "    c: d\n  name: fence\n  namespace: a\nspec:\n  action: DENY\n");
}

TEST_F(DirectoryPlane, AdoptsAFileThatWasThereBeforeAndSaysSo) {
  Write(kPath,
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, namespace: a}\n"
        "data: {theirs: x}\n");
  EXPECT_FALSE(Live(MapKey("a", "m"))->mark);
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1"))});
  EXPECT_EQ(Live(MapKey("a", "m"))->mark->created, false);
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "2"))});
  EXPECT_EQ(Live(MapKey("a", "m"))->mark->created, false);
  EXPECT_THAT(Text(kPath), HasSubstr("theirs: x"));
}

TEST_F(DirectoryPlane, DeletingRemovesTheFileItsEntriesAndTheFolder) {
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1")), Apply(ConfigMap("b", "m", "1"))});
  MakeAll(*Open(), {Delete(MapKey("a", "m")), Delete(MapKey("a", "never"))});
  EXPECT_FALSE(Exists("default/a"));
  EXPECT_THAT(Text("default/kustomization.yaml"), HasSubstr("resources:\n- b\n"));
  MakeAll(*Open(), {Delete(MapKey("b", "m"))});
  EXPECT_EQ(Files().size(), 0U);
}

TEST_F(DirectoryPlane, ReleasingChangesNothingButTheMark) {
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1"))});
  const std::string text = Text(kPath);
  MakeAll(*Open(), {Release(MapKey("a", "m"))});
  EXPECT_EQ(Text(kPath), text);
  EXPECT_THAT(Text("default/a/kustomization.yaml"), HasSubstr("- configmap.m.yaml"));
  EXPECT_FALSE(Live(MapKey("a", "m"))->mark);
}

TEST_F(DirectoryPlane, WhatBelongsToAnotherResourceByNowIsLeftAlone) {
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1"), "mesh_object/default/new")});
  for (const Change& change : {Delete(MapKey("a", "m")), Release(MapKey("a", "m"))}) {
    const auto results = Open()->Make({change});
    EXPECT_TRUE(results.front().done);
    EXPECT_THAT(TextOf(results.front().diagnostics), HasSubstr("mesh_object/default/new"));
  }
  EXPECT_EQ(Live(MapKey("a", "m"))->mark->resource, "mesh_object/default/new");
}

TEST_F(DirectoryPlane, NothingIsDeletedAfterAFailure) {
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1"))});
  const auto results = Open()->Make({Apply(ConfigMap("a", "Bad", "1")), Delete(MapKey("a", "m"))});
  EXPECT_FALSE(results[0].done);
  EXPECT_FALSE(results[1].done);
  EXPECT_TRUE(Live(MapKey("a", "m"))->mark);
}

TEST_F(DirectoryPlane, OneCallMaySayTwoThingsAboutOneFile) {
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1"))});
  MakeAll(*Open(), {Delete(MapKey("a", "m")), Apply(ConfigMap("a", "m", "2"))});
  EXPECT_THAT(Text(kPath), HasSubstr("datum: \"2\""));
}

TEST_F(DirectoryPlane, KustomizationsKeepWhatOthersWrote) {
  Write("default/a/kustomization.yaml",
        "# ours since 2020\nnamePrefix: x-\nresources:\n# the base\n- ../base\n- z.yaml # last\n"
        "images: []\n");
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1"))});
  EXPECT_EQ(Text("default/a/kustomization.yaml"),
            "# ours since 2020\nnamePrefix: x-\nresources:\n# the base\n- ../base\n"
            "- configmap.m.yaml\n- z.yaml # last\nimages: []\n");
  MakeAll(*Open(), {Delete(MapKey("a", "m"))});
  EXPECT_EQ(Text("default/a/kustomization.yaml"),
            "# ours since 2020\nnamePrefix: x-\nresources:\n# the base\n- ../base\n"
            "- z.yaml # last\nimages: []\n");
}

TEST_F(DirectoryPlane, AKustomizationKeepsItsName) {
  Write("default/a/kustomization.yml", "resources: [other.yaml]\n");
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1"))});
  EXPECT_FALSE(Exists("default/a/kustomization.yaml"));
  EXPECT_EQ(Text("default/a/kustomization.yml"), "resources:\n- configmap.m.yaml\n- other.yaml\n");
}

TEST_F(DirectoryPlane, AFileKeepsItsPermissions) {
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1"))});
  const std::string path = root() + "/" + kPath;
  std::filesystem::permissions(path, std::filesystem::perms::owner_read);
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "2"))});
  EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms::owner_read);
}

TEST_F(DirectoryPlane, FilesOfOthersStayWhatTheyAreAndAreNotListed) {
  Write("default/a/notes.txt", "x");
  Write("default/a/configmap.theirs.yaml", "not: {ours");
  MakeAll(*Open(), {Apply(ConfigMap("a", "m", "1"))});
  MakeAll(*Open(), {Delete(MapKey("a", "m"))});
  EXPECT_THAT(Files(), UnorderedElementsAre(Key("default/a/notes.txt"),
                                            Key("default/a/configmap.theirs.yaml")));
}

TEST_F(DirectoryPlane, TenThreadsShareAPlane) {
  const auto plane = Open();
  std::vector<std::thread> threads;
  for (int t = 0; t < 10; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        const std::string name = "m" + std::to_string(t) + "-" + std::to_string(i);
        EXPECT_TRUE(plane->Make({Apply(ConfigMap("a", name, "1"))}).front().done);
        const auto live = plane->Read({MapKey("a", name)});
        EXPECT_TRUE(live && live->front() && live->front()->mark);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(plane->FindByResource("mesh_object/default/x")->size(), 200U);
  EXPECT_EQ(TextOf(plane->Finish()), "");
  EXPECT_EQ(Open()->FindByResource("mesh_object/default/x")->size(), 200U);
}

TEST_F(DirectoryPlane, TwoProcessesWriteOneTree) {
  std::vector<pid_t> children;
  for (int p = 0; p < 2; ++p) {
    children.push_back(fork());
    if (children.back() != 0) continue;
    {
      const auto plane = Open();
      for (int i = 0; i < 50; ++i) {
        const std::string name = "m" + std::to_string(p) + "-" + std::to_string(i);
        MakeAll(*plane, {Apply(ConfigMap("a", name, "1"))});
        if (i > 0 && i % 2 == 0) {
          MakeAll(*plane,
                  {Delete(MapKey("a", "m" + std::to_string(p) + "-" + std::to_string(i - 1)))});
        }
      }
      EXPECT_EQ(TextOf(plane->Finish()), "");
    }
    _exit(HasFailure() ? 1 : 0);
  }
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  const auto found = Open()->FindByResource("mesh_object/default/x");
  ASSERT_EQ(found->size(), 52U);
  const auto all = Open()->Read(*found);
  for (const auto& live : *all) EXPECT_TRUE(live && !live->mark->pending);
  const std::string listed = Text("default/a/kustomization.yaml");
  EXPECT_EQ(std::ranges::count(listed, '\n'), 3 + 52);
  EXPECT_FALSE(Exists(".mesh/journal"));
}

TEST_F(DirectoryPlane, SeesWhatAnotherPlaneWroteMeanwhile) {
  const auto one = Open();
  const auto two = Open();
  MakeAll(*one, {Apply(ConfigMap("a", "m", "1"), "first")});
  EXPECT_EQ(two->Read({MapKey("a", "m")})->front()->mark->resource, "first");
  MakeAll(*two, {Apply(ConfigMap("a", "m", "2"), "second")});
  EXPECT_EQ(one->Read({MapKey("a", "m")})->front()->mark->resource, "second");
  EXPECT_EQ(TextOf(two->Finish()), "");
  EXPECT_TRUE(Exists(".mesh/journal"));
  EXPECT_EQ(TextOf(one->Finish()), "");
  EXPECT_FALSE(Exists(".mesh/journal"));
  EXPECT_EQ(Live(MapKey("a", "m"))->mark, (Mark{kOwner, "second", true, false}));
}

}  // namespace
}  // namespace mesh
