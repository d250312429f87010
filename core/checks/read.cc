#include "core/checks/read.h"

#include <charconv>

namespace mesh {

const Value::List& ItemsOf(const Value& value) {
  static const Value::List kNone;
  return value.is_list() ? value.as_list() : kNone;
}

const Value::Map& MembersOf(const Value& value) {
  static const Value::Map kNone;
  return value.is_map() ? value.as_map() : kNone;
}

std::string_view TextOf(const Value& value) {
  return value.is_string() ? std::string_view(value.as_string()) : std::string_view();
}

std::int64_t WholeOf(const Value& value, std::int64_t fallback) {
  return value.is_number() ? value.as_number().AsInt64().value_or(fallback) : fallback;
}

double DecimalOf(const Value& value) {
  double out = 0;
  if (!value.is_number()) return out;
  std::string_view text = value.as_number().text();
  if (text.starts_with('+')) text.remove_prefix(1);
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

bool IsTrue(const Value& value) { return value.is_bool() && value.as_bool(); }

std::string InQuotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

}  // namespace mesh
