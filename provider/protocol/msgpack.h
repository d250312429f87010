#pragma once

#include <string>
#include <string_view>

#include "core/model/diagnostic.h"
#include "core/model/type.h"
#include "core/model/value.h"

namespace mesh {

/// The MessagePack form of `value` at a place of `type`, as DynamicValue.msgpack wants it.
///
/// Attributes that an object lacks are written as null, those its type does not know are left out;
/// a value of another kind than the type is written as what it is, and the host refuses it by name.
/// A plain value at a dynamic place gets its implied type. Unknowns carry no refinements, as those
/// would have to be kept at apply.
std::string EncodeMsgpack(const Value& value, const Type& type);

/// Reads what a host wrote for a place of `type`; no bytes at all are null.
///
/// Strings come out normalised (NFC), numbers exact, refined unknowns as plain unknowns, sets with
/// equal elements merged, objects with every attribute. Fails, naming the place, on bytes that do
/// not fit the type.
Result<Value> DecodeMsgpack(std::string_view bytes, const Type& type);

}  // namespace mesh
