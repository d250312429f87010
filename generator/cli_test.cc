// The program as its users run it: arguments in, exit code, output and files out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string ReadAll(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

class Meshgen : public testing::Test {
 protected:
  struct Ended {
    int code;
    std::string out;
    std::string err;
  };

  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "meshgen-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  Ended Run(const std::string& arguments) {
    const std::string command =
        "cd '" + folder_.string() +
        "' && '" MESH_BUILD_DIR "/bin/meshgen' >out.txt 2>err.txt </dev/null " + arguments;
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, ReadAll(folder_ / "out.txt"),
            ReadAll(folder_ / "err.txt")};
  }

  Ended Render(const std::string& yaml, const std::string& arguments) {
    std::ofstream(folder_ / "p.yaml", std::ios::binary) << yaml;
    return Run("render -f p.yaml " + arguments);
  }

  /// Every file below the tree by its relative path.
  std::map<std::string, std::string> Tree(const std::string& root) {
    std::map<std::string, std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / root)) {
      if (entry.is_regular_file()) {
        out[fs::relative(entry.path(), folder_ / root).string()] = ReadAll(entry.path());
      }
    }
    return out;
  }

  fs::path folder_;
};

constexpr char kTwo[] =
    "owner: platform\n"
    "resources:\n"
    "  namespace:\n"
    "    a: {name: team-a, dataplane_mode: ambient, on_destroy: delete}\n"
    "    b: {name: team-b, dataplane_mode: sidecar}\n";
constexpr char kOne[] =
    "owner: platform\n"
    "resources:\n"
    "  namespace:\n"
    "    b: {name: team-b, dataplane_mode: ambient}\n";

TEST_F(Meshgen, RendersATreeOnceAndThenHasNothingToDo) {
  const Ended check = Render(kTwo, "-o out --check");
  EXPECT_EQ(check.code, 1);
  EXPECT_EQ(check.out,
            "create default/_cluster/namespace.team-a.yaml\n"
            "create default/_cluster/namespace.team-b.yaml\n");
  EXPECT_FALSE(fs::exists(folder_ / "out")) << "--check must not write";

  const Ended first = Render(kTwo, "-o out");
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(first.out, IsEmpty());
  EXPECT_THAT(first.err, HasSubstr("rendered 2 objects from 2 resources of p.yaml"));
  EXPECT_THAT(first.err, HasSubstr("2 to create"));
  const auto tree = Tree("out");
  EXPECT_EQ(tree.at("default/_cluster/namespace.team-a.yaml"),
            "apiVersion: v1\nkind: Namespace\nmetadata:\n  labels:\n    istio.io/dataplane-mode: "
            "ambient\n  name: team-a\n");

  EXPECT_EQ(Render(kTwo, "-o out --check").code, 0);
  EXPECT_EQ(Render(kTwo, "-o out").code, 0);
  EXPECT_EQ(Tree("out"), tree);
}

TEST_F(Meshgen, SaysPerFileWhatWouldChange) {
  ASSERT_EQ(Render(kTwo, "-o out").code, 0);
  const Ended check = Render(kOne, "-o out --check --orphans delete");
  EXPECT_EQ(check.code, 1);
  EXPECT_EQ(check.out,
            "update default/_cluster/namespace.team-b.yaml\n"
            "delete default/_cluster/namespace.team-a.yaml\n");
}

TEST_F(Meshgen, KeepsNamespacesThatTheFileNamesNoMoreAndSaysSo) {
  ASSERT_EQ(Render(kTwo, "-o out").code, 0);
  const Ended kept = Render(kOne, "-o out");
  EXPECT_EQ(kept.code, 0);
  EXPECT_THAT(kept.err,
              HasSubstr("mesh_namespace/default/team-a is removed, its objects are kept"));
  EXPECT_TRUE(fs::exists(folder_ / "out/default/_cluster/namespace.team-a.yaml"));
  EXPECT_EQ(Render(kOne, "-o out --check").code, 0);
}

TEST_F(Meshgen, DeletesThemWhenTold) {
  ASSERT_EQ(Render(kTwo, "-o out").code, 0);
  ASSERT_EQ(Render(kOne, "-o out --orphans delete").code, 0);
  EXPECT_FALSE(fs::exists(folder_ / "out/default/_cluster/namespace.team-a.yaml"));
}

