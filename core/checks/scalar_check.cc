#include "core/checks/scalar_check.h"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <numeric>

#include "core/checks/shape_rules.h"
#include "core/formats/encoding.h"
#include "core/ownership/quantity.h"

namespace mesh {
namespace {

constexpr const Rule& kNotAllowed = RuleOf(kShapeRules, "MSH1004");
constexpr const Rule& kBounds = RuleOf(kShapeRules, "MSH1005");
constexpr const Rule& kLength = RuleOf(kShapeRules, "MSH1006");
constexpr const Rule& kForm = RuleOf(kShapeRules, "MSH1008");
constexpr const Rule& kNoDuration = RuleOf(kShapeRules, "MSH1012");
constexpr const Rule& kNoQuantity = RuleOf(kShapeRules, "MSH1013");

double ToDouble(const Number& number) {
  double out = 0;
  const std::string& text = number.text();
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

std::int64_t Characters(std::string_view text) {
  return std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });
}

struct Width {
  std::string_view name;
  std::int64_t least;
  std::int64_t most;
};
constexpr Width kWidths[] = {
    {"int32", std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()},
    {"uint32", 0, std::numeric_limits<std::uint32_t>::max()},
};

void CheckNumber(const Value& value, const Shape& shape, const Place& at, Findings& out) {
  const Number& number = value.as_number();
  Limits limits = shape.limits;
  for (const Width& width : kWidths) {
    if (width.name != shape.width) continue;
    limits.min = std::max(limits.min.value_or(width.least), width.least);
    limits.max = std::min(limits.max.value_or(width.most), width.most);
  }
  const auto whole = number.AsInt64();
  const auto below = [&](std::int64_t bound) {
    return whole ? *whole < bound : ToDouble(number) < static_cast<double>(bound);
  };
  const auto above = [&](std::int64_t bound) {
    return whole ? *whole > bound : ToDouble(number) > static_cast<double>(bound);
  };
  if (limits.min && below(*limits.min)) {
    out.Add(
        kBounds, at,
        "It is " + number.text() + " and must be at least " + std::to_string(*limits.min) + ".");
  }
  if (limits.max && above(*limits.max)) {
    out.Add(kBounds, at,
            "It is " + number.text() + " and must be at most " + std::to_string(*limits.max) + ".");
  }
}

/// API servers do not mind spaces around a quantity.
std::string_view WithoutSpaces(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

void CheckText(const std::string& text, const Shape& shape, const Place& at, Findings& out) {
  const Limits& limits = shape.limits;
  if (!limits.values.empty() &&
      std::ranges::find(limits.values, std::string_view(text)) == limits.values.end()) {
    std::string allowed;
    for (const std::string_view one : limits.values) {
      if (!one.empty()) allowed += (allowed.empty() ? "" : ", ") + std::string(one);
    }
    out.Add(kNotAllowed, at, "\"" + text + "\" is not among " + allowed + ".");
  }
  const std::int64_t length = Characters(text);
  if (!limits.length.Holds(length)) {
    const bool few = length < limits.length.least;
    out.Add(kLength, at,
            "It has " + std::to_string(length) + " characters, " +
                (few ? "at least " : "at most ") +
                std::to_string(few ? limits.length.least : limits.length.most) + " are allowed.");
  }
  if (limits.format == "byte" && !DecodeBase64(text)) {
    out.Add(kForm, at, "It is no base64.");
  }
  if (!limits.pattern.empty() && !Matches(limits.pattern, text)) {
    out.Add(kForm, at, "\"" + text + "\" does not match " + std::string(limits.pattern) + ".");
  }
}

}  // namespace

bool Matches(std::string_view pattern, std::string_view text) {
  // Compiled once for each thread: the catalogue's patterns are few and met again and again.
  thread_local std::map<std::string_view, std::unique_ptr<re2::RE2>> compiled;
  auto& found = compiled[pattern];
  if (found == nullptr) found = std::make_unique<re2::RE2>(re2::StringPiece(pattern), RE2::Quiet);
  return !found->ok() || re2::RE2::PartialMatch(re2::StringPiece(text), *found);
}

bool IsDuration(std::string_view text) {
  return ownership::DurationCompare(text, text).has_value();
}

bool HasType(const Value& value, const Shape& shape) {
  switch (shape.kind) {
    case Shape::Kind::kString:
    case Shape::Kind::kDuration:
      return value.is_string();
    case Shape::Kind::kBool:
      return value.is_bool();
    case Shape::Kind::kInteger:
      return value.is_number() && value.as_number().AsInt64().has_value();
    case Shape::Kind::kNumber:
      return value.is_number();
    case Shape::Kind::kIntOrString:
      return value.is_string() || (value.is_number() && value.as_number().AsInt64().has_value());
    case Shape::Kind::kQuantity:
      return value.is_string() || value.is_number();
    case Shape::Kind::kAny:
      return true;
    case Shape::Kind::kList:
      return value.is_list();
    case Shape::Kind::kObject:
    case Shape::Kind::kMap:
      return value.is_map();
  }
  return false;
}

std::string Describe(const Shape& shape) {
  switch (shape.kind) {
    case Shape::Kind::kString:
      return "a string";
    case Shape::Kind::kDuration:
      return "a duration in quotes";
    case Shape::Kind::kBool:
      return "true or false";
    case Shape::Kind::kInteger:
      return "a whole number";
    case Shape::Kind::kNumber:
      return "a number";
    case Shape::Kind::kIntOrString:
      return "a whole number or a string";
    case Shape::Kind::kQuantity:
      return "a quantity";
    case Shape::Kind::kList:
      return "a list";
    case Shape::Kind::kObject:
    case Shape::Kind::kMap:
      return "an object";
    case Shape::Kind::kAny:
      break;
  }
  return "anything";
}

std::string Describe(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kNull:
      return "null";
    case Value::Kind::kBool:
      return value.as_bool() ? "true" : "false";
    case Value::Kind::kNumber:
      return "the number " + value.as_number().text();
    case Value::Kind::kString:
      return "the string \"" + value.as_string() + "\"";
    case Value::Kind::kList:
      return "a list";
    case Value::Kind::kMap:
      return "an object";
    default:
      return "not known";
  }
}

