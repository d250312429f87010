#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/diagnostic.h"
#include "core/model/value.h"

namespace mesh::generator {

/// Something to say of a document.
struct DocumentFinding {
  int line = 1;
  std::string code;
  Diagnostic what;
};

/// One object as somebody wrote it, and where.
struct InputDocument {
  /// Index into Input::files.
  std::size_t file = 0;
  /// Line that it starts at, from 1.
  int line = 1;
  /// Its place among the documents of its file, from 0.
  std::size_t index = 0;
  Value value;
  /// The text that it is in, and that text's first line; empty when it came from no text.
  std::string_view text = {};
  int text_line = 1;
  /// The text is a list, and this is its one item.
  bool is_item = false;
  /// For whoever judges it while it is read.
  std::vector<DocumentFinding> findings = {};
};

/// Is given each document on the thread that read it, and may take its value; its index is not
/// known yet. A text that turns out to be YAML after all is read, and given, a second time.
using EachDocument = std::function<void(InputDocument&)>;

/// Something that could not be read.
struct InputProblem {
  std::size_t file = 0;
  int line = 1;
  std::size_t index = 0;
  Diagnostic what;
};

/// What was read of files, folders and standard input.
struct Input {
  std::vector<std::string> files;
  /// In the order of files and lines. Lists are taken apart; empty documents are left out.
  std::vector<InputDocument> documents;
  std::vector<InputProblem> problems;
  /// Comments, which objects cannot carry.
  std::size_t comments = 0;
  /// What documents point into.
  std::deque<std::string> texts;
};

/// Reads `paths`: files, folders (every .yaml, .yml, .json and .jsonl below them) and `-` for
/// standard input; YAML, JSON or JSON lines. A document that cannot be read becomes a problem, and
/// so does an item of a list; the others are still read. An error is a path that cannot be opened.
/// A document that `each` is done with need not be kept: that saves most of the memory.
Result<Input> ReadInput(const std::vector<std::string>& paths, const EachDocument& each = nullptr);

/// The line that the node at `path` of a document stands at; the document's own where there is
/// none.
int LineOf(const InputDocument& document, const Path& path);

}  // namespace mesh::generator
