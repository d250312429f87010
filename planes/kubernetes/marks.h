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
/// The run in which an object became ours, and the runs that an object holds open: run_record.h.
inline constexpr char kRunAnnotation[] = "meshgen.io/run";
inline constexpr char kOpenAnnotation[] = "meshgen.io/open-runs";

/// The field manager of an owner's applies.
std::string ManagerOf(const std::string& owner);

/// The mark that an object carries; pending when it names a run, which may have ended well since.
std::optional<Mark> MarkOf(const Value& object);
/// `content` with the mark on it, and the runs that it holds open.
Value WithMark(Value content, const Mark& mark, const std::string& open_runs);
/// Where the marks are, for comparisons that must not see them.
std::vector<std::vector<std::string>> MarkPaths();

}  // namespace mesh
