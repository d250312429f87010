#include "core/formats/testing/yaml_texts.h"

#include <array>

#include "core/formats/encoding.h"

namespace mesh {
namespace {

using Texts = std::vector<std::string>;

std::string WithCrLf(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? "\r\n" : std::string(1, c);
  return out;
}

}  // namespace

std::string YamlTextMaker::Digits(const std::string& alphabet) {
  std::string out;
  for (std::size_t n = 1 + Below(OneIn(6) ? 24 : 4); n > 0; --n) out += Pick(alphabet);
  return out;
}

std::string YamlTextMaker::Number() {
  static const Texts kSigns = {"", "", "", "-", "+", "--", "+-"};
  static const Texts kPrefixes = {"",   "",   "",   "0",  "00", "0x", "0X",
                                  "0b", "0B", "0o", "0O", ".",  "0_", "0x_"};
  static const Texts kAlphabets = {"0123456789", "01",      "01234567",   "0123456789abcdefABCDEF",
                                   "0123456789", "012_345", "0123456789", "09"};
  static const Texts kTails = {"",       "",  "",     "",  ".",  "e3", "E+2",  "e-7", "e",    ":30",
                               ":59:59", "_", "e400", "s", "Gi", "m",  ".inf", "_e1", ".5e1", " "};
  std::string out = Pick(kSigns) + Pick(kPrefixes) + Digits(Pick(kAlphabets));
  if (OneIn(3)) out += "." + (OneIn(5) ? "" : Digits(Pick(kAlphabets)));
  return out + Pick(kTails);
}

std::string YamlTextMaker::Timestamp() {
  const auto two = [&](std::size_t most) {
    const std::string digits = std::to_string(Below(most));
    return digits.size() == 1 && OneIn(2) ? "0" + digits : digits;
  };
  static const Texts kZones = {"", "Z", "z", "+02:00", "-5", "+2:00", " Z", " +01:00", "-24:00"};
  static const Texts kBetween = {"T", "t", " ", "  ", "_"};
  static const Texts kYears = {"2001", "1999", "2024", "1900", "0000", "201", "20010"};
  std::string out = Pick(kYears) + "-" + two(14) + "-" + two(33);
  if (OneIn(3)) return out;
  out += Pick(kBetween) + two(25) + ":" + two(61) + ":" + two(61);
  if (OneIn(2)) out += "." + (OneIn(6) ? "" : Digits("0123456789"));
  return out + Pick(kZones);
}

std::string YamlTextMaker::Word() {
  static const Texts kWords = {"yes",   "no", "on",   "off",  "y",    "n",    "true",
                               "false", "~",  "null", "Null", "nil",  ".inf", "-.inf",
                               ".nan",  "=",  "<<",   "",     "none", "Yes1", "nul"};
  std::string out = Pick(kWords);
  for (char& c : out) {
    if (OneIn(4) && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

std::string YamlTextMaker::Plain() {
  static const Texts kTexts = {"a",        "a b",  "tr\u00fce", "\u65e5\u672c", "\U0001f600 x",
                               "http://x", "a#b",  "-a",        "?a",           ":a",
                               "a:b",      "a\tb", "{{x}}a",    "a\u00a0b",     "250m"};
  switch (Below(5)) {
    case 0:
      return Number();
    case 1:
      return Timestamp();
    case 2:
      return Word();
    default:
      return Pick(kTexts);
  }
}

std::string YamlTextMaker::Tagged() {
  static const Texts kTags = {"!!str",  "!!int",       "!!float",  "!!bool", "!!null",
                              "!!null", "!!timestamp", "!!binary", "!"};
  const std::string tag = Pick(kTags);
  std::string text = Plain();
  if (tag == "!!binary") {
    // Bytes that are no UTF-8 are kubectl's guess and our refusal.
    static const Texts kWrong = {"a", "a===", "a b=", "YQ==YQ==", "YWE", "\u00e9"};
    text =
        OneIn(4) ? Pick(kWrong) : EncodeBase64(Pick(Texts{"a", "\u00e9", ""}) + Digits("ab 0\n"));
  } else if (tag == "!!timestamp" && !OneIn(5)) {
    text = Timestamp();
  }
  if (text.find_first_of("#:{?\t") != std::string::npos || OneIn(3)) text = "\"" + text + "\"";
  return tag + " " + text;
}

std::string YamlTextMaker::Quoted() {
  static const Texts kTexts = {"''",
                               "'a''b'",
                               "\"\"",
                               "\"a\\nb\"",
                               "\"\\x41\\u00e9\\U0001F600\"",
                               "'\u65e5 # x'",
                               "\"a: b\"",
                               "\"\\N\\_\\L\\P\\e\\0\\a\"",
                               "'yes'",
                               "\"1_000\"",
                               "\"a\\\\\\\"b\"",
                               "\"\\ttab\\r\"",
                               "\"\u0085\""};
  return Pick(kTexts);
}

std::string YamlTextMaker::Key() {
  static const Texts kKinds = {"k", "k", "k", "k", "a b", "\u00e9", "x/y.z", "-"};
  const std::string number = std::to_string(++keys_);
  switch (Below(8)) {
    case 0:
      return number;
    case 1:
      return "0x1000" + number;
    case 2:
      return "\"q" + number + "\"";
    case 3:
      return "'" + number + " : #'";
    default:
      return Pick(kKinds) + number;
  }
}

std::string YamlTextMaker::Flow(int depth) {
  if (depth == 0) return OneIn(2) ? Quoted() : std::to_string(Below(1000));
  const bool map = OneIn(2);
  std::string out = map ? "{" : "[";
  static const Texts kCommas = {", ", ",", " , ", ",\n    ", ", # c\n     "};
  for (std::size_t n = Below(4); n > 0; --n) {
    if (map) out += "f" + std::to_string(++keys_) + ": ";
    out += OneIn(3) && !anchors_.empty() ? "*" + Pick(anchors_) : Flow(depth - 1);
    if (n > 1 || OneIn(4)) out += Pick(kCommas);
  }
  return out + (map ? "}" : "]");
}

std::string YamlTextMaker::Block(std::size_t indent) {
  static const Texts kHeads = {"|", "|-", "|+", ">", ">-", ">+", "| # c", ">- # c"};
  static const Texts kLines = {
      "text",
      "# no comment",
      "- a: b",
      "  more",
      "",
      "\u00e9\U0001f600",
      "a long line that a folded scalar joins with the next one by a space",
      "trailing  ",
      "---",
      "\tx",
      "..."};
  std::string out = Pick(kHeads) + "\n" + std::string(indent, ' ') + "first\n";
  for (std::size_t n = Below(6); n > 0; --n) {
    const std::string line = Pick(kLines);
    out += (line.empty() ? "" : std::string(indent, ' ') + line) + "\n";
  }
  return out;
}

std::string YamlTextMaker::Comment() {
  static const Texts kComments = {" # c", "\t# c", " # 'c", "  #", " # c: [d", " # c\u0085# d"};
  return OneIn(6) ? Pick(kComments) : "";
}

/// What stands behind `key:` or `-`, with its line break.
std::string YamlTextMaker::Entry(std::size_t indent, int depth) {
  std::string anchor;
  if (OneIn(8)) anchor = "a" + std::to_string(++keys_);
  const std::string front = anchor.empty() ? " " : " &" + anchor + " ";
  std::string out;
  switch (Below(depth == 0 ? 5 : 9)) {
    case 0:
      out = front + Quoted() + Comment() + "\n";
      break;
    case 1:
      out = front + Flow(2) + Comment() + "\n";
      break;
    case 2:
      out = front + Block(indent + 2);
      break;
    case 3:
      return anchors_.empty() ? " x\n" : " *" + Pick(anchors_) + Comment() + "\n";
    case 4:
      out = front + std::to_string(Below(99999)) + (OneIn(9) ? "  " : "") + Comment() + "\n";
      break;
    default:
      out = (anchor.empty() ? "" : " &" + anchor) + Comment() + "\n" + Inside(indent, depth - 1);
      if (!anchor.empty() && out.find("- ") == std::string::npos) maps_.push_back(anchor);
  }
  if (!anchor.empty()) anchors_.push_back(anchor);
  return out;
}

std::string YamlTextMaker::Inside(std::size_t indent, int depth) {
  return OneIn(3) ? List(indent + Below(2) * 2, depth) : Map(indent + 1 + Below(4), depth);
}

std::string YamlTextMaker::Map(std::size_t indent, int depth) {
  const std::string front(indent, ' ');
  std::string out;
  if (!maps_.empty() && OneIn(2)) {
    out += front +
           (OneIn(2) ? "<<: *" + Pick(maps_) : "<<: [*" + Pick(maps_) + ", *" + Pick(maps_) + "]") +
           "\n";
  }
  for (std::size_t n = 1 + Below(4); n > 0; --n) {
    if (OneIn(12)) out += std::string(Below(8), ' ') + "# comment\n";
    if (OneIn(12)) out += "\n";
    out += front + Key() + ":" + Entry(indent, depth);
  }
  return out;
}

std::string YamlTextMaker::List(std::size_t indent, int depth) {
  std::string out;
  for (std::size_t n = 1 + Below(3); n > 0; --n) {
    out += std::string(indent, ' ') + "-" + Entry(indent, depth);
  }
  return out;
}

std::string YamlTextMaker::Body() {
  anchors_.clear();
  maps_.clear();
  keys_ = 0;
  return Map(0, 3);
}

std::string YamlTextMaker::Document() {
  std::string out = (OneIn(5) ? "# head\n" : "") + Body();
  if (OneIn(4)) out = WithCrLf(out);
  return OneIn(10) ? "\ufeff" + out : out;
}

std::string YamlTextMaker::Stream() {
  static const Texts kBetween = {"---\n",
                                 "--- # c\n",
                                 "---\t\n",
                                 "...\n---\n",
                                 "... # c\n# d\n---\n",
                                 "---\n---\n",
                                 "---\n# c\n---\n",
                                 "...\n%YAML 1.1\n---\n",
                                 "...\n# c\n%TAG !e! tag:example.com,2000:\n---\n",
                                 "\n\n---\n",
                                 "---\n\n",
                                 "--- \n"};
  static const Texts kHeads = {"", "", "---\n", "%YAML 1.1\n---\n", "# c\n---\n", "\n---\n"};
  std::string out = Pick(kHeads) + Body();
  for (std::size_t n = Below(4); n > 0; --n) out += Pick(kBetween) + Body();
  static const Texts kTails = {
      "", "", "---\n", "...\n", "# c\n", "...\n# c\n", "... # c\u2028# d\n"};
  out += Pick(kTails);
  if (OneIn(4)) out = WithCrLf(out);
  return OneIn(10) ? "\ufeff" + out : out;
}

}  // namespace mesh
