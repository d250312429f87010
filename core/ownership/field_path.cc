#include "core/ownership/field_path.h"

#include <algorithm>

#include "core/ownership/go_quote.h"
#include "core/ownership/number_format.h"

namespace mesh::ownership {
namespace {

std::string ValueText(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kNumber:
      return FormatNumber(value.as_number(), kTextNumbers);
    case Value::Kind::kString:
      return GoQuote(value.as_string());
    case Value::Kind::kBool:
      return value.as_bool() ? "true" : "false";
    case Value::Kind::kList: {
      std::string out;
      for (const Value& element : value.as_list()) {
        if (!out.empty()) out += ',';
        out += ValueText(element);
      }
      return "[" + out + "]";
    }
    case Value::Kind::kMap: {
      std::string out;
      for (const auto& [key, member] : value.as_map()) out += key + "=" + ValueText(member);
      return out;
    }
    default:
      return "null";
  }
}

std::string StepText(const FieldStep& step) {
  if (const auto* field = std::get_if<FieldName>(&step)) return "." + field->name;
  if (const auto* value = std::get_if<ItemValue>(&step))
    return "[=" + ValueText(value->value) + "]";
  if (const auto* at = std::get_if<ItemIndex>(&step)) return "[" + std::to_string(at->index) + "]";
  std::string out;
  for (const auto& [name, value] : std::get<ItemKey>(step).fields) {
    if (!out.empty()) out += ',';
    out += name + "=" + ValueText(value);
  }
  return "[" + out + "]";
}

/// Takes a scalar as ValueText writes it off the front of `text`.
std::optional<Value> TakeScalar(std::string_view& text) {
  if (text.starts_with('"')) {
    auto s = TakeGoQuoted(text);
    return s ? std::optional(Value(std::move(*s))) : std::nullopt;
  }
  const std::string_view word = text.substr(0, text.find_first_of(",]"));
  text.remove_prefix(word.size());
  if (word == "true" || word == "false") return Value(word == "true");
  if (word == "null") return Value();
  const auto number = Number::Parse(word);
  return number ? std::optional(Value(*number)) : std::nullopt;
}

/// Takes `[...]` off the front of `text`.
std::optional<FieldStep> TakeBracket(std::string_view& text) {
  text.remove_prefix(1);
  if (text.starts_with('=')) {
    text.remove_prefix(1);
    auto value = TakeScalar(text);
    if (!value || !text.starts_with(']')) return std::nullopt;
    text.remove_prefix(1);
    return ItemValue{std::move(*value)};
  }
  const std::size_t end = text.find_first_of("=]");
  if (end != text.npos && text[end] == ']') {
    const auto number = Number::Parse(text.substr(0, end));
    const auto index = number ? number->AsInt64() : std::nullopt;
    text.remove_prefix(end + 1);
    return index ? std::optional<FieldStep>(ItemIndex{*index}) : std::nullopt;
  }
  ItemKey key;
  while (true) {
    const std::size_t equals = text.find('=');
    if (equals == text.npos) return std::nullopt;
    std::string name(text.substr(0, equals));
    text.remove_prefix(equals + 1);
    auto value = TakeScalar(text);
    if (!value || text.empty()) return std::nullopt;
    key.fields.insert_or_assign(std::move(name), std::move(*value));
    const char next = text.front();
    text.remove_prefix(1);
    if (next == ']') return key;
    if (next != ',') return std::nullopt;
  }
}

bool EndsName(std::string_view rest) { return rest.empty() || rest[0] == '.' || rest[0] == '['; }

/// Labels and annotations: what follows is one name, whatever is in it.
bool HoldsFreeNames(const FieldPath& path) {
  if (path.size() < 2) return false;
  const auto* last = std::get_if<FieldName>(&path.back());
  const auto* parent = std::get_if<FieldName>(&path[path.size() - 2]);
  return last != nullptr && parent != nullptr && parent->name == "metadata" &&
         (last->name == "labels" || last->name == "annotations");
}

/// The places in a text where a name that starts there may end, likeliest first.
std::vector<std::size_t> NameEnds(std::string_view text, const Value& here, const FieldPath& path) {
  std::vector<std::size_t> ends;
  if (here.is_map()) {
    for (const auto& [name, member] : here.as_map()) {
      if (text.starts_with(name) && EndsName(text.substr(name.size()))) ends.push_back(name.size());
    }
    std::ranges::reverse(ends);  // names that are prefixes of others are sorted before them
  }
  const std::size_t plain = std::min(text.find_first_of(".["), text.size());
  const std::size_t guess = HoldsFreeNames(path) ? text.size() : plain;
  if (std::ranges::find(ends, guess) == ends.end()) ends.push_back(guess);
  return ends;
}

/// Reads `text` below `here`, where `path` leads; tries where names may end, and leaves the whole
/// path in `path` when one way through works out.
bool Descend(std::string_view text, const Value& here, FieldPath& path, int& budget) {
  if (text.empty()) return true;
  if (--budget < 0) return false;
  if (text[0] == '[') {
    auto step = TakeBracket(text);
    if (!step) return false;
    const auto at = FindItem(here, *step);
    path.push_back(std::move(*step));
    static const Value kNone;
    if (Descend(text, at ? here.as_list()[*at] : kNone, path, budget)) return true;
    path.pop_back();
    return false;
  }
  if (text[0] != '.') return false;
  text.remove_prefix(1);
  for (const std::size_t end : NameEnds(text, here, path)) {
    const std::string_view name = text.substr(0, end);
    path.emplace_back(FieldName{std::string(name)});
    if (Descend(text.substr(end), here.Get(name), path, budget)) return true;
    path.pop_back();
  }
  return false;
}

bool IsIdentifier(std::string_view name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  if (name.empty() || !letter(name[0])) return false;
  return std::ranges::all_of(name, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

}  // namespace

std::string ToText(const FieldPath& path) {
  std::string out;
  for (const FieldStep& step : path) out += StepText(step);
  return out;
}

Result<FieldPath> ParseFieldPath(std::string_view text, const Value& object) {
  FieldPath path;
  int budget = 10000;  // names like a, a.a, a.a.a could be told apart in endlessly many ways
  if (Descend(text, object, path, budget)) return path;
  return Fail(
      "A field's path cannot be read",
      "\"" + std::string(text) +
          "\" is no path as API servers print them, such as "
          ".spec.ports[name=\"http\"].port. The field cannot be shown in the configuration.");
}

Path ToAttributePath(const FieldPath& path, const Value& object, const Path& base) {
  Path out = base;
  const Value* here = &object;
  for (const FieldStep& step : path) {
    if (const auto* field = std::get_if<FieldName>(&step)) {
      out = IsIdentifier(field->name) ? out.Attribute(field->name) : out.Key(field->name);
      here = &here->Get(field->name);
      continue;
    }
    const auto at = FindItem(*here, step);
    if (!at || std::holds_alternative<ItemValue>(step)) break;
    out = out.Index(*at);
    here = &here->as_list()[*at];
  }
  return out;
}

}  // namespace mesh::ownership
