#include "core/model/implied_type.h"

namespace mesh {

Type ImpliedType(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kNull:
    case Value::Kind::kUnknown:
      return Type::Dynamic();
    case Value::Kind::kBool:
      return Type::Bool();
    case Value::Kind::kNumber:
      return Type::Number();
    case Value::Kind::kString:
      return Type::String();
    case Value::Kind::kList: {
      std::vector<Type> elements;
      elements.reserve(value.as_list().size());
      for (const Value& element : value.as_list()) elements.push_back(ImpliedType(element));
      return Type::Tuple(std::move(elements));
    }
    case Value::Kind::kMap: {
      Type::Attributes attributes;
      for (const auto& [key, member] : value.as_map()) {
        attributes.emplace_hint(attributes.end(), key, ImpliedType(member));
      }
      return Type::Object(std::move(attributes));
    }
    case Value::Kind::kDynamic:
      return value.dynamic_type();
  }
  return Type::Dynamic();
}

}  // namespace mesh
