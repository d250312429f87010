#include "generator/import/local_names.h"

#include <map>
#include <set>

#include "core/kinds/catalogue.h"

namespace mesh::generator {

std::string IdentifierFrom(std::string_view text) {
  std::string out;
  for (const char c : AttributeName(text)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    out += plain ? c : '_';
  }
  if (out.empty() || (out.front() >= '0' && out.front() <= '9')) out.insert(0, "r_");
  return out;
}

void NameResources(std::span<ImportedObject> objects) {
  const auto short_name = [](const ImportedObject& one) {
    const std::string kind = one.type == "object" ? one.key.kind + "-" : "";
    return IdentifierFrom(kind + one.key.name);
  };
  std::map<std::pair<std::string, std::string>, int> wanted;
  for (const ImportedObject& one : objects) ++wanted[{one.type, short_name(one)}];
  std::set<std::pair<std::string, std::string>> taken;
  for (ImportedObject& one : objects) {
    std::string name = short_name(one);
    if (wanted[{one.type, name}] > 1 && !one.key.name_space.empty()) {
      name = IdentifierFrom(one.key.name_space) + "_" + name;
    }
    std::string unique = name;
    for (int i = 2; !taken.insert({one.type, unique}).second; ++i) {
      unique = name + "_" + std::to_string(i);
    }
    one.name = std::move(unique);
  }
}

}  // namespace mesh::generator
