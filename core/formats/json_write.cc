#include "core/formats/json.h"

namespace mesh {
namespace {

void WriteString(std::string_view s, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const auto c = static_cast<unsigned char>(s[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(s, plain, i - plain);
    plain = i + 1;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        out += "\\u00";
        out += kHex[c >> 4U];
        out += kHex[c & 15U];
    }
  }
  out.append(s, plain);
  out += '"';
}

void Write(const Value& value, std::string& out) {
  switch (value.kind()) {
    case Value::Kind::kBool:
      out += value.as_bool() ? "true" : "false";
      return;
    case Value::Kind::kNumber:
      out += value.as_number().text();
      return;
    case Value::Kind::kString:
      return WriteString(value.as_string(), out);
    case Value::Kind::kList: {
      out += '[';
      bool first = true;
      for (const Value& element : value.as_list()) {
        if (!first) out += ',';
        first = false;
        Write(element, out);
      }
      out += ']';
      return;
    }
    case Value::Kind::kMap: {
      out += '{';
      bool first = true;
      for (const auto& [key, member] : value.as_map()) {
        if (!first) out += ',';
        first = false;
        WriteString(key, out);
        out += ':';
        Write(member, out);
      }
      out += '}';
      return;
    }
    case Value::Kind::kDynamic:
      return Write(value.dynamic_value(), out);
    case Value::Kind::kNull:
    case Value::Kind::kUnknown:
      out += "null";
  }
}

}  // namespace

std::string WriteJson(const Value& value) {
  std::string out;
  Write(value, out);
  return out;
}

}  // namespace mesh
