#pragma once

#include <string>
#include <vector>

#include "core/model/diagnostic.h"
#include "core/model/value.h"

namespace mesh::generator {

/// One object as somebody wrote it, and where.
struct InputDocument {
  /// Index into Input::files.
  std::size_t file = 0;
  /// Line that it starts at, from 1.
  int line = 1;
  /// Its place among the documents of its file, from 0.
  std::size_t index = 0;
  Value value;
};

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
};

/// Reads `paths`: files, folders (every .yaml, .yml, .json and .jsonl below them) and `-` for
/// standard input; YAML, JSON or JSON lines. What cannot be read becomes a problem, and the rest is
/// still read; an error is a path that cannot be opened.
Result<Input> ReadInput(const std::vector<std::string>& paths);

/// Reads one text; `file` is its index in `out.files`.
void ReadDocuments(std::string_view text, std::size_t file, Input& out);

}  // namespace mesh::generator
