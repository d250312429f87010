#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mesh::ownership {

/// A string in quotes as Go's %q writes it.
std::string GoQuote(std::string_view s);

/// Takes a string in Go's quotes off the front of `text`; nullopt, and `text` as it was, when
/// there is none.
std::optional<std::string> TakeGoQuoted(std::string_view& text);

}  // namespace mesh::ownership
