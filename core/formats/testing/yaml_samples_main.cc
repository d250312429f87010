// Prints texts with our reading of them, for kubectl's reader to judge (kubectl/main.go).
#include <cstdio>

#include "core/formats/json.h"
#include "core/formats/testing/yaml_samples.h"
#include "core/formats/yaml.h"

namespace {

void Print(const std::string& yaml, bool written) {
  const auto documents = mesh::ReadYaml(yaml, "sample");
  std::string line = "{\"yaml\":" + mesh::WriteJson(yaml);
  if (documents) {
    const mesh::Value value = documents->empty() ? mesh::Value() : documents->front().value;
    line += ",\"ours\":" + mesh::WriteJson(value);
  }
  line += written ? ",\"written\":true}\n" : "}\n";
  std::fputs(line.c_str(), stdout);
}

/// Texts as plain scalars; tags (`!`) are judged elsewhere.
void PrintPlain(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (text.find_first_of("\n\r") != std::string::npos) return;
  if (first != std::string::npos && text[first] == '!') return;
  Print("a: " + text + "\n", false);
}

}  // namespace

int main() {
  for (const std::string& text : mesh::OddTexts()) Print(text, false);
  for (const std::string& scalar : mesh::OddScalars()) {
    PrintPlain(scalar);
    Print(mesh::WriteYaml(mesh::Value(mesh::Value::Map{{"a", scalar}})), true);
    Print(mesh::WriteYaml(mesh::Value(mesh::Value::Map{{scalar, mesh::Value::List{scalar}}})),
          true);
    Print(mesh::WriteYaml(mesh::Value(scalar)), true);
  }
  mesh::ValueMaker maker(20240229);
  for (int i = 0; i < 20000; ++i) Print(mesh::WriteYaml(maker.Make(4)), true);
  for (int i = 0; i < 20000; ++i) PrintPlain(maker.MakeString());
}
