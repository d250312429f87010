// Prints texts with our reading of them, for kubectl's reader to judge (kubectl/main.go).
#include <cstdio>

#include "core/formats/json.h"
#include "core/formats/testing/yaml_samples.h"
#include "core/formats/yaml.h"

namespace {

enum class From { kPerson, kWriter, kAccident };

void Print(const std::string& yaml, From from) {
  const auto documents = mesh::ReadYaml(yaml, "sample");
  std::string line = "{\"yaml\":" + mesh::WriteJson(yaml);
  if (documents) {
    const mesh::Value value = documents->empty() ? mesh::Value() : documents->front().value;
    line += ",\"ours\":" + mesh::WriteJson(value);
  }
  if (from == From::kWriter) line += ",\"written\":true";
  if (from == From::kAccident) line += ",\"spoilt\":true";
  line += "}\n";
  std::fputs(line.c_str(), stdout);
}

/// Texts as plain scalars; tags (`!`) are judged elsewhere.
void PrintPlain(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (text.find_first_of("\n\r") != std::string::npos) return;
  if (first != std::string::npos && text[first] == '!') return;
  Print("a: " + text + "\n", From::kPerson);
}

/// Leaves out where libyaml has moved on since go-yaml left it: tags of nothing, byte order marks
/// in the middle, question marks within brackets.
void PrintSpoilt(const std::string& text) {
  if (text.find_first_of("!?") != std::string::npos) return;
  if (text.find("\ufeff") == std::string::npos) Print(text, From::kAccident);
}

}  // namespace

int main() {
  for (const std::string& text : mesh::OddTexts()) Print(text, From::kPerson);
  for (const std::string& scalar : mesh::OddScalars()) {
    PrintPlain(scalar);
    Print(mesh::WriteYaml(mesh::Value(mesh::Value::Map{{"a", scalar}})), From::kWriter);
    Print(mesh::WriteYaml(mesh::Value(mesh::Value::Map{{scalar, mesh::Value::List{scalar}}})),
          From::kWriter);
    Print(mesh::WriteYaml(mesh::Value(scalar)), From::kWriter);
  }
  mesh::ValueMaker maker(20240229);
  for (int i = 0; i < 20000; ++i) Print(mesh::WriteYaml(maker.Make(4)), From::kWriter);
  for (int i = 0; i < 20000; ++i) PrintPlain(maker.MakeString());
  for (int i = 0; i < 300; ++i) {
    for (const std::string& text : mesh::OddTexts()) PrintSpoilt(maker.Spoil(text));
  }
}