TEST_F(Meshgen, TwoOwnersShareATree) {
  ASSERT_EQ(Render(kTwo, "-o out").code, 0);
  ASSERT_EQ(Render("owner: other\nresources: {namespace: {c: {name: team-c}}}\n", "-o out").code,
            0);
  EXPECT_EQ(Render(kTwo, "-o out --check").code, 0);
  const Ended clash =
      Render("owner: other\nresources: {namespace: {a: {name: team-a}}}\n", "-o out");
  EXPECT_EQ(clash.code, 2);
  EXPECT_THAT(clash.err, HasSubstr("mesh_namespace/default/team-a of owner \"platform\""));
}

TEST_F(Meshgen, StreamsNamespacesFirst) {
  const Ended stream = Render(
      "resources:\n"
      "  gateway_route: {r: {name: web, namespace: team-a, gateway: {name: gw, namespace: gws}, "
      "hostnames: [a.example.com], rules: [{path_prefix: /, backends: [{service: web, port: "
      "80}]}]}}\n"
      "  namespace: {a: {name: team-a, dataplane_mode: ambient}}\n",
      "--stdout");
  EXPECT_EQ(stream.code, 0) << stream.err;
  EXPECT_TRUE(stream.out.starts_with("---\napiVersion: v1\nkind: Namespace\n")) << stream.out;
  EXPECT_THAT(stream.out, HasSubstr("kind: HTTPRoute\n"));
  EXPECT_THAT(stream.err, Not(HasSubstr("\033"))) << "no colours outside a terminal";
}

TEST_F(Meshgen, StandardOutputTakesOneClusterAtATime) {
  constexpr char kClusters[] =
      "clusters: {east: {}, west: {}}\n"
      "resources:\n"
      "  namespace: {e: {name: e, cluster: east}, w: {name: w, cluster: west}}\n";
  const Ended both = Render(kClusters, "--stdout");
  EXPECT_EQ(both.code, 2);
  EXPECT_THAT(both.err, HasSubstr("east and west"));
  const Ended east = Render(kClusters, "--stdout --cluster east");
  EXPECT_EQ(east.code, 0);
  EXPECT_EQ(east.out, "---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: e\n");
  EXPECT_EQ(Render(kClusters, "--stdout --cluster north").code, 2);
}

TEST_F(Meshgen, WrongUseEndsWithTwo) {
  EXPECT_EQ(Run("").code, 2);
  EXPECT_EQ(Run("rendr").code, 2);
  EXPECT_EQ(Run("render").code, 2);
  EXPECT_EQ(Render(kOne, "--stdout --check").code, 2);
  EXPECT_EQ(Render(kOne, "--orphans perhaps").code, 2);
}

TEST_F(Meshgen, HelpHasExamplesAndEndsWithZero) {
  for (const char* command : {"render", "schema", "docs", "version"}) {
    const Ended help = Run(std::string(command) + " --help");
    EXPECT_EQ(help.code, 0) << command;
    EXPECT_THAT(help.out, HasSubstr(std::string("Examples:\n  meshgen ") + command));
  }
}

TEST_F(Meshgen, UnreadableInputSaysWhereAndHow) {
  const Ended missing = Run("render -f nowhere.yaml --stdout");
  EXPECT_EQ(missing.code, 2);
  EXPECT_THAT(missing.err, HasSubstr("Cannot read nowhere.yaml"));
  EXPECT_EQ(Run("render -f . --stdout").code, 2);

  const Ended broken = Render("resources: {a: [\n", "--stdout");
  EXPECT_EQ(broken.code, 2);
  EXPECT_THAT(broken.err, HasSubstr("p.yaml"));

  const Ended twice = Render("resources: {}\nresources: {}\n", "--stdout");
  EXPECT_EQ(twice.code, 2);
  EXPECT_THAT(twice.err, HasSubstr("resources"));
}

TEST_F(Meshgen, ErrorsPointAtLines) {
  const Ended unknown =
      Render("resources:\n  namespace:\n    a:\n      name: a\n      mode: x\n", "--stdout");
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("p.yaml:5: error: Unknown attribute \"mode\""));
  const Ended type = Render("resources:\n  namespace:\n    a: {name: 7}\n", "--stdout");
  EXPECT_EQ(type.code, 2);
  EXPECT_THAT(type.err, HasSubstr("p.yaml:3: error: "));
  EXPECT_THAT(type.err, HasSubstr("Quote it: \"7\"."));
  EXPECT_THAT(type.out, IsEmpty());
}

TEST_F(Meshgen, OneThingIsSaidOnce) {
  std::string yaml = "resources:\n  namespace:\n";
  for (int i = 0; i < 100; ++i) yaml += "    n" + std::to_string(i) + ": {nme: x}\n";
  const Ended ended = Render(yaml, "--stdout");
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("p.yaml:3: error: "));
  EXPECT_THAT(ended.err, HasSubstr("and 50 more\n"));
}

