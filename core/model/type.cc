#include "core/model/type.h"

namespace mesh {

struct Type::Parts {
  Type element;
  Attributes attributes;
  std::vector<Type> elements;
};

Type Type::List(Type element) {
  return {Kind::kList, std::make_shared<const Parts>(Parts{std::move(element), {}, {}})};
}
Type Type::Set(Type element) {
  return {Kind::kSet, std::make_shared<const Parts>(Parts{std::move(element), {}, {}})};
}
Type Type::Map(Type element) {
  return {Kind::kMap, std::make_shared<const Parts>(Parts{std::move(element), {}, {}})};
}
Type Type::Object(Attributes attributes) {
  return {Kind::kObject, std::make_shared<const Parts>(Parts{{}, std::move(attributes), {}})};
}
Type Type::Tuple(std::vector<Type> elements) {
  return {Kind::kTuple, std::make_shared<const Parts>(Parts{{}, {}, std::move(elements)})};
}

const Type& Type::element() const { return parts_->element; }
const Type::Attributes& Type::attributes() const { return parts_->attributes; }
const std::vector<Type>& Type::elements() const { return parts_->elements; }

bool operator==(const Type& a, const Type& b) {
  if (a.kind_ != b.kind_) return false;
  if (a.parts_ == b.parts_) return true;
  return a.parts_->element == b.parts_->element && a.parts_->attributes == b.parts_->attributes &&
         a.parts_->elements == b.parts_->elements;
}

}  // namespace mesh
