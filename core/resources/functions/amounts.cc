#include "core/model/data_source.h"
#include "core/ownership/quantity.h"

namespace mesh {
namespace {

using Comparison = Result<std::strong_ordering> (*)(std::string_view a, std::string_view b);

/// A comparison as a function of two strings; a text that is no amount is the argument at fault.
FunctionDefinition CompareFunction(std::string name, const std::string& what, Comparison compare,
                                   std::string description) {
  const auto parameter = [&](const char* letter) {
    return FunctionDefinition::Parameter{letter, Type::String(), "A " + what + "."};
  };
  return {.name = std::move(name),
          .summary = "Compares two " + what + "s by what they mean: -1, 0 or 1.",
          .description = std::move(description),
          .parameters = {parameter("a"), parameter("b")},
          .result = Type::Number(),
          .call = [compare](const std::vector<Value>& arguments) -> Result<Value> {
            for (std::size_t i = 0; i < 2; ++i) {
              const std::string& text = arguments[i].as_string();
              auto valid = compare(text, text);
              if (valid) continue;
              Diagnostic& first = valid.error().front();
              first.path = Path().Index(i);
              first.detail = std::string(i == 0 ? "a" : "b") + ": " + first.detail;
              return tl::unexpected(std::move(valid.error()));
            }
            const auto order = *compare(arguments[0].as_string(), arguments[1].as_string());
            return Value(order < 0 ? -1 : order > 0 ? 1 : 0);
          }};
}

}  // namespace

FunctionDefinition QuantityCompareFunction() {
  return CompareFunction("quantity_compare", "quantity", ownership::QuantityCompare,
                         "Returns -1 where `a` is less than `b`, 0 where they are equal and 1 "
                         "where `a` is more. Both are Kubernetes "
                         "quantities, such as `500m`, `2`, `1.5Gi` or `1e3`, and compare as an API "
                         "server compares them: exactly, so "
                         "that `1Gi` equals `1024Mi` and `0.5` equals `500m`. An empty text and "
                         "one that is no quantity are errors.");
}

FunctionDefinition DurationCompareFunction() {
  return CompareFunction("duration_compare", "duration", ownership::DurationCompare,
                         "Returns -1 where `a` is less than `b`, 0 where they are equal and 1 "
                         "where `a` is more. Both are durations as "
                         "Istio, the Gateway API and Go read them, such as `300ms`, `1.5s` or "
                         "`1h30m`; `60s` equals `1m0s`. A number "
                         "without a unit is an error, but for `0`.");
}

}  // namespace mesh
