#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/formats/source_document.h"
#include "core/model/diagnostic.h"
#include "core/model/value.h"

namespace mesh {

/// One YAML document: block style, two spaces, sorted keys, LF; lists stand at the indent of their
/// key. Strings are quoted exactly where a YAML 1.1 reader (kubectl) would read something else.
/// Equal inputs give equal bytes. Requires: nothing unknown inside.
std::string WriteYaml(const Value& value);
/// The same, appended to `out`.
void WriteYaml(const Value& value, std::string& out);

/// A part of a stream that can be read on its own, on any thread.
struct YamlPiece {
  std::string_view text;
  /// Line number of its first line within the stream, from 1.
  int line = 1;
};

/// Cuts a stream before its document separators; a byte order mark at the start is left out, and
/// the rest is in the pieces without gaps. A piece holds one document with the comments around it,
/// and seldom (directives without `...` before them) several.
std::vector<YamlPiece> SplitYaml(std::string_view text);

/// Reads the documents of one piece, at least one; all but the last are whole or have mistakes that
/// do not touch the next. Scalars mean what kubectl takes them for (YAML 1.1: `yes` is true, `0644`
/// is 420), numbers keep their spelling, keys become strings. Mistakes are malformed text, a key
/// that appears twice, collections as keys, tags without a meaning in JSON, aliases that expand
/// beyond a million nodes.
std::vector<SourceDocument> ReadYamlPiece(const YamlPiece& piece, const ReadOptions& options = {});

struct YamlDocument {
  Value value;
  /// Line that the document's content starts at, from 1.
  int line = 1;
  /// True when a comment stands anywhere in the text up to the document's end.
  bool has_comments = false;
};

/// Reads a stream of documents, all or none; empty ones are left out. Errors name `source`, line
/// and fix, for each mistake of each document.
Result<std::vector<YamlDocument>> ReadYaml(std::string_view text, const std::string& source);

}  // namespace mesh
