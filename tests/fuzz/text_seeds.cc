// Writes the seed corpora of yaml_fuzz and json_fuzz: odd texts and made ones.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/formats/json.h"
#include "core/formats/testing/yaml_samples.h"
#include "core/formats/testing/yaml_texts.h"

namespace mesh {
namespace {

class Corpus {
 public:
  explicit Corpus(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::filesystem::create_directories(folder_);
  }

  void Add(const std::string& text) {
    std::ofstream file(folder_ / ("seed-" + std::to_string(count_++)), std::ios::binary);
    file << text;
  }

 private:
  std::filesystem::path folder_;
  int count_ = 0;
};

void WriteYamlSeeds(const std::filesystem::path& folder) {
  Corpus corpus(folder);
  for (const std::string& text : OddTexts()) corpus.Add(text);
  for (const std::string& text : RefusedTexts()) corpus.Add(text);
  YamlTextMaker maker(1);
  for (int i = 0; i < 200; ++i) corpus.Add("a: " + maker.Tagged() + "\n");
  for (int i = 0; i < 300; ++i) corpus.Add(maker.Stream());
}

void WriteJsonSeeds(const std::filesystem::path& folder) {
  Corpus corpus(folder);
  ValueMaker maker(1);
  for (int i = 0; i < 300; ++i) {
    std::string text = WriteJson(maker.Make(4)) + "\n";
    if (i % 3 == 0) text += WriteJson(maker.Make(2)) + "\n";
    corpus.Add(i % 5 == 0 ? maker.Spoil(text) : text);
  }
  for (const char* text :
       {"{\"a\":1,\"a\":2}", "\"\\u00e9\\ud83d\\ude00\\/\\b\"", "\xef\xbb\xbf{}", "\"\xff\"",
        "[1.50,-0,1e400,0.1]", "{\n  \"a\" : [\n    true, false, null ]\n}\n"}) {
    corpus.Add(text);
  }
}

}  // namespace
}  // namespace mesh

int main(int argc, char** argv) {
  if (argc != 3) {
    (void)std::fputs("usage: text_seeds YAML_FOLDER JSON_FOLDER\n", stderr);
    return 2;
  }
  mesh::WriteYamlSeeds(argv[1]);
  mesh::WriteJsonSeeds(argv[2]);
  return 0;
}
