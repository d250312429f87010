#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace mesh {

/// Makes YAML as people and their tools write it, with a liking for all that readers of YAML 1.1
/// and 1.2 take differently. The same seed gives the same texts.
class YamlTextMaker {
 public:
  explicit YamlTextMaker(std::uint32_t seed) : random_(seed) {}

  /// What is a number, or nearly: any base, underscores, signs, fractions, exponents, base 60.
  std::string Number();
  /// What is a date or a time, or nearly.
  std::string Timestamp();
  /// One of the words for null and bool, in any case.
  std::string Word();
  /// A tag of YAML 1.1 and a scalar that may or may not fit it.
  std::string Tagged();
  /// A document: blocks, flow collections, every style of scalar, anchors, merge keys, comments;
  /// LF or CRLF, sometimes a byte order mark.
  std::string Document();
  /// Some documents with separators, end markers and directives.
  std::string Stream();

 private:
  std::size_t Below(std::size_t n) { return random_() % n; }
  bool OneIn(std::size_t n) { return Below(n) == 0; }
  template <class List>
  auto Pick(const List& list) {
    return list[Below(list.size())];
  }

  std::string Digits(const std::string& alphabet);
  std::string Plain();
  std::string Key();
  std::string Quoted();
  std::string Flow(int depth);
  std::string Block(std::size_t indent);
  std::string Comment();
  std::string Entry(std::size_t indent, int depth);
  std::string Inside(std::size_t indent, int depth);
  std::string Map(std::size_t indent, int depth);
  std::string List(std::size_t indent, int depth);
  std::string Body();

  std::mt19937 random_;
  /// Anchors of the document that is being made, in all and of maps.
  std::vector<std::string> anchors_;
  std::vector<std::string> maps_;
  int keys_ = 0;
};

}  // namespace mesh
