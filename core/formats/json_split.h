#pragma once

#include <string_view>
#include <vector>

#include "core/formats/source_document.h"

namespace mesh {

/// A part of a JSON text that can be read on its own, on any thread.
struct JsonPiece {
  /// The text up to the piece's end: with what stands before it, so that columns are known.
  std::string_view text;
  std::size_t begin = 0;
  /// Line number of its first character, from 1.
  int line = 1;

  std::string_view own() const { return text.substr(begin); }
};

/// Cuts a text into its documents, which stand one after the other, or the items of a `List`, as
/// `kubectl get -o json` prints it. A text that is anything else is one piece.
std::vector<JsonPiece> SplitJson(std::string_view text);

/// ReadJsonDocuments for one piece: lines and columns are those of the whole text.
std::vector<SourceDocument> ReadJsonPiece(const JsonPiece& piece, const ReadOptions& options = {});

}  // namespace mesh
