#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planes/plane.h"

namespace mesh {

/// Our mark of an object of a cluster: annotations on the object itself.
inline constexpr char kOwnerAnnotation[] = "meshgen.io/owner";
inline constexpr char kResourceAnnotation[] = "meshgen.io/resource";
/// `true` on objects that existed before us.
inline constexpr char kAdoptedAnnotation[] = "meshgen.io/adopted";
/// The run (run_name.h) in which an object became ours, until that run has ended well: whoever
/// wrote the object may have died before the host recorded it.
inline constexpr char kPendingAnnotation[] = "meshgen.io/pending";

/// The field manager of an owner's applies.
std::string ManagerOf(const std::string& owner);

/// The mark that an object carries; pending when the run that left it so is not under way.
std::optional<Mark> MarkOf(const Value& object);
/// `content` with the mark on it.
Value WithMark(Value content, const Mark& mark);
/// Where the marks are, for comparisons that must not see them.
std::vector<std::vector<std::string>> MarkPaths();

}  // namespace mesh
