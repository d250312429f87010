#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace mesh {

/// The type of a wire value, as Terraform's type system knows types. Immutable and cheap to copy.
class Type {
 public:
  enum class Kind { kString, kNumber, kBool, kDynamic, kList, kSet, kMap, kObject, kTuple };
  using Attributes = std::map<std::string, Type, std::less<>>;

  /// A type by default is dynamic: it stands for any type.
  Type() : Type(Kind::kDynamic) {}

  static Type String() { return Type(Kind::kString); }
  static Type Number() { return Type(Kind::kNumber); }
  static Type Bool() { return Type(Kind::kBool); }
  static Type Dynamic() { return Type(Kind::kDynamic); }
  static Type List(Type element);
  static Type Set(Type element);
  static Type Map(Type element);
  static Type Object(Attributes attributes);
  static Type Tuple(std::vector<Type> elements);

  Kind kind() const { return kind_; }
  bool is_collection() const {
    return kind_ == Kind::kList || kind_ == Kind::kSet || kind_ == Kind::kMap;
  }
  /// Requires: list, set or map.
  const Type& element() const;
  /// Requires: object.
  const Attributes& attributes() const;
  /// Requires: tuple.
  const std::vector<Type>& elements() const;

  friend bool operator==(const Type& a, const Type& b);

 private:
  struct Parts;
  explicit Type(Kind kind) : kind_(kind) {}
  Type(Kind kind, std::shared_ptr<const Parts> parts) : kind_(kind), parts_(std::move(parts)) {}
  Kind kind_;
  std::shared_ptr<const Parts> parts_;
};

}  // namespace mesh
