#pragma once

#include <concepts>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/model/number.h"
#include "core/model/shared.h"
#include "core/model/type.h"

namespace mesh {

/// A tree of data: what a configuration, a state or a Kubernetes object is made of.
///
/// Null, unknown (not yet known while planning), `{}`, `[]`, 0, false and "" are all different.
/// Lists, sets and tuples are List; maps and objects are Map with sorted keys. A value at a place
/// whose schema type is dynamic is Dynamic: it carries its own type beside the value.
/// Copies are cheap: lists and maps are shared until one copy changes.
class Value {
 public:
  using List = std::vector<Value>;
  using Map = std::map<std::string, Value, std::less<>>;
  enum class Kind { kNull, kUnknown, kBool, kNumber, kString, kList, kMap, kDynamic };

  Value() = default;
  // Destroying a tree is code of some size: it stands in value.cc once, and not in every place that
  // builds an object.
  Value(const Value& other);
  Value(Value&& other) noexcept;
  Value& operator=(const Value& other);
  Value& operator=(Value&& other) noexcept;
  ~Value();
  Value(std::same_as<bool> auto value) : data_(value) {}
  Value(std::integral auto value) requires(!std::same_as<decltype(value), bool> &&
                                           !std::same_as<decltype(value), char>)
      : Value(Number::FromInt(static_cast<std::int64_t>(value))) {}
  Value(Number value);
  Value(std::string value);
  Value(std::string_view value);
  Value(const char* value);
  Value(List value);
  Value(Map value);
  static Value Unknown() {
    Value v;
    v.data_ = UnknownTag{};
    return v;
  }
  /// `value` (null, unknown or known) at a place of dynamic type, together with its own type.
  static Value Dynamic(Type type, Value value);

  Kind kind() const { return static_cast<Kind>(data_.index()); }
  bool is_null() const { return kind() == Kind::kNull; }
  bool is_unknown() const { return kind() == Kind::kUnknown; }
  bool is_bool() const { return kind() == Kind::kBool; }
  bool is_number() const { return kind() == Kind::kNumber; }
  bool is_string() const { return kind() == Kind::kString; }
  bool is_list() const { return kind() == Kind::kList; }
  bool is_map() const { return kind() == Kind::kMap; }
  bool is_dynamic() const { return kind() == Kind::kDynamic; }

  /// The accessors below require the kind they name.
  bool as_bool() const { return std::get<bool>(data_); }
  const Number& as_number() const { return std::get<Number>(data_); }
  const std::string& as_string() const { return std::get<std::string>(data_); }
  const List& as_list() const { return std::get<Shared<List>>(data_).Get(); }
  const Map& as_map() const { return std::get<Shared<Map>>(data_).Get(); }
  /// For writing: not through a reference from before this value was copied.
  List& as_list() { return std::get<Shared<List>>(data_).Own(); }
  Map& as_map() { return std::get<Shared<Map>>(data_).Own(); }
  const Type& dynamic_type() const;
  const Value& dynamic_value() const;

  /// The member `key` of a map; null when this is no map or has no such member (absent reads as
  /// null).
  const Value& Get(std::string_view key) const;
  /// Follows `keys` through maps; null where the way ends.
  const Value& At(std::initializer_list<std::string_view> keys) const;
  /// True when this is a map that has `key`, whatever its value.
  bool Has(std::string_view key) const;
  /// The string here, or `fallback` when this is no string.
  std::string StringOr(std::string_view fallback) const;
  /// Sets a member, turning null into a map first. Requires: null or map.
  Value& Set(std::string key, Value value);

  /// True when this or anything inside is unknown.
  bool HasUnknown() const;
  /// The same tree without Dynamic wrappers.
  Value Plain() const;

  /// Structural equality; numbers compare by meaning, lists by order.
  friend bool operator==(const Value& a, const Value& b);

 private:
  struct UnknownTag {
    friend bool operator==(UnknownTag, UnknownTag) { return true; }
  };
  struct DynamicRep;
  std::variant<std::monostate, UnknownTag, bool, Number, std::string, Shared<List>, Shared<Map>,
               std::shared_ptr<const DynamicRep>>
      data_;
};

/// Equality under a type: sets compare without order, everything else as operator==.
bool EqualAs(const Type& type, const Value& a, const Value& b);

}  // namespace mesh
