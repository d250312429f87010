#include "core/resources/kind/testing/random_object.h"

#include "core/kinds/kind.h"
#include "core/resources/kind/typed_shape.h"

namespace mesh::testing {
namespace {

// What YAML and HCL readers take for something else, and what needs quotes, escapes or blocks.
constexpr const char* kTexts[] = {"",
                                  "a",
                                  "true",
                                  "no",
                                  "on",
                                  "null",
                                  "~",
                                  "0644",
                                  "1_000",
                                  "0x1F",
                                  "1e3",
                                  "1.0",
                                  ".5",
                                  "1:30",
                                  "2026-01-01",
                                  "<<",
                                  "=",
                                  "@x",
                                  "`x`",
                                  "%x",
                                  "- a",
                                  "a: b",
                                  "a #b",
                                  " lead",
                                  "trail ",
                                  "${x}",
                                  "%{if x}",
                                  "$${x}",
                                  "\"quoted\"",
                                  "it's",
                                  "back\\slash",
                                  "tab\there",
                                  "line\nbreak\n",
                                  "two\n\nlines",
                                  "\n",
                                  "  indented\nblock",
                                  "caf\xC3\xA9",
                                  "\xF0\x9F\x9A\x80",
                                  "\xE2\x80\xA8sep",
                                  "<a&b>",
                                  "7200s",
                                  "1h30m",
                                  "*.example.com",
                                  "10.0.0.0/8",
                                  "EOT"};
constexpr const char* kWholes[] = {"0",
                                   "1",
                                   "-1",
                                   "80",
                                   "2147483648",
                                   "31536000000",
                                   "9223372036854775807",
                                   "-9223372036854775808"};
constexpr const char* kFractions[] = {"0.1", "10.0", "0.0", "100", "1e-3", "3.14159265358979"};

}  // namespace

Value RandomObject::Text() { return kTexts[Below(std::size(kTexts))]; }
Value RandomObject::Whole() { return *Number::Parse(kWholes[Below(std::size(kWholes))]); }
Value RandomObject::Fraction() { return *Number::Parse(kFractions[Below(std::size(kFractions))]); }

std::string RandomObject::Name() {
  static constexpr const char* kNames[] = {
      "app", "app.kubernetes.io/name", "5432", "for", "a b", "x-header", "caf\xC3\xA9", "null",
      "${k}"};
  return kNames[Below(std::size(kNames))];
}

Value RandomObject::Free(int depth, bool with_null) {
  switch (Below(depth > 0 ? 7 : 5)) {
    case 0:
      return Text();
    case 1:
      return Whole();
    case 2:
      return Fraction();
    case 3:
      return Chance(50);
    case 4:
      return with_null ? Value() : Value("x");
    case 5: {
      Value::List out;
      for (std::size_t i = Below(4); i > 0; --i) out.push_back(Free(depth - 1, with_null));
      return out;
    }
    default: {
      Value::Map out;
      for (std::size_t i = Below(4); i > 0; --i) out[Name()] = Free(depth - 1, with_null);
      return out;
    }
  }
}

Value RandomObject::Member(const Shape& shape, int depth, bool inside) {
  if (SpellingOf(shape, inside) == Spelling::kJson) {
    Value free = Free(3, true);
    return free.is_null() ? Value(Value::Map{{"nothing", Value()}}) : free;
  }
  switch (shape.kind) {
    case Shape::Kind::kBool:
      return Chance(50);
    case Shape::Kind::kInteger:
      return Whole();
    case Shape::Kind::kNumber:
      return Chance(50) ? Whole() : Fraction();
    case Shape::Kind::kIntOrString:
      return Chance(50) ? Value(static_cast<std::int64_t>(Below(65536))) : Value("http");
    case Shape::Kind::kQuantity:
      return Value("500m");
    case Shape::Kind::kAny:
      return Free(3, false);
    case Shape::Kind::kObject:
      return Members(*shape.object, depth - 1, true);
    case Shape::Kind::kList: {
      Value::List out;
      for (std::size_t i = Below(3); i > 0; --i) {
        out.push_back(Member(shape.element.front(), depth, true));
      }
      return out;
    }
    case Shape::Kind::kMap: {
      Value::Map out;
      for (std::size_t i = Below(3); i > 0; --i) {
        out[Name()] = Member(shape.element.front(), depth, true);
      }
      return out;
    }
    default: {
      const auto& values = shape.limits.values;
      return values.empty() || Chance(20) ? Text() : Value(values[Below(values.size())]);
    }
  }
}

Value RandomObject::Members(const ObjectShape& shape, int depth, bool inside) {
  Value out(Value::Map{});
  // Now and then everything, so that no field is left out for long.
  const int percent = Chance(10) ? 100 : depth > 0 ? 40 : 10;
  for (const FieldShape& field : shape.fields) {
    if (field.secret || (!field.required && !Chance(percent))) continue;
    out.Set(std::string(field.name), Member(field.shape, depth, inside));
  }
  return out;
}

Value RandomObject::Of(const KindShape& kind) {
  Value out = Members(kind.body, 6, false);
  out.Set("apiVersion", kind.ApiVersion(kind.versions[Below(kind.versions.size())].name));
  out.Set("kind", kind.kind);
  Value metadata(Value::Map{{"name", "some-name"}});
  const ObjectKey key{kind.ApiVersion("v1"), std::string(kind.kind), "x", "x"};
  if (FactsOf(key).namespaced) metadata.Set("namespace", "shop");
  for (const char* name : {"labels", "annotations"}) {
    if (Chance(60)) continue;
    Value::Map strings;
    for (std::size_t i = Below(4); i > 0; --i) strings[Name()] = Text();
    metadata.Set(name, std::move(strings));
  }
  out.Set("metadata", std::move(metadata));
  return out;
}

}  // namespace mesh::testing
