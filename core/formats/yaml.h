#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/diagnostic.h"
#include "core/model/value.h"

namespace mesh {

/// One YAML document: block style, two spaces, sorted keys, LF; lists stand at the indent of their
/// key. Strings are quoted exactly where a YAML 1.1 reader (kubectl) would read something else.
/// Equal inputs give equal bytes. Requires: nothing unknown inside.
std::string WriteYaml(const Value& value);
/// The same, appended to `out`.
void WriteYaml(const Value& value, std::string& out);

struct YamlDocument {
  Value value;
  /// Line that the document's content starts at, from 1.
  int line = 1;
  /// True when a comment stands anywhere in the text up to the document's end.
  bool has_comments = false;
};

/// Reads a stream of documents; empty ones are left out. Scalars mean what kubectl takes them for
/// (YAML 1.1: `yes` is true, `0644` is 420), numbers keep their spelling, keys become strings.
/// Errors name `source`, line and fix: malformed text, a key that appears twice, collections as
/// keys, tags without a meaning in JSON, aliases that expand beyond a million nodes.
Result<std::vector<YamlDocument>> ReadYaml(std::string_view text, const std::string& source);

}  // namespace mesh