void CheckScalar(const Value& value, const Shape& shape, const Place& at, Findings& out) {
  if (value.is_number() && shape.kind != Shape::Kind::kQuantity) {
    CheckNumber(value, shape, at, out);
  }
  if (shape.kind == Shape::Kind::kQuantity) {
    const std::string& text = value.is_string() ? value.as_string() : value.as_number().text();
    const std::string_view trimmed = WithoutSpaces(text);
    if (!ownership::QuantityCompare(trimmed, trimmed)) {
      out.Add(kNoQuantity, at, "\"" + text + "\" is no quantity.");
    }
    return;
  }
  if (!value.is_string()) return;
  if (shape.kind == Shape::Kind::kDuration && shape.limits.pattern.empty() &&
      !IsDuration(value.as_string())) {
    out.Add(kNoDuration, at, "\"" + value.as_string() + "\" is no duration.");
    return;
  }
  CheckText(value.as_string(), shape, at, out);
}

const FieldShape* Nearest(const ObjectShape& shape, std::string_view name) {
  const FieldShape* best = nullptr;
  std::size_t least = name.size() / 3 + 1;
  for (const FieldShape& field : shape.fields) {
    std::vector<std::size_t> row(field.name.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < name.size(); ++i) {
      std::size_t corner = std::exchange(row[0], i + 1);
      for (std::size_t j = 0; j < field.name.size(); ++j) {
        const std::size_t change = corner + (name[i] == field.name[j] ? 0 : 1);
        corner = row[j + 1];
        row[j + 1] = std::min({change, row[j + 1] + 1, row[j] + 1});
      }
    }
    if (row.back() <= least) {
      least = row.back();
      best = &field;
      if (least == 0) break;
      --least;
    }
  }
  return best;
}

}  // namespace mesh