TEST_F(Meshgen, AFullDiskIsAnErrorOfTheOutput) {
  const Ended full = Render(kTwo, "--stdout >/dev/full");
  EXPECT_EQ(full.code, 2);
}

TEST_F(Meshgen, NothingIsWrittenWhenAnythingIsWrong) {
  ASSERT_EQ(Render(kTwo, "-o out").code, 0);
  const auto tree = Tree("out");
  EXPECT_EQ(
      Render("owner: platform\nresources: {namespace: {a: {name: ../evil}, b: {name: team-b}}}\n",
             "-o out")
          .code,
      2);
  EXPECT_EQ(Tree("out"), tree);
}

TEST_F(Meshgen, ABrokenFileInTheTreeIsNamedAndKept) {
  ASSERT_EQ(Render(kTwo, "-o out").code, 0);
  std::ofstream(folder_ / "out/default/_cluster/namespace.team-a.yaml") << "kind: [\n";
  const Ended broken = Render(kTwo, "-o out");
  EXPECT_EQ(broken.code, 2);
  EXPECT_THAT(broken.err, HasSubstr("namespace.team-a.yaml"));
  EXPECT_EQ(ReadAll(folder_ / "out/default/_cluster/namespace.team-a.yaml"), "kind: [\n");
}

TEST_F(Meshgen, ChecksTellWhatIsNoObject) {
  fs::create_directories(folder_ / "in");
  std::ofstream(folder_ / "in/a.yaml") << "apiversion: v1\nkind: Service\nmetadata: {name: a}\n"
                                          "---\n- 3\n";
  std::ofstream(folder_ / "in/kustomization.yaml")
      << "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";
  const Ended check = Run("check in");
  EXPECT_EQ(check.code, 1);
  EXPECT_THAT(check.out, HasSubstr("in/a.yaml:1: error MSH0002: Document that is no object\n"));
  EXPECT_THAT(check.out, HasSubstr("add apiVersion"));
  EXPECT_THAT(check.out, HasSubstr("in/a.yaml:5: error MSH0002"));
  EXPECT_THAT(check.err, HasSubstr("3 objects in 2 files: 2 errors, 0 warnings"));
}

TEST_F(Meshgen, EachCodeIsExplained) {
  const Ended list = Run("check --list-codes");
  EXPECT_EQ(list.code, 0);
  EXPECT_THAT(list.out, HasSubstr("MSH0004\twarning\tImported as mesh_object\n"));
  for (const char* code : {"MSH0001", "MSH0009", "MSH1001"}) {
    EXPECT_THAT(list.out, HasSubstr(std::string(code) + "\t"));
    const Ended one = Run(std::string("check --explain ") + code);
    EXPECT_EQ(one.code, 0);
    EXPECT_THAT(one.out, HasSubstr(std::string(code) + ": "));
  }
  EXPECT_EQ(Run("check --explain MSH9999").code, 2);
}

TEST_F(Meshgen, SchemaIsJsonThatNamesItsDialect) {
  const Ended schema = Run("schema");
  ASSERT_EQ(schema.code, 0);
  const auto parsed = nlohmann::json::parse(schema.out);
  EXPECT_EQ(parsed["$schema"], "https://json-schema.org/draft/2020-12/schema");
  EXPECT_FALSE(parsed["additionalProperties"]);
  EXPECT_TRUE(parsed["$defs"]["tenant"]["properties"].contains("isolation"));
}

TEST_F(Meshgen, DocsKeepWhatPeopleWroteAndRemoveWhatIsGone) {
  ASSERT_EQ(Run("docs -o docs --examples none").code, 0);
  EXPECT_EQ(Run("docs -o docs --examples none --check").code, 0);
  fs::create_directories(folder_ / "docs/guides");
  std::ofstream(folder_ / "docs/guides/mine.md") << "mine\n";
  fs::copy_file(folder_ / "docs/resources/topic.md", folder_ / "docs/resources/gone.md");
  fs::remove(folder_ / "docs/resources/tenant.md");
  const Ended check = Run("docs -o docs --examples none --check");
  EXPECT_EQ(check.code, 1);
  EXPECT_EQ(check.out, "obsolete docs/resources/gone.md\noutdated docs/resources/tenant.md\n");
  ASSERT_EQ(Run("docs -o docs --examples none").code, 0);
  EXPECT_FALSE(fs::exists(folder_ / "docs/resources/gone.md"));
  EXPECT_EQ(ReadAll(folder_ / "docs/guides/mine.md"), "mine\n");
}

}  // namespace
