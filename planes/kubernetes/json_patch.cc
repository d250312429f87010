#include "planes/kubernetes/json_patch.h"

#include <algorithm>
#include <optional>

#include "core/formats/json.h"

namespace mesh {
namespace {

using ownership::FieldName;
using ownership::FieldPath;

/// The steps of a JSON pointer to `path`, nullopt when nothing is there. Indices are padded so that
/// they sort as numbers; Pointer takes the padding off.
std::optional<std::vector<std::string>> Locate(const Value& object, const FieldPath& path) {
  constexpr std::size_t kDigits = 10;
  const Value* at = &object;
  std::vector<std::string> out;
  for (const ownership::FieldStep& step : path) {
    if (const auto* name = std::get_if<FieldName>(&step)) {
      if (!at->Has(name->name)) return std::nullopt;
      at = &at->Get(name->name);
      out.push_back("." + name->name);
      continue;
    }
    if (!at->is_list()) return std::nullopt;
    const auto index = ownership::FindItem(*at, step);
    if (!index || *index >= at->as_list().size()) return std::nullopt;
    at = &at->as_list()[*index];
    const std::string digits = std::to_string(*index);
    out.push_back("#" + std::string(kDigits - digits.size(), '0') + digits);
  }
  return out;
}

std::string Pointer(const std::vector<std::string>& steps) {
  std::string out;
  for (const std::string& step : steps) {
    out += '/';
    if (step.front() == '#') {
      const std::size_t first = std::min(step.find_first_not_of('0', 1), step.size() - 1);
      out += step.substr(first);
      continue;
    }
    for (const char c : std::string_view(step).substr(1)) {
      if (c == '~') {
        out += "~0";
      } else if (c == '/') {
        out += "~1";
      } else {
        out += c;
      }
    }
  }
  return out;
}

bool IsBelow(const std::vector<std::string>& place, const std::vector<std::string>& above) {
  return place.size() > above.size() && std::equal(above.begin(), above.end(), place.begin());
}

}  // namespace

void RemovalPatch::Remove(const FieldPath& path) {
  auto place = Locate(object_, path);
  if (place && !place->empty()) places_.push_back(std::move(*place));
}

std::string RemovalPatch::ToJson() const {
  std::vector<Place> places = places_;
  std::ranges::sort(places, std::greater<>());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  std::erase_if(places, [&places = std::as_const(places_)](const Place& place) {
    return std::ranges::any_of(places, [&](const Place& other) { return IsBelow(place, other); });
  });
  Value::List out;
  out.emplace_back(Value::Map{{"op", "test"},
                              {"path", "/metadata/resourceVersion"},
                              {"value", object_.At({"metadata", "resourceVersion"})}});
  for (const Place& place : places) {
    out.emplace_back(Value::Map{{"op", "remove"}, {"path", Pointer(place)}});
  }
  return WriteJson(Value(std::move(out)));
}

FieldPath PathOfNames(const std::vector<std::string>& names) {
  FieldPath out;
  for (const std::string& name : names) out.emplace_back(FieldName{name});
  return out;
}

bool Holds(const Value& object, const FieldPath& path) { return Locate(object, path).has_value(); }

}  // namespace mesh
