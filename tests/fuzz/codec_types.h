#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/type.h"

namespace mesh {

/// What the first byte of a fuzz input chooses: a form, and the type that the rest is read as.
enum class WireForm : std::uint8_t { kMsgpack, kStateJson, kCtyJson, kTypeJson };

struct CodecTarget {
  WireForm form = WireForm::kMsgpack;
  Type type;
};

/// The types that inputs are read as; the first is dynamic, under which every value can stand.
inline std::vector<Type> CodecTypes() {
  const Type text = Type::String();
  const Type object = Type::Object({{"a", text}, {"b", Type::Number()}, {"c", Type::Dynamic()}});
  return {Type::Dynamic(),
          text,
          Type::Number(),
          Type::Bool(),
          Type::List(text),
          Type::Set(Type::Number()),
          Type::Set(Type::Set(text)),
          Type::Map(Type::Dynamic()),
          Type::Tuple({text, Type::Number()}),
          object,
          Type::Map(Type::List(object)),
          Type::Set(object)};
}

inline CodecTarget ChooseTarget(const std::vector<Type>& types, std::uint8_t choice) {
  return {static_cast<WireForm>(choice & 3), types[(choice >> 2) % types.size()]};
}

/// The first byte that chooses `form` and the type at `index`.
inline char ChoiceOf(WireForm form, std::size_t index) {
  return static_cast<char>(index << 2 | static_cast<std::size_t>(form));
}

}  // namespace mesh
