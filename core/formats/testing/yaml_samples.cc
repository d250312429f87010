#include "core/formats/testing/yaml_samples.h"

#include <array>

namespace mesh {

// One sample a line would make these lists unreadable.
// clang-format off
const std::vector<std::string>& OddScalars() {
  static const std::vector<std::string> all = {
      "", "~", "null", "Null", "NULL", "nULL", "true", "True", "TRUE", "tRUE", "false", "False",
      "FALSE", "yes", "Yes", "YES", "yEs", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF",
      "y", "Y", "n", "N", "0", "-0", "+0", "00", "1", "-1", "+1", "007", "0644", "08", "09", "0o7",
      "0o17", "-0o7", "0O7", "0x1F", "0X1F", "-0x1F", "+0x1F", "0xG", "0x", "0b101", "0B101",
      "-0b1", "0b2", "1_000", "1__0", "_1", "1_", "-_1", "0x_1", "0_7", "1_000.5", "1.5_0", "1.5",
      "-1.5", "+1.5", "1.", ".5", "-.5", "+.5", ".", "-", "+", "--", "1.2.3", "1e3", "1E3", "1e+3",
      "1e-3", "1.e3", ".5e1", "1e", "e1", "1e400", "1e-400", "08.5", "00.5", "1.0", "10.0", "0.1",
      "1e99999999999", "-1e-99999999999",
      "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
      "18446744073709551615", "18446744073709551616", "123456789012345678901234567890", ".inf",
      ".Inf", ".INF", "-.inf", "+.inf", ".nan", ".NaN", ".NAN", "inf", "nan", "Infinity",
      "2001-01-01", "2001-1-1", "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.10 -5",
      "2001-12-15 2:59:43.10", "12:30:45", "1:30", "190:20:30", "190:20:30.15", "0x1p3", "1e3_0",
      "0.1_0", "=", "<<", "!", "a!", "1a", "12e03", "0e0", "-0.0", "0x7fffffffffffffff",
      "0xffffffffffffffff", "0x10000000000000000", "-0xffffffffffffffff", "0777777777777777777777",
      "01777777777777777777777", "0b11111111", "5Gi", "250m", "10s", "1/2", "a:b", "a: b", "a:",
      ":a", ": a", ":", "a #b", "a#b", "#a", " a", "a ", "- a", "-a", "-", "--- a", "---", "...", "... a",
      "? a", "?a", "?", "a?", "[a", "a]", "{a", "a}", "a,b", ",a", "&a", "*a", "@a", "`a", "%a",
      "!a", "|", ">", "|a", "'a", "a'", "\"a", "a\"", "\\a", "a\\n", "a\tb", "\ta", "a\t", "a\nb",
      "a\n", "\na", "a\n\n", "a\n b\n", " a\nb", "\n", "\n\n", "a\r\nb", "a\r", "a\n\tb", "a \nb",
      "a\n#b", "a\n---\nb", "...\nb", "---\na", "\x01", "a\x7f", "\x1b[0m", "\u00e9", "\u00a0a",
      "\u0085", "a\u0085b", "\u2028", "a\u2028b\n", "\u2029", "\ufeff", "a\ufeff\n", "\ufeffa",
      "\U0001f600", "\ud7ff", "\ue000", "\ufffd", "a\u0080", "=a", "<a", "http://a.b/c?d=e&f",
      "*.example.com", "*", "a*", "cluster.local/ns/a/sa/b", "{{ .x }}", "%REQ(:path)%", "@type",
      "type.googleapis.com/x", "a\n  b\n c", "a  # b", "key: [", "\"quoted\"", "'single'",
      "tr\u00fce", "- - a", "a - b", "a\n- b", ">-", "|+\na"};
  return all;
}

const std::vector<std::string>& OddTexts() {
  static const std::vector<std::string> all = {
      "a: &x {b: 1}\nc: *x\n", "a: &x [1, 2]\nb: *x\n", "a: &x yes\nb: *x\n*x : c\n",
      "base: &b {x: 1, y: 2}\nd:\n  <<: *b\n  x: 3\n",
      "p: &p {x: 1}\nq: &q {x: 2, y: 2}\nd:\n  <<: [*p, *q]\n", "d:\n  <<: {x: 1}\n",
      "d:\n  <<: 1\n", "d:\n  \"<<\": {x: 1}\n", "a: *unknown\n", "&a a: b\nc: *a\n",
      "a: &a [*a]\n", "a: |\n  x\n   y\n\n  z\nb: 1\n", "a: |-\n  x\n\n", "a: |+\n  x\n\nb: 1\n",
      "a: >\n  x\n  y\n\n  z\n", "a: >-\n  x\n   y\n  z\n", "a: |2\n   x\n", "a: |\n\n  x\n",
      "a: |\nb: 1\n", "a: x\n  y\n  z\n", "a: \"x\n  y\"\n", "a: 'it''s'\n", "a: \"\\q\"\n",
      "- a\n- b\n", "-   a: 1\n    b: 2\n-   c: 3\n", "a:\n- b\n- c\n", "a:\n  - b\n",
      "- - a\n  - b\n- c\n", "[]\n", "{}\n", "a: []\n", "a: {}\n", "a:\n", "a: # none\n",
      "a: ''\n", "{a: 1, b: [1, 2], c: {d: e}}\n", "{a, b}\n", "[a: 1]\n", "{\"a\":1}\n",
      "{a: 1,}\n", "[a,]\n", "a: !!str 1\n", "a: !!int \"1\"\n", "a: !!float 1\n",
      "a: !!bool \"yes\"\n", "a: !!null ''\n", "a: !!bool 1\n", "a: !!int x\n", "a: ! b\n",
      "a: ! 1\n", "a: ! \"1\"\n", "a: !!binary aGVsbG8=\n", "a: !!binary a\n",
      "a: !!binary |\n  aGVs\n  bG8=\n", "a: !!timestamp 2001-01-01\n", "a: !!timestamp x\n",
      "a: !!int 1.5\n", "a: !!float 0x10\n", "a: !!set {b, c}\n", "a: !!omap [b: c]\n",
      "d:\n  !!str <<: x\n", "d:\n  ! <<: {x: 1}\n", "1e3: a\n", "+0xffffffffffffffff: a\n",
      "a: +0xffffffffffffffff\n", "a: +01777777777777777777777\n", "a: .5_0\n", "a: .5_\n",
      "a: ._5\n", "a: 1__0\n", "a: 190:20:30\n", "a: 0o17\n", "0o17: a\n", "0b1: a\n",
      "a: b\u0085c\n", "a: 'b\u0085  c'\n", "a: \"b\u2028c\"\n", "a:\tb\n", "a: b\t\n",
      "a: [b,\tc]\n", "\xef\xbb\xbf" "---\na: b\n", "a:\r\n- b\r\n- |\r\n  c\r\n\r\n  d\r\n",
      "a: >\r\n  b\r\n  c\r\n", "a: \"b\r\n  c\"\r\n", "a: b\r  c\r", "= : a\n", "a: =\n", "a: !!float \"1.5\"\n", "a: !!str yes\n", "a: !!map {b: c}\n", "a: !!seq [b]\n",
      "1: a\n", "0x10: a\n", "yes: a\n", "1.5: a\n", "null: a\n", "~: a\n", "? a\n: b\n",
      "? [a]\n: b\n", "-1: a\n", "1_0: a\n", "0.10: a\n", "2001-01-01: a\n", "'': a\n",
      ": a\n", "a: b: c\n", "a: [\n", "a: }\n", "a:\n\t- b\n", "\ta: b\n", "a: b\n c: d\n",
      "a\nb: c\n", "%YAML 1.1\n---\na: b\n", "%YAML 2.0\n---\na: b\n", "--- a\n",
      "---\na: b\n...\n", "# c\na: b # d\n#e\n", "a: 'b # c'\n", "a: b#c\n", "a: \"unclosed\n",
      "a: 'unclosed\n", "\xef\xbb\xbf" "a: b\n", "a: b\r\nc: d\r\n", "a: |\r\n  x\r\n  y\r\n",
      "a: @b\n", "a: `b\n", "a: %b\n", "a: -\n", "a: - b\n", "a: 'x' y\n", "a: [b]c\n",
      "\"a\": b\n", "a : b\n", "a:b\n", "a: *\n", "a: &\n", "a: &x\nb: *x\n",
      "a: 1 # x\nb: [1, # y\n 2]\n", "a: {b: }\n", "a: [ , ]\n", "- \n- a\n", "a: \"\\\n  b\"\n",
      "a: >\n  # no comment\n  x\n", "a: |  # comment\n  x\n", "a: .inf\n", "a: .nan\n"};
  return all;
}

const std::vector<std::string>& RefusedTexts() {
  static const std::vector<std::string> all = {
      "1e6: a\n", "1.23456789: a\n", "18446744073709551615: a\n", "-0.0: a\n", ".inf: a\n",
      "p: &p {x: 1}\nd:\n  x: 5\n  <<: *p\n", "a: !foo b\n", "a: !!binary /w==\n",
      "p: &p {x: 1}\nq: &q {x: 2}\nd:\n  <<: *p\n  <<: *q\n", "a: b\n...\nc: d\n", "1: a\n\"1\": b\n", " a: b\nc: d\n", "a: \xff\n",
      "a: 1\na: 2\n", "a: {b: 1, b: 2}\n", "- {a: 1, a: 1}\n", "true: a\nyes: b\n"};
  return all;
}

// clang-format on

namespace {

template <class T, std::size_t N>
const T& Pick(const std::array<T, N>& from, std::size_t at) {
  return from[at % N];
}

}  // namespace

std::string ValueMaker::MakeString() {
  static const std::string kAlphabet = "ab01 :#-?,[]{}&*!|>'\"%@`\n\t_.=<~\\/yn";
  if (Below(2) == 0) return OddScalars()[Below(OddScalars().size())];
  std::string out;
  for (std::size_t n = Below(9); n > 0; --n) out += kAlphabet[Below(kAlphabet.size())];
  if (Below(8) == 0) out += "\u00e9\U0001f600";
  return out;
}

std::string ValueMaker::Spoil(std::string text) {
  static const std::string kBytes = " \n\t:-#?,[]{}&*!|>'\"%@`ab01~.<=\\\xc3\xa9\xff\r";
  for (std::size_t n = 1 + Below(3); n > 0 && !text.empty(); --n) {
    const std::size_t at = Below(text.size());
    switch (Below(4)) {
      case 0:
        text[at] = kBytes[Below(kBytes.size())];
        break;
      case 1:
        text.insert(at, 1, kBytes[Below(kBytes.size())]);
        break;
      case 2:
        text.erase(at, 1 + Below(3));
        break;
      default:
        text.insert(at, text.substr(Below(text.size()), Below(8)));
    }
  }
  return text;
}

Value ValueMaker::MakeScalar() {
  switch (Below(6)) {
    case 0:
      return Value(Below(2) == 0);
    case 1:
      return Value(static_cast<std::int64_t>(random_()) - 2'000'000'000);
    case 2:
      return Value(*Number::Parse(
          Pick(std::to_array<std::string>({"0", "1.0", "0.1", "1e3", "-2.5", "9223372036854775807",
                                           "1.50", "-0", "1E-7", "18446744073709551615", "10.0"}),
               random_())));
    case 3:
      return {};
    default:
      return Value(MakeString());
  }
}

Value ValueMaker::Make(int depth) {
  const std::size_t kind = depth == 0 ? 9 : Below(4);
  if (kind == 0) {
    Value::List out;
    for (std::size_t n = Below(4); n > 0; --n) out.push_back(Make(depth - 1));
    return Value(std::move(out));
  }
  if (kind == 1 || kind == 2) {
    Value::Map out;
    for (std::size_t n = Below(5); n > 0; --n) out.insert_or_assign(MakeString(), Make(depth - 1));
    return Value(std::move(out));
  }
  return MakeScalar();
}

}  // namespace mesh
