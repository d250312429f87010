// Writes the source that holds the encoded schema: encode_schema FILE
#include <fstream>

#include "core/resources/resources.h"
#include "provider/rpc/schema.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::string schema = mesh::rpc::Encoded(mesh::rpc::Catalogue::Of(
      mesh::DomainEntries(), mesh::KindEntries, mesh::AllDataSources(), mesh::AllFunctions()));
  std::ofstream out(argv[1], std::ios::binary);
  out << "#include \"provider/encoded_schema.h\"\n\nnamespace mesh {\n\n"
         "std::string_view EncodedSchema() {\n  static constexpr char kBytes[] =";
  constexpr std::size_t kLine = 64;
  constexpr char kDigits[] = "01234567";
  for (std::size_t i = 0; i < schema.size(); ++i) {
    if (i % kLine == 0) out << (i == 0 ? "\n      \"" : "\"\n      \"");
    const auto byte = static_cast<unsigned char>(schema[i]);
    // Three octal digits end an escape, whatever follows.
    out << '\\' << kDigits[byte >> 6] << kDigits[byte >> 3 & 7] << kDigits[byte & 7];
  }
  out << "\";\n  return {kBytes, sizeof kBytes - 1};\n}\n\n}  // namespace mesh\n";
  return out.flush() ? 0 : 1;
}
