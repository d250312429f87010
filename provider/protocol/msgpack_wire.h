#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mesh::msgpack {

/// What one item on the wire is; kMalformed also stands for bytes that end too early.
enum class Wire { kMalformed, kNil, kBool, kUint, kInt, kFloat, kString, kArray, kMap, kExtension };

struct Item {
  Wire wire = Wire::kMalformed;
  /// A bool, an unsigned integer, a signed one in two's complement, the bits of a double, or how
  /// many elements (array) or pairs (map) follow.
  std::uint64_t number = 0;
  /// The bytes of a string (str and bin alike) or of an extension's body; part of the input.
  std::string_view bytes;
};

/// Takes the next item off the front of `input`: of arrays and maps only the header.
Item Take(std::string_view& input);

void AppendNil(std::string& out);
void AppendBool(std::string& out, bool value);
/// The shortest form of the integer.
void AppendUint(std::string& out, std::uint64_t value);
void AppendInt(std::string& out, std::int64_t value);
void AppendDouble(std::string& out, double value);
void AppendString(std::string& out, std::string_view text);
void AppendBinary(std::string& out, std::string_view bytes);
void AppendArray(std::string& out, std::size_t count);
void AppendMap(std::string& out, std::size_t count);
/// An unknown value without refinements.
void AppendUnknown(std::string& out);

}  // namespace mesh::msgpack
