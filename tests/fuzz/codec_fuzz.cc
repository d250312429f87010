// Feeds the codec with anything. What it accepts must survive writing and reading again, equal and
// in the same bytes; what it refuses must come with a reason.
#include <string_view>

#include "provider/protocol/cty_json.h"
#include "provider/protocol/msgpack.h"
#include "provider/protocol/type_json.h"
#include "tests/fuzz/codec_types.h"
#include "tests/fuzz/require.h"

namespace mesh {
namespace {

void CheckMsgpack(const Value& value, const Type& type) {
  const std::string bytes = EncodeMsgpack(value, type);
  const Result<Value> again = DecodeMsgpack(bytes, type);
  Require(again.has_value());
  Require(EqualAs(type, *again, value));
  Require(EncodeMsgpack(*again, type) == bytes);
}

void CheckJson(const Value& value, const Type& type) {
  if (value.HasUnknown()) return;
  const std::string text = EncodeCtyJson(value, type);
  const Result<Value> again = DecodeCtyJson(text, type);
  Require(again.has_value());
  Require(EqualAs(type, *again, value));
  Require(EncodeCtyJson(*again, type) == text);
}

void CheckType(std::string_view text) {
  const Result<Type> type = ParseTypeJson(text);
  if (!type) return Require(!type.error().front().detail.empty());
  Require(ParseTypeJson(TypeJson(*type)) == *type);
}

Result<Value> Decode(WireForm form, std::string_view bytes, const Type& type) {
  if (form == WireForm::kMsgpack) return DecodeMsgpack(bytes, type);
  if (form == WireForm::kStateJson) return DecodeStateJson(bytes, type);
  return DecodeCtyJson(bytes, type);
}

void Check(std::string_view input) {
  static const std::vector<Type> types = CodecTypes();
  if (input.empty()) return;
  const CodecTarget target = ChooseTarget(types, static_cast<std::uint8_t>(input.front()));
  input.remove_prefix(1);
  if (target.form == WireForm::kTypeJson) return CheckType(input);
  const Result<Value> value = Decode(target.form, input, target.type);
  if (!value) return Require(!value.error().front().detail.empty());
  CheckMsgpack(*value, target.type);
  CheckJson(*value, target.type);
}

}  // namespace
}  // namespace mesh

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  mesh::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
