// Prints HCL that our writer made of what it was told, for the hosts' own reader to judge
// (hclsyntax/main.go); with --file, one file of many blocks for the hosts to format.
#include <cstdio>
#include <cstring>

#include "core/formats/json.h"
#include "core/formats/testing/hcl_samples.h"

namespace {

constexpr std::uint32_t kSeed = 20240229;

void PrintSamples() {
  const auto print = [](const mesh::HclMaker::Sample& sample) {
    const std::string line = "{\"hcl\":" + mesh::WriteJson(mesh::WriteHcl(sample.file)) +
                             ",\"body\":" + mesh::WriteJson(sample.meaning) + "}\n";
    std::fputs(line.c_str(), stdout);
  };
  print(mesh::HclMaker::OddStrings());
  mesh::HclMaker maker(kSeed);
  for (int i = 0; i < 20000; ++i) print(maker.Make());
}

void PrintFile() {
  mesh::HclBody file = {mesh::HclBlock{"locals", {}, mesh::HclMaker::OddStrings().file}};
  mesh::HclMaker maker(kSeed);
  for (int i = 0; i < 2000; ++i) {
    file.push_back(mesh::HclBlock{"sample", {std::to_string(i)}, maker.Make().file});
  }
  std::fputs(mesh::WriteHcl(file).c_str(), stdout);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::strcmp(argv[1], "--file") == 0) {
    PrintFile();
  } else {
    PrintSamples();
  }
}
