#include <map>

#include "core/formats/json.h"
#include "core/model/data_source.h"
#include "core/resources/testing/golden.h"

namespace mesh {

DataSourceDefinition ManifestsDataSource();
FunctionDefinition ManifestDecodeFunction();
FunctionDefinition ManifestEncodeFunction();

namespace {

/// A tree of files in memory.
class FakeFiles : public Files {
 public:
  explicit FakeFiles(std::map<std::string, std::string> files) : files_(std::move(files)) {}

  Result<std::string> Read(const std::string& path) const override {
    const auto found = files_.find(path);
    if (found == files_.end()) return Fail("Cannot read " + path, "There is no such file.");
    return found->second;
  }
  Result<std::vector<std::string>> List(const std::string& path) const override {
    std::vector<std::string> out;
    for (const auto& [name, text] : files_) {
      if (name == path || name.starts_with(path + "/")) out.push_back(name);
    }
    if (out.empty()) return Fail("Cannot read " + path, "There is no such file or folder.");
    return out;
  }

 private:
  std::map<std::string, std::string> files_;
};

std::string Map(const std::string& name) {
  return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + ", namespace: ns}\n";
}

Result<Value> Read(const Value& config, std::map<std::string, std::string> files = {}) {
  return ManifestsDataSource().read(config, FakeFiles(std::move(files)));
}

Value Paths(Value::List paths) { return Value::Map{{"paths", std::move(paths)}}; }

TEST(ManifestsTest, ReadsTextAsTheManifestsOfResources) {
  const auto read = Read(Value::Map{{"yaml", Map("a") + "---\n---\n" + Map("b")}});
  ASSERT_TRUE(read);
  const Value& objects = read->Get("objects");
  ASSERT_EQ(objects.as_map().size(), 2u);
  EXPECT_EQ(
      objects.Get("v1/ConfigMap/ns/a"),
      Value(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"ns"}})"));
  EXPECT_TRUE(objects.Has("v1/ConfigMap/ns/b"));
}

TEST(ManifestsTest, ReadsFoldersWithoutKustomizationsAndHiddenFiles) {
  const auto read =
      Read(Paths({"d", "e.txt"}),
           {{"d/a.yaml", Map("a")},
            {"d/sub/b.yml", Map("b")},
            {"d/c.json", R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"c"}})"},
            {"d/kustomization.yaml", "resources: []\n"},
            {"d/.mesh/x.yaml", "broken: ["},
            {"d/README.md", "broken: ["},
            {"e.txt", "\n" + Map("e")}});
  ASSERT_TRUE(read) << testing::AllDetails(read.error());
  std::string keys;
  for (const auto& [key, text] : read->Get("objects").as_map()) keys += key + " ";
  EXPECT_EQ(keys, "v1/ConfigMap/ns/a v1/ConfigMap/ns/b v1/ConfigMap/ns/e v1/Namespace//c ");
  EXPECT_EQ(read->Get("sources").Get("v1/ConfigMap/ns/e"), Value("e.txt:2"));
}

TEST(ManifestsTest, TakesTheItemsOfAList) {
  const auto read = Read(Value::Map{
      {"yaml",
       "{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Namespace, metadata: "
       "{name: a}}, {apiVersion: v1, kind: Namespace, metadata: {name: b}}]}"}});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->Get("objects").as_map().size(), 2u);
}

void ExpectError(const Result<Value>& read, const std::string& path, const std::string& words) {
  ASSERT_FALSE(read) << words;
  for (const Diagnostic& d : read.error()) {
    if (d.path.ToString() == path &&
        (d.summary + ": " + d.detail).find(words) != std::string::npos) {
      return;
    }
  }
  ADD_FAILURE() << "no error at " << path << " says \"" << words << "\", but:\n"
                << testing::AllDetails(read.error());
}

