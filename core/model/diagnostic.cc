#include "core/model/diagnostic.h"

#include <algorithm>
#include <iterator>

namespace mesh {

std::string Path::ToString() const {
  std::string out;
  for (const Step& step : steps_) {
    if (const auto* attribute = std::get_if<AttributeStep>(&step)) {
      out += (out.empty() ? "" : ".") + attribute->name;
    } else if (const auto* key = std::get_if<KeyStep>(&step)) {
      out += "[\"" + key->key + "\"]";
    } else {
      out += "[" + std::to_string(std::get<IndexStep>(step).index) + "]";
    }
  }
  return out;
}

bool HasErrors(const Diagnostics& diagnostics) {
  return std::ranges::any_of(diagnostics,
                             [](const Diagnostic& d) { return d.severity == Severity::kError; });
}

void Append(Diagnostics& to, Diagnostics from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

}  // namespace mesh
