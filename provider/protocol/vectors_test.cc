#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "provider/protocol/cty_json.h"
#include "provider/protocol/msgpack.h"
#include "provider/protocol/samples/describe.h"
#include "provider/protocol/type_json.h"

namespace mesh {
namespace {

/// One case of vectors.json: what go-cty says that bytes mean.
struct Vector {
  std::string name;
  Type type;
  std::optional<std::string> msgpack;
  std::optional<std::string> json;
  /// Nothing where go-cty refuses the input.
  std::optional<std::string> value;
  /// Made by go-cty's own encoder.
  bool written = false;
};

std::string Unhex(const std::string& hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    out += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return out;
}

std::vector<Vector> Load() {
  std::ifstream file(MESH_SOURCE_DIR "/provider/protocol/vectors/vectors.json");
  std::vector<Vector> out;
  for (const auto& entry : nlohmann::json::parse(file)) {
    Vector v;
    v.name = entry["name"];
    v.type = ParseTypeJson(entry["type"].get<std::string>()).value();
    if (entry.contains("msgpack")) v.msgpack = Unhex(entry["msgpack"]);
    if (entry.contains("json")) v.json = entry["json"];
    if (!entry["value"].is_null()) v.value = entry["value"];
    v.written = v.name.rfind("read ", 0) != 0;
    EXPECT_EQ(TypeJson(v.type), entry["type"].get<std::string>());
    out.push_back(std::move(v));
  }
  return out;
}

void PrintTo(const Vector& v, std::ostream* out) { *out << v.name << ": " << TypeJson(v.type); }

class Vectors : public testing::TestWithParam<Vector> {};

std::string Text(const Result<Value>& result, const Type& type) {
  if (!result) return "refused: " + result.error().front().detail;
  return Describe(*result, type);
}

TEST_P(Vectors, MeanTheSameToUs) {
  const Vector& v = GetParam();
  for (const bool packed : {true, false}) {
    const auto& bytes = packed ? v.msgpack : v.json;
    if (!bytes) continue;
    const Result<Value> value =
        packed ? DecodeMsgpack(*bytes, v.type) : DecodeCtyJson(*bytes, v.type);
    if (!v.value) {
      ASSERT_FALSE(value) << Describe(*value, v.type);
      EXPECT_FALSE(value.error().front().detail.empty());
      continue;
    }
    EXPECT_EQ(Text(value, v.type), *v.value);
    if (!value) continue;
    EXPECT_EQ(Text(DecodeMsgpack(EncodeMsgpack(*value, v.type), v.type), v.type), *v.value);
    if (!value->HasUnknown()) {
      const std::string text = EncodeCtyJson(*value, v.type);
      EXPECT_EQ(Text(DecodeCtyJson(text, v.type), v.type), *v.value);
      EXPECT_EQ(Text(DecodeStateJson(text, v.type), v.type), *v.value);
      if (v.written && v.json) {
        EXPECT_EQ(text, *v.json);
      }
    }
  }
}

/// Unknowns lose their refinements, and numbers that are no int64 have another form with us.
bool HasAnotherForm(const std::string& description) {
  bool quoted = false;
  for (const char c : description) {
    quoted ^= c == '"';
    if (c == '.' && !quoted) return true;
  }
  return description.find("unknown") != std::string::npos || description == "9223372036854775808" ||
         description == "18446744073709551615";
}

TEST_P(Vectors, AreWrittenInTheSameBytes) {
  const Vector& v = GetParam();
  if (!v.written || HasAnotherForm(v.value.value())) return;
  EXPECT_EQ(EncodeMsgpack(DecodeMsgpack(v.msgpack.value(), v.type).value(), v.type), *v.msgpack);
}

TEST_P(Vectors, CutOffAnywhereAreRefused) {
  const Vector& v = GetParam();
  if (!v.written) return;
  for (std::size_t length = 1; length < v.msgpack->size(); ++length) {
    EXPECT_FALSE(DecodeMsgpack(v.msgpack->substr(0, length), v.type)) << length;
  }
  EXPECT_FALSE(DecodeMsgpack(*v.msgpack + '\xc0', v.type));
}

INSTANTIATE_TEST_SUITE_P(GoCty, Vectors, testing::ValuesIn(Load()),
                         [](const testing::TestParamInfo<Vector>& param) {
                           std::string name = std::to_string(param.index) + "_" + param.param.name;
                           for (char& c : name) {
                             if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
                           }
                           return name.substr(0, 80);
                         });

}  // namespace
}  // namespace mesh
