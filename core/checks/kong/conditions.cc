#include "core/checks/kong/conditions.h"

#include <algorithm>
#include <optional>

#include "core/checks/read.h"
#include "core/formats/json.h"

namespace mesh::kong {
namespace {

/// A value of an object, and what the catalogue says of it.
struct Node {
  Value value;
  /// Of the member that it is.
  std::string_view name = {};
  const ObjectShape* shape = nullptr;
  Place at;
};

/// The member of that name, with the server's default where there is none.
Node Member(const Node& node, std::string_view name) {
  const FieldShape* field = node.shape == nullptr ? nullptr : node.shape->Find(name);
  Node out{node.value.Get(name), name, nullptr, node.at / name};
  if (field == nullptr) return out;
  const Shape& shape =
      field->shape.kind == Shape::Kind::kList ? field->shape.element.front() : field->shape;
  out.shape = shape.object;
  if (out.value.is_null() && node.value.is_map() && !field->default_json.empty()) {
    out.value = ReadJson(field->default_json, "a default").value_or(Value());
  }
  return out;
}

Node Follow(Node node, std::string_view path) {
  while (!path.empty()) node = Member(node, NextPart(path, '.'));
  return node;
}

/// The first string of a string, or of a list, that the term allows.
const Value* Match(const Value& value, const Term& term) {
  if (value.is_string()) return HasPart(term.values, '|', value.as_string()) ? &value : nullptr;
  for (const Value& item : ItemsOf(value)) {
    if (item.is_string() && HasPart(term.values, '|', item.as_string())) return &item;
  }
  return nullptr;
}

/// What makes the term hold; null when nothing does.
std::optional<Node> Holds(const Term& term, const Node& node) {
  std::string_view paths = term.path;
  do {
    Node found = Follow(node, NextPart(paths, '|'));
    if (term.is_any ? !found.value.is_null() : Match(found.value, term) != nullptr) return found;
  } while (!paths.empty());
  return std::nullopt;
}

/// `a, b or c` from `a|b|c`.
std::string AnyOf(std::string_view list) {
  std::string out;
  while (!list.empty()) {
    const std::string_view part = NextPart(list, '|');
    out += (out.empty() ? "" : list.empty() ? " or " : ", ") + std::string(part);
  }
  return out;
}

std::string Describe(const Term& term) {
  return AnyOf(term.path) + (term.is_any ? "" : ": " + AnyOf(term.values));
}

void Judge(const Condition& condition, const Node& node, Findings& out) {
  const std::optional<Node> when = Holds(condition.when, node);
  if (!when) return;
  std::string cause(when->name);
  if (!condition.when.is_any) cause += ": " + Match(when->value, condition.when)->as_string();
  const std::optional<Node> other = Holds(condition.other, node);
  const std::string with = cause.empty() ? "" : " with `" + cause + "`";
  if (condition.then == Then::kNeeds && !other) {
    out.Add(condition.rule, node.at,
            "There is no `" + Describe(condition.other) + "`" + with + ".");
  } else if (condition.then == Then::kForbids && other) {
    out.Add(condition.rule, other->at, "There is `" + std::string(other->name) + "`" + with + ".");
  }
}

/// Judges every object that `at` leads to.
void Visit(const Condition& condition, const Node& node, std::string_view at, Findings& out) {
  if (!node.value.is_map()) return;
  if (at.empty()) return Judge(condition, node, out);
  std::string_view step = NextPart(at, '.');
  const bool each = step.ends_with("[]");
  if (each) step.remove_suffix(2);
  const Node next = Member(node, step);
  if (!each) return Visit(condition, next, at, out);
  const Value::List& items = ItemsOf(next.value);
  for (std::size_t i = 0; i < items.size(); ++i) {
    Visit(condition, {items[i], {}, next.shape, next.at[i]}, at, out);
  }
}

}  // namespace

std::string_view NextPart(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return part;
}

bool HasPart(std::string_view list, char separator, std::string_view part) {
  do {
    if (NextPart(list, separator) == part) return true;
  } while (!list.empty());
  return false;
}

void CheckConditions(std::span<const Condition> conditions, std::string_view kind,
                     const Value& object, const ObjectShape* shape, const Place& at,
                     Findings& out) {
  for (const Condition& condition : conditions) {
    if (!HasPart(condition.kinds, ' ', kind)) continue;
    Visit(condition, {object, {}, shape, at}, condition.at, out);
  }
}

}  // namespace mesh::kong
