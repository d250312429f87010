// Feeds the reader of FieldsV1 with anything. What it accepts must survive writing and reading
// again in the same bytes, agree with the reader of trees, and obey the laws of sets; what it
// refuses must come with a reason.
#include <string_view>

#include "core/formats/json.h"
#include "core/ownership/field_set.h"
#include "tests/fuzz/require.h"

namespace mesh::ownership {
namespace {

void CheckPaths(const FieldSet& set) {
  const std::vector<FieldPath> paths = set.Paths();
  Require(paths.size() == set.size());
  for (const FieldPath& path : paths) {
    Require(set.Contains(path) && set.IsOwned(path));
    for (const FieldStep& step : path) Require(ParseElement(ElementText(step)) == step);
    (void)ParseFieldPath(ToText(path), Value());
  }
  Require(FieldSet::Of(paths) == set);
}

void Check(std::string_view input) {
  // The input's two halves are two sets; a zero byte parts them.
  const std::size_t middle = input.find('\0');
  const Result<FieldSet> set = FieldSet::Parse(input.substr(0, middle));
  if (!set) return Require(!set.error().front().detail.empty());
  const std::string text = set->ToJson();
  const Result<FieldSet> again = FieldSet::Parse(text);
  Require(again && *again == *set && again->ToJson() == text);
  const Result<Value> tree = ReadJson(text, "input");
  Require(tree && FieldSet::Read(*tree) == *set);
  CheckPaths(*set);

  const Result<FieldSet> other = middle == input.npos ? Result<FieldSet>(FieldSet())
                                                      : FieldSet::Parse(input.substr(middle + 1));
  if (!other) return;
  const FieldSet both = set->Union(*other);
  Require(both == other->Union(*set));
  Require(both.Difference(*other) == set->Difference(*other));
  Require(set->Difference(*other).size() + other->size() == both.size());
}

}  // namespace
}  // namespace mesh::ownership

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  mesh::ownership::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
