// Writes the seed corpus of fields_v1_fuzz: both sets of every vector.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

int main(int argc, char** argv) {
  if (argc != 3) {
    (void)std::fputs("usage: fields_v1_seeds VECTORS.json FOLDER\n", stderr);
    return 2;
  }
  std::ifstream vectors(argv[1]);
  const std::filesystem::path folder(argv[2]);
  std::filesystem::create_directories(folder);
  int count = 0;
  for (const auto& vector : nlohmann::json::parse(vectors)) {
    std::ofstream file(folder / ("seed-" + std::to_string(count++)), std::ios::binary);
    file << vector["a"].get<std::string>() << '\0' << vector.value("b", "{}");
  }
  return 0;
}
