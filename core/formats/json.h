#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/formats/source_document.h"
#include "core/model/diagnostic.h"
#include "core/model/value.h"

namespace mesh {

/// Canonical JSON: keys sorted bytewise, no white space, numbers as they were spelled, UTF-8 as it
/// is. Equal inputs give equal bytes. Requires: nothing unknown inside.
std::string WriteJson(const Value& value);

/// Reads one JSON document. Numbers keep their spelling; a key that appears twice, malformed text
/// and nesting deeper than 1,000 levels are errors that name `source`, line and column.
Result<Value> ReadJson(std::string_view text, const std::string& source);

/// Reads documents that stand one after the other: one, or one a line, or as `kubectl get -o json`
/// pieces them together. Beside ReadJson's mistakes, text that is no UTF-8 is one. Where a document
/// is malformed, reading goes on at the next line that starts with the same bracket.
std::vector<SourceDocument> ReadJsonDocuments(std::string_view text,
                                              const ReadOptions& options = {});

}  // namespace mesh
