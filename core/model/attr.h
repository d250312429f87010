#pragma once

#include <cassert>
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/model/field.h"
#include "core/model/secret.h"

namespace mesh {

/// A typed attribute: absent (null), unknown while planning, or known.
template <class T>
class Attr {
 public:
  Attr() = default;
  Attr(T value) : state_(State::kKnown), value_(std::move(value)) {}
  static Attr Unknown() {
    Attr a;
    a.state_ = State::kUnknown;
    return a;
  }

  bool is_null() const { return state_ == State::kNull; }
  bool is_unknown() const { return state_ == State::kUnknown; }
  bool is_known() const { return state_ == State::kKnown; }
  explicit operator bool() const { return is_known(); }

  /// Requires: known.
  const T& value() const {
    assert(is_known());
    return value_;
  }
  const T& operator*() const { return value(); }
  const T* operator->() const { return &value(); }
  /// The value, or `fallback` when null. An unknown reads as `fallback` too: ask is_unknown first
  /// where that would be wrong.
  T value_or(T fallback) const { return is_known() ? value_ : std::move(fallback); }

 private:
  enum class State { kNull, kUnknown, kKnown };
  State state_ = State::kNull;
  T value_{};
};

using StringList = std::vector<std::string>;
using StringMap = std::map<std::string, std::string>;

/// A struct made of fields: it has `static std::vector<Binding<T>> Fields()`.
template <class T>
concept Described = requires {
  T::Fields();
};

/// One field of a configuration struct: the table entry, and how it moves in and out of the struct.
template <class S>
struct Binding {
  Field field;
  std::function<void(S&, const Value&)> decode;
  std::function<Value(const S&)> encode;
};

/// Fills a struct from a Value that passed CheckFields; null members with a fallback get it.
template <class S>
S Decode(const std::vector<Binding<S>>& bindings, const Value& object) {
  S out;
  for (const Binding<S>& binding : bindings) {
    const Value& v = object.Get(binding.field.name);
    binding.decode(out, v.is_null() ? binding.field.fallback : v);
  }
  return out;
}

/// The Value of a struct: every field present, absent ones null.
template <class S>
Value Encode(const std::vector<Binding<S>>& bindings, const S& object) {
  Value::Map out;
  for (const Binding<S>& binding : bindings) out[binding.field.name] = binding.encode(object);
  return out;
}

/// The field tables of a struct without their bindings.
template <class S>
std::vector<Field> FieldsOf(const std::vector<Binding<S>>& bindings) {
  std::vector<Field> out;
  for (const Binding<S>& binding : bindings) out.push_back(binding.field);
  return out;
}

/// How a C++ type is read from and written to a Value, and what field shape it has.
template <class T>
struct Codec;

template <>
struct Codec<std::string> {
  static void Shape(Field& f) { f.type = Type::String(); }
  static std::string From(const Value& v) { return v.as_string(); }
  static Value To(const std::string& s) { return s; }
};
template <>
struct Codec<bool> {
  static void Shape(Field& f) { f.type = Type::Bool(); }
  static bool From(const Value& v) { return v.as_bool(); }
  static Value To(bool b) { return b; }
};
/// A secret attribute: a string on the wire, sensitive in every schema that comes from the table,
/// unless it is write-only.
template <>
struct Codec<Secret> {
  static void Shape(Field& f) {
    f.type = Type::String();
    // Hosts keep write-only values out of everything; marking them too costs each step of a plan.
    f.sensitive = !f.write_only;
  }
  static Secret From(const Value& v) { return Secret(v.as_string()); }
  static Value To(const Secret& s) { return s.Reveal(); }
};
/// Whole numbers only; the field's check must refuse others before decoding (Bind adds it).
template <>
struct Codec<std::int64_t> {
  static void Shape(Field& f) {
    f.type = Type::Number();
    if (!f.check) {
      f.check = [](const Value& v) -> std::optional<std::string> {
        if (v.is_number() && v.as_number().AsInt64()) return std::nullopt;
        return "must be a whole number.";
      };
    }
  }
  static std::int64_t From(const Value& v) { return v.as_number().AsInt64().value_or(0); }
  static Value To(std::int64_t i) { return i; }
};
template <>
struct Codec<Number> {
  static void Shape(Field& f) { f.type = Type::Number(); }
  static Number From(const Value& v) { return v.as_number(); }
  static Value To(const Number& n) { return n; }
};
/// Anything: the schema type is dynamic. From strips the dynamic wrappers.
template <>
struct Codec<Value> {
  static void Shape(Field& f) { f.type = Type::Dynamic(); }
  static Value From(const Value& v) { return v.Plain(); }
  static Value To(const Value& v) { return v; }
};
/// The field table of a struct, made once.
template <Described T>
const std::vector<Binding<T>>& TableOf() {
  static const std::vector<Binding<T>> kTable = T::Fields();
  return kTable;
}

template <Described T>
struct Codec<T> {
  static void Shape(Field& f) {
    f.nesting = Nesting::kSingle;
    f.fields = FieldsOf(TableOf<T>());
  }
  static T From(const Value& v) { return Decode(TableOf<T>(), v); }
  static Value To(const T& t) { return Encode(TableOf<T>(), t); }
};
template <class T>
struct Codec<std::vector<T>> {
  static void Shape(Field& f) {
    Codec<T>::Shape(f);
    if (f.nesting == Nesting::kSingle) {
      f.nesting = Nesting::kList;
    } else {
      f.type = Type::List(f.type);
    }
  }
  static std::vector<T> From(const Value& v) {
    std::vector<T> out;
    for (const Value& e : v.as_list()) out.push_back(Codec<T>::From(e));
    return out;
  }
  static Value To(const std::vector<T>& list) {
    Value::List out;
    for (const T& e : list) out.push_back(Codec<T>::To(e));
    return out;
  }
};
template <class T>
struct Codec<std::map<std::string, T>> {
  static void Shape(Field& f) {
    Codec<T>::Shape(f);
    if (f.nesting == Nesting::kSingle) {
      f.nesting = Nesting::kMap;
    } else {
      f.type = Type::Map(f.type);
    }
  }
  static std::map<std::string, T> From(const Value& v) {
    std::map<std::string, T> out;
    for (const auto& [key, e] : v.as_map()) out.emplace(key, Codec<T>::From(e));
    return out;
  }
  static Value To(const std::map<std::string, T>& map) {
    Value::Map out;
    for (const auto& [key, e] : map) out.emplace(key, Codec<T>::To(e));
    return out;
  }
};

/// True when `v` cannot be read into a T: it, or an element that T has no unknown state for, is
/// unknown. Described structs hold unknowns in their own fields; scalars inside collections do not.
template <class T>
bool UnreadableUnknown(const Value& v) {
  if (v.is_unknown() || (v.is_dynamic() && v.dynamic_value().is_unknown())) return true;
  if constexpr (Described<T> || std::same_as<T, Value>) {
    return false;
  } else if constexpr (requires { typename T::mapped_type; }) {
    if (!v.is_map()) return false;
    for (const auto& [key, e] : v.as_map()) {
      if (UnreadableUnknown<typename T::mapped_type>(e)) return true;
    }
    return false;
  } else if constexpr (!std::same_as<T, std::string> && requires { typename T::value_type; }) {
    if (!v.is_list()) return false;
    for (const Value& e : v.as_list()) {
      if (UnreadableUnknown<typename T::value_type>(e)) return true;
    }
    return false;
  } else {
    return false;
  }
}

/// The Value of an attribute: null, unknown, or its encoding.
template <class T>
Value ToValue(const Attr<T>& attr) {
  if (attr.is_unknown()) return Value::Unknown();
  return attr.is_null() ? Value() : Codec<T>::To(*attr);
}

template <class M>
struct MemberOf;
template <class S, class T>
struct MemberOf<Attr<T> S::*> {
  using Struct = S;
  using Type = T;
};

/// Binds a struct member to a field: `Bind<&Topic::partitions>("partitions", {.doc = "..."})`.
/// Type and nesting of the field come from the member.
template <auto M>
auto Bind(std::string name, Field field) {
  using S = typename MemberOf<decltype(M)>::Struct;
  using T = typename MemberOf<decltype(M)>::Type;
  field.name = std::move(name);
  Codec<T>::Shape(field);
  return Binding<S>{std::move(field),
                    [](S& s, const Value& v) {
                      if (UnreadableUnknown<T>(v)) {
                        s.*M = Attr<T>::Unknown();
                      } else if (!v.is_null()) {
                        s.*M = Attr<T>(Codec<T>::From(v));
                      }
                    },
                    [](const S& s) { return ToValue(s.*M); }};
}

}  // namespace mesh
