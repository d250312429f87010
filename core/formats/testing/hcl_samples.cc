#include "core/formats/testing/hcl_samples.h"

#include <algorithm>

namespace mesh {
namespace {

const std::vector<std::string>& OddHclStrings() {
  static const std::vector<std::string> all = {"",
                                               " ",
                                               "a",
                                               "a b",
                                               "${",
                                               "%{",
                                               "${a}",
                                               "%{if true}x%{endif}",
                                               "$${",
                                               "%%{",
                                               "$$${a}",
                                               "%${a}",
                                               "$%{a}",
                                               "$$",
                                               "$",
                                               "%",
                                               "%%",
                                               "100%",
                                               "a$",
                                               "$a",
                                               "$\"",
                                               "%\"",
                                               "$\\",
                                               "$\n",
                                               "%\n",
                                               "$\n{",
                                               "$\\{",
                                               "${~ a ~}",
                                               "$ {",
                                               "{",
                                               "}",
                                               "a\"b",
                                               "\"",
                                               "\\",
                                               "\\n",
                                               "\\\\",
                                               "\\u0041",
                                               "\n",
                                               "\n\n",
                                               "a\n",
                                               "a\nb",
                                               "a\nb\n",
                                               "a\n\nb\n",
                                               "\na\nb\n",
                                               "a\nb\n\n",
                                               " a\nb\n",
                                               " a\n b\n",
                                               "a\n b\n",
                                               "a\n  b\n c\n",
                                               "\ta\nb\n",
                                               "a\n\tb\n",
                                               "a\n \nb\n",
                                               "a\n\t\nb\n",
                                               "a \nb\n",
                                               "a\r\nb\r\n",
                                               "a\rb",
                                               "a\nEOT\nb\n",
                                               "a\n EOT\nb\n",
                                               "a\nEOT \nb\n",
                                               "EOT\na\n",
                                               "a\nEOTx\n",
                                               "<<-EOT\na\n",
                                               "a\n${b}\n",
                                               "a\n%{b}\n",
                                               "a\n$${b}\n",
                                               "a\n100%\nb\n",
                                               "a$\nb\n",
                                               "a\n$b %c\n",
                                               "a\n$%c\n",
                                               "a\n\"b\" \\c \\n\n",
                                               "# a\nb\n",
                                               "a\n# b\n",
                                               "a\n}\nb\n",
                                               "{\n  \"a\": 1\n}\n",
                                               "a\n"
                                               "b\x01\n",
                                               "\x01",
                                               "\x1b[0m",
                                               "\x7f",
                                               "\t",
                                               "a\tb",
                                               "\u0085",
                                               "\u00a0",
                                               "a\n\u00a0b\nc\n",
                                               "\u2028",
                                               "a\u2028b\nc\n",
                                               "\ufeff",
                                               "\ufeff"
                                               "a\nb\n",
                                               "\u00e9",
                                               "a\n\u00e9\n",
                                               "\u00fcber\nb\n",
                                               "\u043a\u043b\u044e\u0447",
                                               "\u9375",
                                               "\u65e5\u672c\u8a9e\n\u9375\n",
                                               "\ud55c\uad6d\uc5b4",
                                               "\u05de\u05e4\u05ea\u05d7",
                                               "\u0645\u0641\u062a\u0627\u062d",
                                               "\U0001f600",
                                               "a\n\U0001f600\n",
                                               "\U0001f468\u200d\U0001f469\u200d\U0001f467",
                                               "\U0001f1e9\U0001f1ea",
                                               "x\u0301",
                                               "a\n\u0301b\nc\n",
                                               "\u202e",
                                               "\ufffd",
                                               "\ue000",
                                               "\u0e01\u0e33",
                                               "\u0915\u094d\u0937",
                                               "\u2122",
                                               "\u2192",
                                               "null",
                                               "true",
                                               "1",
                                               "-1",
                                               "for",
                                               "in",
                                               "if",
                                               "app.kubernetes.io/name",
                                               "istio-injection",
                                               "a-",
                                               "-a",
                                               "_a",
                                               "a.b",
                                               "a/b",
                                               "a b c",
                                               "0a",
                                               "a0",
                                               "[",
                                               "]",
                                               "(",
                                               ")",
                                               "a = b",
                                               "a # b",
                                               "a // b",
                                               "/* a */",
                                               "cluster.local/ns/a/sa/b",
                                               "*.example.com",
                                               "{{ .x }}",
                                               "^/api/(v1|v2)/[^/]+$",
                                               "\\.",
                                               "<<EOT",
                                               std::string(70, 'x'),
                                               std::string("a\0b", 3)};
  return all;
}

const std::vector<std::string>& OddHclNumbers() {
  static const std::vector<std::string> all = {"0",
                                               "-0",
                                               "1",
                                               "-1",
                                               "1.0",
                                               "0.10",
                                               "-2.5",
                                               "1e3",
                                               "1E3",
                                               "1e+3",
                                               "1E-7",
                                               "-1.5e-3",
                                               "9223372036854775807",
                                               "-9223372036854775808",
                                               "18446744073709551615",
                                               "123456789012345678901234567890.123456789"};
  return all;
}

Value Attribute(const std::string& name, Value value) {
  return Value::Map{{"name", name}, {"value", std::move(value)}};
}

}  // namespace

std::string HclMaker::MakeString() {
  static const std::vector<std::string> kPieces = {
      "a", "b", "1",  " ",      "  ",     "\n",         "\n",      "\t",  "$", "%",
      "{", "}", "\"", "\\",     "n",      "u",          "EOT",     "#",   "-", ".",
      "/", "=", "\r", "\u00e9", "\u9375", "\U0001f600", "x\u0301", "\x01"};
  if (Below(2) == 0) return Pick(OddHclStrings());
  std::string out;
  for (std::size_t n = Below(12); n > 0; --n) out += Pick(kPieces);
  return Below(3) == 0 ? out + "\n" : out;
}

std::string HclMaker::MakeKey() {
  static const std::vector<std::string> kKeys = {"host", "subset",          "port",
                                                 "app",  "match_labels",    "name",
                                                 "a",    "istio-injection", "max_connections"};
  return Below(4) == 0 ? MakeString() : Pick(kKeys);
}

Value HclMaker::MakeScalar() {
  switch (Below(7)) {
    case 0:
      return Value(Below(2) == 0);
    case 1:
      return Value(static_cast<std::int64_t>(random_()) - 2'000'000'000);
    case 2:
      return Value(*Number::Parse(Pick(OddHclNumbers())));
    case 3:
      return {};
    default:
      return Value(MakeString());
  }
}

Value HclMaker::MakeValue(int depth) {
  const std::size_t kind = depth == 0 ? 9 : Below(5);
  if (kind == 0) {
    Value::List out;
    for (std::size_t n = Below(4); n > 0; --n) out.push_back(MakeValue(depth - 1));
    return Value(std::move(out));
  }
  if (kind <= 2) {
    Value::Map out;
    for (std::size_t n = Below(5); n > 0; --n) {
      out.insert_or_assign(MakeKey(), MakeValue(depth - 1));
    }
    return Value(std::move(out));
  }
  return MakeScalar();
}

HclMaker::Expression HclMaker::MakeExpression(int depth) {
  static const std::vector<std::string> kTraversals = {"local.name",
                                                       "mesh_virtual_service.reviews"};
  static const std::vector<std::string> kFunctions = {"jsonencode", "merge"};
  const std::size_t kind = depth == 0 ? 9 : Below(9);
  if (kind == 0) {
    const std::string& text = Pick(kTraversals);
    return {HclExpression::Raw{text}, text};
  }
  if (kind == 1 || kind == 2) {
    HclExpression::Call call{.function = Pick(kFunctions), .arguments = {}};
    HclExpression::Tuple tuple;
    Value::List meaning;
    if (kind == 1) meaning.push_back(call.function);
    for (std::size_t n = Below(3); n > 0; --n) {
      Expression item = MakeExpression(depth - 1);
      (kind == 1 ? call.arguments : tuple).push_back(std::move(item.written));
      meaning.push_back(std::move(item.meaning));
    }
    if (kind == 1) return {std::move(call), std::move(meaning)};
    return {std::move(tuple), std::move(meaning)};
  }
  if (kind == 3) {
    HclExpression::Object object;
    Value::Map meaning;
    for (std::size_t n = Below(4); n > 0; --n) {
      std::string key = MakeKey();
      Expression member = MakeExpression(depth - 1);
      if (!meaning.emplace(key, std::move(member.meaning)).second) continue;
      object.insert(object.begin(), {std::move(key), std::move(member.written)});
    }
    return {std::move(object), std::move(meaning)};
  }
  Value value = MakeValue(depth);
  return {value, value};
}

HclMaker::Sample HclMaker::MakeBody(int depth) {
  static const std::vector<std::string> kNames = {
      "hosts", "http",  "to", "id", "x_long_name", "namespace", "workload_selector",
      "tls",   "source"};
  static const std::vector<std::string> kTypes = {"resource", "import", "provider", "terraform"};
  Sample out{.file = {}, .meaning = Value::List{}};
  std::vector<std::string> left = kNames;
  for (std::size_t n = Below(6); n > 0; --n) {
    if (Below(6) == 0) out.file.push_back(HclComment{"from a.yaml:1\n\nsee ${x} = \"y\""});
    if (depth > 0 && Below(3) == 0) {
      HclBlock block{Pick(kTypes)};
      Value::List labels;
      for (std::size_t k = Below(3); k > 0; --k) {
        block.labels.push_back(Pick(kNames));
        labels.push_back(block.labels.back());
      }
      Sample body = MakeBody(depth - 1);
      block.body = std::move(body.file);
      out.meaning.as_list().push_back(Value::Map{
          {"type", block.type}, {"labels", std::move(labels)}, {"body", std::move(body.meaning)}});
      out.file.push_back(std::move(block));
      continue;
    }
    const auto name = left.begin() + static_cast<std::ptrdiff_t>(Below(left.size()));
    Expression value = MakeExpression(3);
    out.meaning.as_list().push_back(Attribute(*name, std::move(value.meaning)));
    out.file.push_back(HclAttribute{*name, std::move(value.written)});
    left.erase(name);
  }
  return out;
}

HclMaker::Sample HclMaker::Make() { return MakeBody(2); }

HclMaker::Sample HclMaker::OddStrings() {
  Sample out{.file = {}, .meaning = Value::List{}};
  int number = 0;
  for (const std::string& odd : OddHclStrings()) {
    const Value values[] = {odd, Value::List{odd}, Value::Map{{odd, odd}, {"a_long_neighbour", 1}},
                            Value::Map{{"a", Value::List{Value::Map{{odd, Value::List{odd}}}}},
                                       {odd, 1},
                                       {"b", Value::List{Value::List{1}}}}};
    for (const Value& value : values) {
      const std::string name = "odd_" + std::to_string(number++);
      out.file.push_back(HclAttribute{name, value});
      out.meaning.as_list().push_back(Attribute(name, value));
    }
  }
  return out;
}

}  // namespace mesh
