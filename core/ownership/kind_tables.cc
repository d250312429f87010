#include "core/ownership/kind_tables.h"

#include <algorithm>
#include <charconv>

#include "core/formats/json.h"
#include "core/ownership/kind_rows.h"
#include "core/ownership/quantity.h"

namespace mesh::ownership {
namespace {

bool IsOf(std::string_view row_group, std::string_view row_kind, std::string_view group,
          std::string_view kind) {
  return (row_group == "*" || row_group == group) && (row_kind == "*" || row_kind == kind);
}

/// One field of a pattern: a name, `*`, or `*` and an ending.
bool MatchesName(std::string_view pattern, std::string_view name) {
  if (!pattern.starts_with('*')) return pattern == name;
  return name.ends_with(pattern.substr(1));
}

/// The text of a scalar that may be a quantity or duration; a number stands for its text.
std::string_view TextOf(const Value& value) {
  if (value.is_string()) return value.as_string();
  return value.is_number() ? std::string_view(value.as_number().text()) : std::string_view();
}

/// The value at the path of names, which have no dots.
const Value& FieldAt(const Value& object, std::string_view path) {
  const Value* here = &object;
  while (true) {
    const std::size_t dot = path.find('.');
    here = &here->Get(path.substr(0, dot));
    if (dot == path.npos) return *here;
    path.remove_prefix(dot + 1);
  }
}

bool IsEmpty(const Value& value) {
  return value.is_null() || (value.is_list() && value.as_list().empty());
}

bool Holds(std::string_view when, const Value& value, const Value& object) {
  if (when.empty()) return true;
  if (when[0] == '!') return !(ReadJson(when.substr(1), "a default") == value);
  return IsEmpty(FieldAt(object, when.substr(1))) == (when[0] == '-');
}

std::vector<std::string> Split(std::string_view names) {
  std::vector<std::string> out;
  for (std::size_t comma = names.find(','); comma != names.npos; comma = names.find(',')) {
    out.emplace_back(names.substr(0, comma));
    names.remove_prefix(comma + 1);
  }
  out.emplace_back(names);
  return out;
}

double Rounded(const Number& number) {
  const std::string& text = number.text();
  double out = 0;
  std::from_chars(text.data() + (text.front() == '+' ? 1 : 0), text.data() + text.size(), out);
  return out;
}

/// API servers keep a number that is no int64 as a float64.
bool SameWhenStored(const Number& a, const Number& b) {
  return !a.AsInt64() && !b.AsInt64() && Rounded(a) == Rounded(b);
}

}  // namespace

bool MatchesPattern(std::string_view pattern, std::span<const FieldStep> path) {
  if (pattern.empty() || path.empty()) return pattern.empty() && path.empty();
  if (pattern.starts_with('.')) pattern.remove_prefix(1);
  if (pattern.starts_with("**")) {
    for (std::size_t skip = 0; skip <= path.size(); ++skip) {
      if (MatchesPattern(pattern.substr(2), path.subspan(skip))) return true;
    }
    return false;
  }
  const auto* field = std::get_if<FieldName>(&path.front());
  if (pattern.starts_with("[]")) {
    return field == nullptr && MatchesPattern(pattern.substr(2), path.subspan(1));
  }
  if (field == nullptr) return false;
  if (field->name == pattern) return path.size() == 1;  // a last name may have dots
  const std::string_view name = pattern.substr(0, pattern.find_first_of(".["));
  return MatchesName(name, field->name) &&
         MatchesPattern(pattern.substr(name.size()), path.subspan(1));
}

bool SameMeaning(const Value& a, const Value& b, Meaning meaning) {
  if (a == b) return true;
  if (a.is_number() && b.is_number() && SameWhenStored(a.as_number(), b.as_number())) return true;
  if (meaning == Meaning::kExact) return false;
  const std::string_view x = TextOf(a);
  const std::string_view y = TextOf(b);
  if (x.empty() || y.empty()) return false;
  const auto order = meaning == Meaning::kQuantity ? QuantityCompare(x, y) : DurationCompare(x, y);
  return order && *order == std::strong_ordering::equal;
}

KindTables KindTables::Of(const Value& object) {
  KindTables out;
  const std::string version = object.Get("apiVersion").StringOr("");
  const std::size_t slash = version.find('/');
  if (slash != std::string::npos) out.group_ = version.substr(0, slash);
  out.kind_ = object.Get("kind").StringOr("");
  for (const PodRow& row : PodRows()) {
    if (IsOf(row.group, row.kind, out.group_, out.kind_)) out.pod_spec_ = row.path;
  }
  out.knows_all_defaults_ = std::ranges::any_of(KindsWithAllDefaults(), [&](const ClosedRow& row) {
    return IsOf(row.group, row.kind, out.group_, out.kind_);
  });
  return out;
}

bool KindTables::Matches(std::string_view group, std::string_view kind, std::string_view pattern,
                         const FieldPath& path) const {
  std::span<const FieldStep> rest = path;
  if (group != "@pod") return IsOf(group, kind, group_, kind_) && MatchesPattern(pattern, rest);
  if (pod_spec_.empty()) return false;
  const auto depth = static_cast<std::size_t>(std::ranges::count(pod_spec_, '.')) + 1;
  return rest.size() > depth && MatchesPattern(pod_spec_, rest.first(depth)) &&
         MatchesPattern(pattern, rest.subspan(depth));
}

Meaning KindTables::MeaningAt(const FieldPath& path) const {
  const auto rows = MeaningRows();
  const auto found = std::ranges::find_if(
      rows, [&](const MeaningRow& row) { return Matches(row.group, row.kind, row.pattern, path); });
  return found == rows.end() ? Meaning::kExact : found->meaning;
}

Shape KindTables::ShapeAt(const FieldPath& path) const {
  for (const ShapeRow& row : ShapeRows()) {
    if (!Matches(row.group, row.kind, row.pattern, path)) continue;
    if (row.keys.empty()) return {ListShape::kSet, {}};
    return {ListShape::kMap, Split(row.keys)};
  }
  return {};
}

Value KindTables::KeyDefault(std::string_view field) {
  const auto rows = KeyDefaultRows();
  const auto found = std::ranges::find(rows, field, &KeyDefaultRow::field);
  return found == rows.end() ? Value() : Value(found->value);
}

bool KindTables::IsDefault(const FieldPath& path, const Value& value, const Value& object) const {
  return std::ranges::any_of(DefaultRows(), [&](const DefaultRow& row) {
    return Matches(row.group, row.kind, row.pattern, path) && Holds(row.when, value, object) &&
           (row.value == "*" || ReadJson(row.value, "a default") == value);
  });
}

}  // namespace mesh::ownership
