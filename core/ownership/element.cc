// Elements of FieldsV1, spelled as API servers spell them (structured-merge-diff on json-iterator).
#include <algorithm>
#include <charconv>

#include "core/formats/json.h"
#include "core/model/decimal.h"
#include "core/ownership/field_path.h"
#include "core/ownership/number_format.h"

namespace mesh::ownership {
namespace {

void AppendEscape(unsigned char c, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += "\\u00";
  out += kHex[c >> 4U];
  out += kHex[c & 15U];
}

/// A string value. Go's encoder also escapes what could end a script element, in values but not
/// in the names of members.
void AppendString(std::string_view s, std::string& out) {
  if (s.find_first_of("<>&\xe2") == std::string_view::npos) {
    out += WriteJson(Value(s));
    return;
  }
  const std::string plain = WriteJson(Value(s));
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const std::string_view here = std::string_view(plain).substr(i, 3);
    if (here == "\u2028" || here == "\u2029") {
      out += here[2] == '\xa8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else if (plain[i] == '<' || plain[i] == '>' || plain[i] == '&') {
      AppendEscape(static_cast<unsigned char>(plain[i]), out);
    } else {
      out += plain[i];
    }
  }
}

void AppendValue(const Value& value, std::string& out) {
  if (value.is_string()) return AppendString(value.as_string(), out);
  if (value.is_number()) {
    out += FormatNumber(value.as_number(), kJsonNumbers);
    return;
  }
  if (value.is_list()) {
    out += '[';
    for (const Value& element : value.as_list()) {
      if (out.back() != '[') out += ',';
      AppendValue(element, out);
    }
    out += ']';
    return;
  }
  if (value.is_map()) {
    out += '{';
    for (const auto& [key, member] : value.as_map()) {
      if (out.back() != '{') out += ',';
      AppendString(key, out);
      out += ':';
      AppendValue(member, out);
    }
    out += '}';
    return;
  }
  out += WriteJson(value);
}

void AppendKey(const Value::Map& fields, std::string& out) {
  out += '{';
  bool first = true;
  for (const auto& [name, value] : fields) {
    if (!first) out += ',';
    first = false;
    out += WriteJson(Value(name));
    out += ':';
    AppendValue(value, out);
  }
  out += '}';
}

/// Numbers come first, then strings, and what has no members before what has some.
int RankOf(const Value& value) {
  static constexpr Value::Kind kOrder[] = {Value::Kind::kNumber, Value::Kind::kString,
                                           Value::Kind::kBool,   Value::Kind::kList,
                                           Value::Kind::kMap,    Value::Kind::kNull};
  return static_cast<int>(std::ranges::find(kOrder, value.kind()) - std::begin(kOrder));
}

int Sign(bool less, bool greater) { return less ? -1 : static_cast<int>(greater); }

int CompareValues(const Value& a, const Value& b);

int CompareMaps(const Value::Map& a, const Value::Map& b) {
  auto x = a.begin();
  auto y = b.begin();
  for (; x != a.end() && y != b.end(); ++x, ++y) {
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    if (const int order = CompareValues(x->second, y->second)) return order;
  }
  return Sign(x == a.end() && y != b.end(), x != a.end());
}

int CompareValues(const Value& a, const Value& b) {
  if (RankOf(a) != RankOf(b)) return RankOf(a) < RankOf(b) ? -1 : 1;
  switch (a.kind()) {
    case Value::Kind::kNumber:
      return Compare(Decimal::Of(a.as_number()), Decimal::Of(b.as_number()));
    case Value::Kind::kString:
      return Sign(a.as_string() < b.as_string(), b.as_string() < a.as_string());
    case Value::Kind::kBool:
      return static_cast<int>(a.as_bool()) - static_cast<int>(b.as_bool());
    case Value::Kind::kMap:
      return CompareMaps(a.as_map(), b.as_map());
    case Value::Kind::kList: {
      const std::size_t both = std::min(a.as_list().size(), b.as_list().size());
      for (std::size_t i = 0; i < both; ++i) {
        if (const int order = CompareValues(a.as_list()[i], b.as_list()[i])) return order;
      }
      return Sign(a.as_list().size() < b.as_list().size(), a.as_list().size() > both);
    }
    default:
      return 0;
  }
}

std::optional<FieldStep> ParseIndex(std::string_view digits) {
  if (digits.starts_with('+')) digits.remove_prefix(1);
  std::int64_t index = 0;
  const char* last = digits.data() + digits.size();
  const auto [end, error] = std::from_chars(digits.data(), last, index);
  if (error != std::errc() || end != last) return std::nullopt;
  return ItemIndex{index};
}

}  // namespace

std::string ElementText(const FieldStep& step) {
  if (const auto* field = std::get_if<FieldName>(&step)) return "f:" + field->name;
  if (const auto* at = std::get_if<ItemIndex>(&step)) return "i:" + std::to_string(at->index);
  std::string out;
  if (const auto* key = std::get_if<ItemKey>(&step)) {
    out = "k:";
    AppendKey(key->fields, out);
  } else {
    out = "v:";
    AppendValue(std::get<ItemValue>(step).value, out);
  }
  return out;
}

std::optional<FieldStep> ParseElement(std::string_view text) {
  if (text.size() < 2 || text[1] != ':') return std::nullopt;
  const std::string_view rest = text.substr(2);
  if (text[0] == 'f') return FieldName{std::string(rest)};
  if (text[0] == 'i') return ParseIndex(rest);
  if (text[0] != 'k' && text[0] != 'v') return std::nullopt;
  Result<Value> value = ReadJson(rest, "an element of FieldsV1");
  if (!value) return std::nullopt;
  if (text[0] == 'v') return ItemValue{std::move(*value)};
  if (!value->is_map()) return std::nullopt;
  return ItemKey{std::move(value->as_map())};
}

bool ElementLess(const FieldStep& a, const FieldStep& b) {
  if (a.index() != b.index()) return a.index() < b.index();
  if (const auto* field = std::get_if<FieldName>(&a)) return field->name < std::get<0>(b).name;
  if (const auto* key = std::get_if<ItemKey>(&a)) {
    return CompareMaps(key->fields, std::get<ItemKey>(b).fields) < 0;
  }
  if (const auto* value = std::get_if<ItemValue>(&a)) {
    return CompareValues(value->value, std::get<ItemValue>(b).value) < 0;
  }
  return std::get<ItemIndex>(a).index < std::get<ItemIndex>(b).index;
}

std::optional<std::size_t> FindItem(const Value& list, const FieldStep& step) {
  if (!list.is_list()) return std::nullopt;
  const Value::List& items = list.as_list();
  const auto found = std::ranges::find_if(items, [&](const Value& item) {
    if (const auto* value = std::get_if<ItemValue>(&step)) return item == value->value;
    const auto* key = std::get_if<ItemKey>(&step);
    return key != nullptr && std::ranges::all_of(key->fields, [&](const auto& field) {
             return item.Get(field.first) == field.second;
           });
  });
  if (const auto* at = std::get_if<ItemIndex>(&step)) {
    const bool inside = at->index >= 0 && static_cast<std::size_t>(at->index) < items.size();
    return inside ? std::optional(static_cast<std::size_t>(at->index)) : std::nullopt;
  }
  if (found == items.end()) return std::nullopt;
  return static_cast<std::size_t>(found - items.begin());
}

}  // namespace mesh::ownership
