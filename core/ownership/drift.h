#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ownership/managed_fields.h"

namespace mesh::ownership {

/// How a field that is not as we applied it gets back.
enum class WayBack {
  /// An apply sets it, since nobody else owns it, or gives it up.
  kApply,
  /// An apply is refused unless it is forced, because an Update manager (`kubectl edit`) owns the
  /// field now. That is drift all the same.
  kForcedApply,
  /// Another Apply manager owns the field: a conflict that a person has to settle.
  kConflict,
  /// A field of somebody else's in a closed object. An apply does not remove it.
  kRemoval,
};

/// A field that differs from what we applied.
struct FieldDrift {
  enum class Change {
    kChanged,  ///< it has another value
    kMissing,  ///< it is gone
    kAdded,    ///< it is there and should not be
  };
  FieldPath path;
  Change change = Change::kChanged;
  WayBack way_back = WayBack::kApply;
  /// Who owns the field now beside us; nobody, and nobody known, when absent.
  std::optional<FieldManager> owner = {};

  bool operator==(const FieldDrift&) const = default;
};

/// An object as we should see it.
struct ReadBack {
  /// What is ours of the live object. Equal to the prior manifest when nothing drifted.
  Value manifest;
  /// Empty exactly when `manifest` is the prior one.
  std::vector<FieldDrift> drifts;
  /// Warnings about records of ownership that cannot be read.
  Diagnostics diagnostics;
};

struct ReadBackInput {
  /// The object as we last applied it.
  const Value& prior;
  /// The whole object from the server, in the same API version.
  const Value& live;
  /// Our field manager.
  std::string_view manager;
  /// True when everything in `spec`, and the annotation istio.io/dry-run, is ours.
  bool closed = false;
  /// Fields, by the names that lead there, that never count: fields to ignore, and marks that an
  /// apply adds to the manifest.
  std::vector<std::vector<std::string>> ignored = {};
};

/// Compares an object with what we applied, by ownership and meaning.
///
/// A field of `prior` keeps its spelling where live means the same, else shows what is live; what
/// the server dropped because it says nothing (`{}`, `[]`, false, 0, "") is still there as long as
/// we own it. Fields that only live has count when we own them (a former apply set them) or when
/// the object is closed. Items of lists are found by key where the server keeps the list as a map
/// or set, which managedFields tells.
///
/// A list or map that is kept whole belongs to one writer: while we own it, what it has more than
/// `prior` was put there by the server, because whoever else writes it takes it away from us. When
/// we do not own it any more, only known defaults are no difference. In a closed object only known
/// defaults are none at all, since whoever can write the object can also forge the record of
/// ownership; where the defaults of a kind are not known, ownership decides.
ReadBack ReadBackManifest(const ReadBackInput& input);

}  // namespace mesh::ownership
