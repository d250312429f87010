#include "provider/protocol/set_elements.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "provider/protocol/msgpack.h"

namespace mesh {
namespace {

/// The same value with the elements of every set in byte order: equal values encode equally.
Value Ordered(const Value& value, const Type& type) {
  if (value.is_dynamic()) {
    return Value::Dynamic(value.dynamic_type(),
                          Ordered(value.dynamic_value(), value.dynamic_type()));
  }
  if (value.is_map()) {
    Value::Map out;
    for (const auto& [key, member] : value.as_map()) {
      const Type& of =
          type.kind() == Type::Kind::kMap ? type.element() : type.attributes().find(key)->second;
      out.emplace_hint(out.end(), key, Ordered(member, of));
    }
    return out;
  }
  if (!value.is_list()) return value;
  Value::List out;
  out.reserve(value.as_list().size());
  for (std::size_t i = 0; i < value.as_list().size(); ++i) {
    const Type& of = type.is_collection() ? type.element() : type.elements()[i];
    out.push_back(Ordered(value.as_list()[i], of));
  }
  if (type.kind() == Type::Kind::kSet) {
    std::ranges::sort(out, {}, [&](const Value& v) { return EncodeMsgpack(v, type.element()); });
  }
  return out;
}

}  // namespace

void MergeEqualElements(Value::List& elements, const Type& element_type) {
  if (elements.size() < 2) return;
  std::unordered_set<std::string> seen;
  std::erase_if(elements, [&](const Value& element) {
    return !element.HasUnknown() &&
           !seen.insert(EncodeMsgpack(Ordered(element, element_type), element_type)).second;
  });
}

}  // namespace mesh
