#include "core/formats/source_document.h"

#include <algorithm>

namespace mesh {
namespace {

bool IsIdentifier(std::string_view key) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !key.empty() && is_letter(key.front()) &&
         std::ranges::all_of(key, [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

}  // namespace

Path NodePlace::ToPath() const {
  std::vector<const NodePlace*> way;
  for (const NodePlace* place = this; place->parent != nullptr; place = place->parent) {
    way.push_back(place);
  }
  Path path;
  for (auto place = way.rbegin(); place != way.rend(); ++place) {
    const std::string* name = (*place)->key;
    if (name == nullptr) {
      path = path.Index((*place)->index);
    } else {
      path = IsIdentifier(*name) ? path.Attribute(*name) : path.Key(*name);
    }
  }
  return path;
}

Diagnostic Describe(const Mistake& mistake, std::string_view format, const std::string& source) {
  std::string place = source + ":" + std::to_string(mistake.line);
  if (mistake.column > 0) place += ":" + std::to_string(mistake.column);
  return Error("Invalid " + std::string(format) + " in " + source, place + ": " + mistake.what);
}

}  // namespace mesh
