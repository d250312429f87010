// Writes the seed corpus of codec_fuzz: every case of vectors.json, as its own type where
// the fuzz target knows it, and as a dynamic value.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "provider/protocol/msgpack_wire.h"
#include "provider/protocol/type_json.h"
#include "tests/fuzz/codec_types.h"

namespace mesh {
namespace {

std::string Unhex(const std::string& hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    out += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return out;
}

class Corpus {
 public:
  explicit Corpus(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::filesystem::create_directories(folder_);
  }

  void Add(WireForm form, std::size_t type, const std::string& bytes) {
    std::ofstream file(folder_ / ("seed-" + std::to_string(count_++)), std::ios::binary);
    file << ChoiceOf(form, type) << bytes;
  }

 private:
  std::filesystem::path folder_;
  int count_ = 0;
};

void AddVector(Corpus& corpus, const nlohmann::json& vector) {
  const std::string type_text = vector["type"];
  corpus.Add(WireForm::kTypeJson, 0, type_text);
  const std::vector<Type> types = CodecTypes();
  const Type type = ParseTypeJson(type_text).value();
  const auto known = static_cast<std::size_t>(std::ranges::find(types, type) - types.begin());
  if (vector.contains("msgpack")) {
    const std::string bytes = Unhex(vector["msgpack"]);
    if (known < types.size()) corpus.Add(WireForm::kMsgpack, known, bytes);
    std::string wrapped;
    msgpack::AppendArray(wrapped, 2);
    msgpack::AppendBinary(wrapped, type_text);
    corpus.Add(WireForm::kMsgpack, 0, wrapped + bytes);
  }
  if (vector.contains("json")) {
    const std::string text = vector["json"];
    if (known < types.size()) corpus.Add(WireForm::kStateJson, known, text);
    corpus.Add(WireForm::kCtyJson, 0, R"({"value":)" + text + R"(,"type":)" + type_text + "}");
  }
}

}  // namespace
}  // namespace mesh

int main(int argc, char** argv) {
  if (argc != 3) {
    (void)std::fputs("usage: codec_seeds VECTORS.json FOLDER\n", stderr);
    return 2;
  }
  std::ifstream file(argv[1]);
  mesh::Corpus corpus(argv[2]);
  for (const auto& vector : nlohmann::json::parse(file)) mesh::AddVector(corpus, vector);
  return 0;
}
