#include <algorithm>

#include "core/formats/json.h"
#include "generator/docs_pages.h"

namespace mesh::generator {
namespace {

std::string TypeName(const Type& type) {
  switch (type.kind()) {
    case Type::Kind::kString:
      return "String";
    case Type::Kind::kNumber:
      return "Number";
    case Type::Kind::kBool:
      return "Boolean";
    case Type::Kind::kList:
      return "List of " + TypeName(type.element());
    case Type::Kind::kSet:
      return "Set of " + TypeName(type.element());
    case Type::Kind::kMap:
      return "Map of " + TypeName(type.element());
    case Type::Kind::kObject:
      return "Object";
    case Type::Kind::kTuple:
      return "Tuple";
    case Type::Kind::kDynamic:
      break;
  }
  return "Dynamic";
}

std::string TypeName(const Field& field) {
  switch (field.nesting) {
    case Nesting::kSingle:
      return "Attributes";
    case Nesting::kList:
      return "Attributes List";
    case Nesting::kMap:
      return "Attributes Map";
    case Nesting::kSet:
      return "Attributes Set";
    case Nesting::kNone:
      break;
  }
  return TypeName(field.type);
}

/// A value as HCL would have it, as far as defaults go: JSON is near enough for scalars and lists.
std::string Shown(const Value& value) { return "`" + WriteJson(value.Plain()) + "`"; }

std::string Allowed(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += "`" + words[i] + "`";
  }
  return out;
}

bool IsEmptyCollection(const Value& value) {
  return (value.is_list() && value.as_list().empty()) || (value.is_map() && value.as_map().empty());
}

std::string Anchor(const std::vector<std::string>& path) {
  std::string out = "nestedatt";
  for (const std::string& step : path) out += "--" + step;
  return out;
}

std::string LineOf(const Field& field, const std::vector<std::string>& path) {
  std::string out = "- `" + field.name + "` (" + TypeName(field);
  if (field.sensitive) out += ", Sensitive";
  if (field.write_only) out += ", Write-only";
  if (!field.deprecated.empty()) out += ", Deprecated";
  out += ")";
  const auto say = [&out](const std::string& sentence) {
    if (!sentence.empty()) out += " " + sentence;
  };
  say(field.doc);
  if (!field.one_of.empty()) say("Allowed: " + Allowed(field.one_of) + ".");
  if (!field.fallback.is_null() && !IsEmptyCollection(field.fallback)) {
    say("Default: " + Shown(field.fallback) + ".");
  }
  if (field.on_change == OnChange::kReplace) say("Changing this forces a new resource.");
  if (!field.deprecated.empty()) say("Deprecated: " + field.deprecated);
  if (!field.fields.empty()) say("(see [below for nested schema](#" + Anchor(path) + "))");
  return out + "\n";
}

/// The groups Required, Optional and Read-Only; `heading` is how each is announced.
std::string Groups(const std::vector<Field>& fields, const std::vector<std::string>& path,
                   const std::string& before, const std::string& after) {
  std::string out;
  const std::vector<std::pair<Presence, const char*>> groups = {{Presence::kRequired, "Required"},
                                                                {Presence::kOptional, "Optional"},
                                                                {Presence::kComputed, "Read-Only"}};
  for (const auto& [presence, title] : groups) {
    std::vector<const Field*> here;
    for (const Field& field : fields) {
      if (field.presence == presence) here.push_back(&field);
    }
    if (here.empty()) continue;
    std::ranges::sort(here, {}, &Field::name);
    out += "\n" + before + title + after + "\n\n";
    for (const Field* field : here) {
      std::vector<std::string> inner = path;
      inner.push_back(field->name);
      out += LineOf(*field, inner);
    }
  }
  return out;
}

std::string Nested(const std::vector<Field>& fields, const std::vector<std::string>& path) {
  std::vector<const Field*> sorted;
  for (const Field& field : fields) {
    if (!field.fields.empty()) sorted.push_back(&field);
  }
  std::ranges::sort(sorted, {}, &Field::name);
  std::string out;
  for (const Field* field : sorted) {
    std::vector<std::string> inner = path;
    inner.push_back(field->name);
    std::string dotted;
    for (const std::string& step : inner) dotted += (dotted.empty() ? "" : ".") + step;
    out += "\n<a id=\"" + Anchor(inner) + "\"></a>\n### Nested Schema for `" + dotted + "`\n";
    out += Groups(field->fields, inner, "", ":");
    out += Nested(field->fields, inner);
  }
  return out;
}

}  // namespace

std::string SchemaSection(const std::vector<Field>& fields) {
  return "## Schema\n" + Groups(fields, {}, "### ", "") + Nested(fields, {});
}

}  // namespace mesh::generator
