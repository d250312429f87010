// Prints texts with our reading of them, for kubectl's reader to judge (kubectl/main.go).
#include <cstdio>

#include "core/formats/json.h"
#include "core/formats/testing/yaml_samples.h"
#include "core/formats/testing/yaml_texts.h"
#include "core/formats/yaml.h"

namespace {

enum class From { kPerson, kWriter, kAccident, kStream };

/// What our reader made of a text: of its first document, as kubectl's sees no more, or of all.
mesh::Value Read(const std::vector<mesh::YamlDocument>& documents, From from) {
  if (from != From::kStream) return documents.empty() ? mesh::Value() : documents.front().value;
  mesh::Value::List all;
  for (const mesh::YamlDocument& document : documents) all.push_back(document.value);
  return mesh::Value(std::move(all));
}

void Print(const std::string& yaml, From from) {
  const auto documents = mesh::ReadYaml(yaml, "sample");
  std::string line = "{\"yaml\":" + mesh::WriteJson(yaml);
  if (documents) line += ",\"ours\":" + mesh::WriteJson(Read(*documents, from));
  if (from == From::kWriter) line += ",\"written\":true";
  if (from == From::kAccident) line += ",\"spoilt\":true";
  if (from == From::kStream) line += ",\"stream\":true";
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

/// A plain scalar wherever one can stand. As a key it may be a fraction, which we refuse where
/// kubectl would round it.
void PrintEverywhere(const std::string& plain) {
  PrintPlain(plain);
  Print("[ " + plain + " ]\n", From::kAccident);
  Print("a: {b: " + plain + " , c: '" + plain + "'}\n", From::kAccident);
  Print("- \"" + plain + "\"\n- |\n  " + plain + "\n- >-\n  " + plain + "\n", From::kPerson);
  Print(plain + ": a\n", From::kAccident);
  Print("? " + plain + "\n: &x a\nb: *x\n", From::kAccident);
}

void PrintMade() {
  mesh::YamlTextMaker maker(20250301);
  for (int i = 0; i < 15000; ++i) PrintEverywhere(maker.Number());
  for (int i = 0; i < 3000; ++i) PrintEverywhere(maker.Timestamp());
  for (int i = 0; i < 1000; ++i) PrintEverywhere(maker.Word());
  for (int i = 0; i < 20000; ++i) Print("a: " + maker.Tagged() + "\n", From::kPerson);
  for (int i = 0; i < 10000; ++i) Print(maker.Document(), From::kPerson);
  for (int i = 0; i < 10000; ++i) Print(maker.Stream(), From::kStream);
}

}  // namespace

int main() {
  PrintMade();
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
