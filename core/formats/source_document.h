#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/formats/source_map.h"
#include "core/model/diagnostic.h"
#include "core/model/value.h"

namespace mesh {

/// Something wrong in a text.
struct Mistake {
  /// From 1.
  int line = 0;
  /// From 1; 0 where only the line is known.
  int column = 0;
  /// The node at fault: everything outside of it is as it was written. Empty when the whole
  /// document is.
  Path path = {};
  /// Sentences: what is wrong, why it matters, and the fix.
  std::string what = {};
};

/// `mistake` in a text of that format ("YAML", "JSON") from `source`.
Diagnostic Describe(const Mistake& mistake, std::string_view format, const std::string& source);

/// One document as it was read. What is wrong with it does not touch its neighbours.
struct SourceDocument {
  /// What could be read. Where mistakes name nodes, these hold something else than was meant: null,
  /// or the first of two values. Null when a mistake has an empty path.
  Value value = {};
  /// Line that the content starts at, from 1.
  int line = 1;
  /// How many comments stand in its text, and between it and its neighbours. JSON has none.
  std::size_t comments = 0;
  /// True when there is no content: separators and comments alone.
  bool empty = false;
  /// In the order of the text; none when the document means what `value` says.
  std::vector<Mistake> mistakes = {};
  /// Filled where ReadOptions asked for it.
  SourceMap lines = {};
};

struct ReadOptions {
  /// Fill SourceDocument::lines. Takes about a tenth longer. To keep many documents, read without
  /// first and read again those that have findings.
  bool lines = false;
};

/// A document with more mistakes than this is given up.
constexpr std::size_t kMaxMistakes = 100;

/// The way to a node from the document's root, kept on the stack while reading.
struct NodePlace {
  const NodePlace* parent = nullptr;
  /// The key within a map; null within a list.
  const std::string* key = nullptr;
  std::size_t index = 0;

  /// Keys that are identifiers become attributes: `spec.hosts[0]`, `labels["example.com/a"]`.
  Path ToPath() const;
};

}  // namespace mesh