TEST(ManifestsTest, NamesFileAndLineOfWhatIsWrong) {
  ExpectError(Read(Value::Map{}), "paths", "exactly one");
  ExpectError(Read(Value::Map{{"yaml", "a: 1"}, {"paths", Value::List{"x"}}}), "yaml",
              "exactly one");
  ExpectError(Read(Paths({"missing"})), "paths[0]", "missing");
  ExpectError(Read(Paths({"a.yaml", "b.yaml"}),
                   {{"a.yaml", Map("a")}, {"b.yaml", Map("b") + "---\n" + Map("a")}}),
              "paths[1]", "already given at a.yaml:1");
  ExpectError(Read(Paths({"a.yaml"}), {{"a.yaml", Map("a") + "---\nkind: ConfigMap\n"}}),
              "paths[0]", "a.yaml:5");
  ExpectError(Read(Paths({"a.yaml"}), {{"a.yaml", "a: 1\nb: 2\na: 3\n"}}), "paths[0]", "a.yaml");
  ExpectError(Read(Paths({"a.yaml"}), {{"a.yaml", "a: [1\n"}}), "paths[0]", "a.yaml");
  // Plain `no` is false in YAML as Kubernetes reads it.
  ExpectError(
      Read(Value::Map{{"yaml", "{apiVersion: v1, kind: X, metadata: {name: a, namespace: no}}"}}),
      "yaml", "quotes");
  // Everything that is wrong is said at once.
  const auto both = Read(Paths({"a.yaml", "b.yaml"}), {{"a.yaml", "x: ["}, {"b.yaml", "kind: X"}});
  ASSERT_FALSE(both);
  EXPECT_EQ(both.error().size(), 2u);
}

TEST(ManifestsTest, SecretDataStaysOutOfTheState) {
  const auto read =
      Read(Value::Map{{"yaml",
                       "{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: ns}, "
                       "stringData: {p: hunter2}}"}});
  ExpectError(read, "yaml", "SealedSecret");
  EXPECT_EQ(testing::AllDetails(read.error()).find("hunter2"), std::string::npos);
}

TEST(ManifestFunctionsTest, DecodeTakesSeveralDocuments) {
  const auto list = ManifestDecodeFunction().call({Value("a: 1.0\n---\nb: [x]\n")});
  ASSERT_TRUE(list);
  EXPECT_EQ(WriteJson(list->Plain()), R"([{"a":1.0},{"b":["x"]}])");
  const auto broken = ManifestDecodeFunction().call({Value("a: 1\na: 2\n")});
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error()[0].path, Path().Index(0));
}

TEST(ManifestFunctionsTest, EncodeQuotesWhatYamlWouldMisread) {
  const auto text = ManifestEncodeFunction().call(
      {Value::Map{{"b", "off"}, {"a", Value::Map{}}, {"n", Value()}, {"c", "1"}}});
  ASSERT_TRUE(text);
  EXPECT_EQ(text->as_string(), "a: {}\nb: \"off\"\nc: \"1\"\n");
}

TEST(ManifestFunctionsTest, EncodeWritesAListAsOneDocumentEach) {
  const Value list =
      Value::List{Value::Map{{"a", 1}, {"n", Value()}}, Value::Map{{"b", Value::List{}}}};
  const auto text = ManifestEncodeFunction().call({list});
  ASSERT_TRUE(text);
  EXPECT_EQ(text->as_string(), "a: 1\n---\nb: []\n");
  EXPECT_EQ(*ManifestEncodeFunction().call({Value(Value::List{})}), Value(""));
  const auto broken = ManifestEncodeFunction().call({Value(Value::List{Value::Map{}, "a"})});
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error()[0].path, Path().Index(0));
  EXPECT_NE(broken.error()[0].detail.find("object[1]"), std::string::npos);
}

TEST(ManifestFunctionsTest, EncodeGivesBackWhatDecodeRead) {
  const std::string text = "a: 1.0\n---\nb:\n- x\n---\nc: \"1\"\n";
  const auto list = ManifestDecodeFunction().call({Value("---\n" + text)});
  ASSERT_TRUE(list);
  EXPECT_EQ(*ManifestEncodeFunction().call({*list}), Value(text));
}

}  // namespace
}  // namespace mesh
