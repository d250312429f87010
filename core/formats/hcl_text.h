#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mesh {

/// A key of an object as it is written: bare where it is an identifier and no keyword.
struct HclKey {
  std::string text;
  /// What `terraform fmt` counts when it aligns: grapheme clusters.
  std::size_t columns = 0;
};
HclKey WriteHclKey(std::string_view key);

/// True when a heredoc gives back exactly `text`: whole lines of which one at least starts at the
/// margin, and nothing that needs an escape.
bool FitsHeredoc(std::string_view text);

/// A heredoc whose closing mark stands at `indent` and whose lines stand two further right.
/// Requires: FitsHeredoc(text).
void WriteHeredoc(std::string_view text, std::size_t indent, std::string& out);

}  // namespace mesh
