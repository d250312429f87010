// Prints what our side of the codec writes, for the Go program in ../vectors to judge:
//   sample <type JSON> <MessagePack> <JSON or -> <description>     each in hex
//   form <text> <text normalised>                                  each in hex
#include <cstdio>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "core/formats/unicode.h"
#include "provider/protocol/cty_json.h"
#include "provider/protocol/msgpack.h"
#include "provider/protocol/samples/describe.h"
#include "provider/protocol/samples/random_values.h"
#include "provider/protocol/type_json.h"

namespace mesh {
namespace {

std::string Hex(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return out.empty() ? "-" : out;
}

std::string Unhex(const std::string& hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    out += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return out;
}

void PrintSample(const Value& value, const Type& type) {
  const std::string description = Describe(value, type);
  const bool has_json = !value.HasUnknown() && description.find("inf") == std::string::npos;
  std::cout << "sample " << Hex(TypeJson(type)) << ' ' << Hex(EncodeMsgpack(value, type)) << ' '
            << (has_json ? Hex(EncodeCtyJson(value, type)) : "-") << ' ' << Hex(description)
            << '\n';
}

/// Everything in vectors.json that go-cty reads, as we write it again.
void PrintVectors(const char* path) {
  std::ifstream file(path);
  for (const auto& vector : nlohmann::json::parse(file)) {
    if (!vector.contains("msgpack") || vector["value"].is_null()) continue;
    const Type type = ParseTypeJson(vector["type"].get<std::string>()).value();
    PrintSample(DecodeMsgpack(Unhex(vector["msgpack"]), type).value(), type);
  }
}

/// The sizes at which the wire's headers change.
void PrintSizes() {
  for (const std::size_t size : {15U, 16U, 31U, 32U, 255U, 256U, 65535U, 65536U}) {
    PrintSample(std::string(size, 'x'), Type::String());
    PrintSample(Value::List(size, Value(true)), Type::List(Type::Bool()));
    Value::Map members;
    for (std::size_t i = 0; i < size; ++i) members["key" + std::to_string(i)] = i % 2 == 0;
    PrintSample(members, Type::Map(Type::Bool()));
    if (size <= 256) PrintSample(Value::Dynamic(ImpliedType(members), members), Type::Dynamic());
  }
}

void PrintForm(const std::string& text) {
  std::cout << "form " << Hex(text) << ' ' << Hex(Normalize(text).value()) << '\n';
}

std::string Utf8(char32_t rune) {
  std::string out;
  const auto add = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (rune < 0x80) return std::string(1, static_cast<char>(rune));
  if (rune < 0x800) {
    add(0xc0 | rune >> 6);
  } else if (rune < 0x10000) {
    add(0xe0 | rune >> 12);
    add(0x80 | (rune >> 6 & 0x3f));
  } else {
    add(0xf0 | rune >> 18);
    add(0x80 | (rune >> 12 & 0x3f));
    add(0x80 | (rune >> 6 & 0x3f));
  }
  add(0x80 | (rune & 0x3f));
  return out;
}

/// Every single character that has another form, and odd texts.
void PrintForms() {
  for (char32_t rune = 1; rune <= 0x10ffff; ++rune) {
    if (rune >= 0xd800 && rune <= 0xdfff) continue;
    const std::string text = Utf8(rune);
    if (Normalize(text).value() != text) PrintForm(text);
  }
  RandomValues random(7);
  for (int i = 0; i < 50000; ++i) PrintForm(random.MakeText());
}

}  // namespace
}  // namespace mesh

int main(int argc, char** argv) {
  if (argc != 2) {
    (void)std::fputs("usage: codec_samples VECTORS.json\n", stderr);
    return 2;
  }
  std::ios::sync_with_stdio(false);
  mesh::PrintVectors(argv[1]);
  mesh::PrintSizes();
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    mesh::RandomValues random(seed);
    const mesh::Type type = random.MakeType(4);
    mesh::PrintSample(random.MakeValue(type), type);
  }
  mesh::PrintForms();
  return 0;
}
