#pragma once

#include <span>
#include <string_view>

#include "core/ownership/kind_tables.h"

namespace mesh::ownership {

// The rows behind KindTables. `group` and `kind`: `*` is any; the group `@pod` stands for every
// kind that holds a pod's spec, with patterns that start there.

struct MeaningRow {
  std::string_view group;
  std::string_view kind;
  std::string_view pattern;
  Meaning meaning;
};
std::span<const MeaningRow> MeaningRows();

struct ShapeRow {
  std::string_view group;
  std::string_view kind;
  std::string_view pattern;
  /// Names of the key fields with commas between; empty for a set.
  std::string_view keys;
};
std::span<const ShapeRow> ShapeRows();

struct KeyDefaultRow {
  std::string_view field;
  std::string_view value;
};
/// Key fields that an item may leave out, wherever they are.
std::span<const KeyDefaultRow> KeyDefaultRows();

struct DefaultRow {
  std::string_view group;
  std::string_view kind;
  std::string_view pattern;
  /// As JSON; `*`: whatever is there was chosen by the server.
  std::string_view value;
  /// When it is the default: `+spec.egress` only with that field, `-spec.egress` only without,
  /// `!"None"` only when the value is not that.
  std::string_view when = {};
};
std::span<const DefaultRow> DefaultRows();

struct PodRow {
  std::string_view group;
  std::string_view kind;
  std::string_view path;
};
std::span<const PodRow> PodRows();

struct ClosedRow {
  std::string_view group;
  std::string_view kind;
};
/// Kinds whose every default is in DefaultRows (or that have none).
std::span<const ClosedRow> KindsWithAllDefaults();

}  // namespace mesh::ownership
