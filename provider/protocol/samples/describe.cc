#include "provider/protocol/samples/describe.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "provider/protocol/type_json.h"

namespace mesh {
namespace {

std::string Quote(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte <= 0x7e && c != '"' && c != '\\') {
      out += c;
      continue;
    }
    std::array<char, 8> hex{};
    (void)std::snprintf(hex.data(), hex.size(), "\\x%02x", byte);
    out += hex.data();
  }
  return out + "\"";
}

std::string Join(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

std::string DescribeList(const Value::List& elements, const Type& type) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    parts.push_back(
        Describe(elements[i], type.is_collection() ? type.element() : type.elements().at(i)));
  }
  if (type.kind() != Type::Kind::kSet) return "[" + Join(parts) + "]";
  std::ranges::sort(parts);
  return "set[" + Join(parts) + "]";
}

std::string DescribeMap(const Value::Map& members, const Type& type) {
  std::vector<std::string> parts;
  for (const auto& [key, member] : members) {
    const bool object = type.kind() == Type::Kind::kObject;
    parts.push_back(Quote(key) + ": " +
                    Describe(member, object ? type.attributes().at(key) : type.element()));
  }
  return "{" + Join(parts) + "}";
}

}  // namespace

std::string Describe(const Value& value, const Type& type) {
  switch (value.kind()) {
    case Value::Kind::kNull:
      return "null";
    case Value::Kind::kUnknown:
      return "unknown";
    case Value::Kind::kBool:
      return value.as_bool() ? "true" : "false";
    case Value::Kind::kNumber:
      return value.as_number().Canonical();
    case Value::Kind::kString:
      return Quote(value.as_string());
    case Value::Kind::kList:
      return DescribeList(value.as_list(), type);
    case Value::Kind::kMap:
      return DescribeMap(value.as_map(), type);
    case Value::Kind::kDynamic:
      return "dynamic(" + TypeJson(value.dynamic_type()) + ", " +
             Describe(value.dynamic_value(), value.dynamic_type()) + ")";
  }
  return "";
}

}  // namespace mesh
