#pragma once

#include <span>
#include <string_view>

#include "core/checks/finding.h"

namespace mesh::kong {

/// A statement about one object inside of a Kong object: `path` (there is something but null) or
/// `path=value` (it is that string, or a list that has it; what the server fills in counts). A path
/// names members, with dots between them. Of several paths, and of several values, with `|` between
/// them, one must do. Empty: the object itself.
struct Term {
  consteval Term(std::string_view text)
      : path(text.substr(0, text.find('='))),
        is_any(text.find('=') == std::string_view::npos),
        values(is_any ? std::string_view() : text.substr(text.find('=') + 1)) {}
  consteval Term(const char* text) : Term(std::string_view(text)) {}

  std::string_view path;
  bool is_any;
  std::string_view values;
};

enum class Then {
  kNeeds,    ///< where the first holds, the second must
  kForbids,  ///< where the first holds, the second may not
};

/// One rule of the form in which most validations of Kong's definitions are.
struct Condition {
  const Rule& rule;
  /// Kinds, or plugins when it is about settings, with spaces between them.
  std::string_view kinds;
  /// The object that the terms are about; `from[]` stands for each item of `from`.
  std::string_view at;
  Term when;
  Then then;
  Term other;
};

/// Judges `object` by those of `conditions` that are for its kind. `shape` says what the server
/// fills in; null: nothing.
void CheckConditions(std::span<const Condition> conditions, std::string_view kind,
                     const Value& object, const ObjectShape* shape, const Place& at, Findings& out);

/// Splits at `separator`: the first part, which `rest` then no longer has.
std::string_view NextPart(std::string_view& rest, char separator);
/// Whether `list`, with `separator` between its parts, has `part`.
bool HasPart(std::string_view list, char separator, std::string_view part);

}  // namespace mesh::kong
