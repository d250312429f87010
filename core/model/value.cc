#include "core/model/value.h"

#include <algorithm>

namespace mesh {

struct Value::DynamicRep {
  Type type;
  Value value;
};

namespace {
const Value kNull;
}

Value::Value(const Value& other) = default;
Value::Value(Value&& other) noexcept = default;
Value& Value::operator=(const Value& other) = default;
Value& Value::operator=(Value&& other) noexcept = default;
Value::~Value() = default;
Value::Value(Number value) : data_(std::move(value)) {}
Value::Value(std::string value) : data_(std::move(value)) {}
Value::Value(std::string_view value) : data_(std::string(value)) {}
Value::Value(const char* value) : data_(std::string(value)) {}
Value::Value(List value) : data_(Shared<List>(std::move(value))) {}
Value::Value(Map value) : data_(Shared<Map>(std::move(value))) {}

Value Value::Dynamic(Type type, Value value) {
  Value v;
  v.data_ = std::make_shared<const DynamicRep>(DynamicRep{std::move(type), std::move(value)});
  return v;
}

const Type& Value::dynamic_type() const {
  return std::get<std::shared_ptr<const DynamicRep>>(data_)->type;
}
const Value& Value::dynamic_value() const {
  return std::get<std::shared_ptr<const DynamicRep>>(data_)->value;
}

const Value& Value::Get(std::string_view key) const {
  if (is_dynamic()) return dynamic_value().Get(key);
  if (!is_map()) return kNull;
  const auto it = as_map().find(key);
  return it == as_map().end() ? kNull : it->second;
}

const Value& Value::At(std::initializer_list<std::string_view> keys) const {
  const Value* here = this;
  for (const std::string_view key : keys) here = &here->Get(key);
  return *here;
}

bool Value::Has(std::string_view key) const { return is_map() && as_map().contains(key); }

std::string Value::StringOr(std::string_view fallback) const {
  return is_string() ? as_string() : std::string(fallback);
}

Value& Value::Set(std::string key, Value value) {
  if (is_null()) data_ = Shared<Map>(Map{});
  as_map().insert_or_assign(std::move(key), std::move(value));
  return *this;
}

bool Value::HasUnknown() const {
  switch (kind()) {
    case Kind::kUnknown:
      return true;
    case Kind::kList:
      return std::ranges::any_of(as_list(), [](const Value& v) { return v.HasUnknown(); });
    case Kind::kMap:
      return std::ranges::any_of(as_map(), [](const auto& e) { return e.second.HasUnknown(); });
    case Kind::kDynamic:
      return dynamic_value().HasUnknown();
    default:
      return false;
  }
}

namespace {

bool HasDynamic(const Value& value) {
  if (value.is_list()) return std::ranges::any_of(value.as_list(), HasDynamic);
  if (!value.is_map()) return value.is_dynamic();
  return std::ranges::any_of(value.as_map(), [](const auto& e) { return HasDynamic(e.second); });
}

}  // namespace

Value Value::Plain() const {
  if (!HasDynamic(*this)) return *this;
  switch (kind()) {
    case Kind::kList: {
      List out;
      out.reserve(as_list().size());
      for (const Value& v : as_list()) out.push_back(v.Plain());
      return out;
    }
    case Kind::kMap: {
      Map out;
      for (const auto& [key, v] : as_map()) out.emplace_hint(out.end(), key, v.Plain());
      return out;
    }
    case Kind::kDynamic:
      return dynamic_value().Plain();
    default:
      return *this;
  }
}

bool operator==(const Value& a, const Value& b) {
  if (a.is_dynamic() && b.is_dynamic()) {
    return a.dynamic_type() == b.dynamic_type() && a.dynamic_value() == b.dynamic_value();
  }
  return a.data_ == b.data_;
}

namespace {

bool EqualLists(const Type& type, const Value::List& a, const Value::List& b) {
  if (a.size() != b.size()) return false;
  if (type.kind() == Type::Kind::kSet) {
    return std::ranges::is_permutation(
        a, b, [&](const Value& x, const Value& y) { return EqualAs(type.element(), x, y); });
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    const bool tuple = type.kind() == Type::Kind::kTuple && i < type.elements().size();
    const Type element = tuple                  ? type.elements()[i]
                         : type.is_collection() ? type.element()
                                                : Type::Dynamic();
    if (!EqualAs(element, a[i], b[i])) return false;
  }
  return true;
}

bool EqualMaps(const Type& type, const Value::Map& a, const Value::Map& b) {
  if (a.size() != b.size()) return false;
  for (auto i = a.begin(), j = b.begin(); i != a.end(); ++i, ++j) {
    if (i->first != j->first) return false;
    Type element = Type::Dynamic();
    if (type.kind() == Type::Kind::kMap) element = type.element();
    if (type.kind() == Type::Kind::kObject) {
      const auto found = type.attributes().find(i->first);
      if (found != type.attributes().end()) element = found->second;
    }
    if (!EqualAs(element, i->second, j->second)) return false;
  }
  return true;
}

}  // namespace

bool EqualAs(const Type& type, const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  if (a.is_dynamic()) {
    return a.dynamic_type() == b.dynamic_type() &&
           EqualAs(a.dynamic_type(), a.dynamic_value(), b.dynamic_value());
  }
  if (a.is_list()) return EqualLists(type, a.as_list(), b.as_list());
  if (a.is_map()) return EqualMaps(type, a.as_map(), b.as_map());
  return a == b;
}

}  // namespace mesh
