#include "core/ownership/conflicts.h"

#include <algorithm>

#include "core/ownership/go_quote.h"
#include "core/ownership/object_text.h"

namespace mesh::ownership {
namespace {

constexpr std::string_view kFieldManagerConflict = "FieldManagerConflict";

const Value::List& CausesOf(const Value& status) {
  static const Value::List kNone;
  const Value& causes = status.At({"details", "causes"});
  return causes.is_list() ? causes.as_list() : kNone;
}

bool IsFieldConflict(const Value& cause) {
  return cause.Get("reason").StringOr("") == kFieldManagerConflict;
}

/// Takes `word` off the front of `text`.
bool Take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

/// Reads `conflict with "kubectl" with subresource "scale" using apps/v1 at 2026-01-01T00:00:00Z`.
FieldManager OwnerOf(std::string_view message) {
  FieldManager out{"", Operation::kApply};
  Take(message, "conflict with ");
  out.manager = TakeGoQuoted(message).value_or(std::string(message));
  if (Take(message, " with subresource ")) out.subresource = TakeGoQuoted(message).value_or("");
  // Servers say the version for Update managers only.
  if (!Take(message, " using ")) return out;
  out.operation = Operation::kUpdate;
  const std::size_t at = message.find(" at ");
  out.api_version = message.substr(0, at);
  if (at != message.npos) out.time = message.substr(at + 4);
  return out;
}

struct CauseRow {
  std::string_view reason;
  /// What the message has in it.
  std::string_view words;
  ConflictCause cause;
};
constexpr CauseRow kCauses[] = {
    {"AlreadyExists", "", ConflictCause::kAlreadyExists},
    {"", "UID in precondition", ConflictCause::kUid},
    {"", "uid mismatch", ConflictCause::kUid},
    {"", "ResourceVersion in precondition", ConflictCause::kResourceVersion},
    {"", "the object has been modified", ConflictCause::kResourceVersion},
};

std::string DescribeOwner(const FieldManager& owner) {
  std::string out = "the field manager " + GoQuote(owner.manager);
  if (!owner.subresource.empty()) out += ", which writes the subresource " + owner.subresource;
  if (owner.operation == Operation::kApply) return out + " (it applies the field itself)";
  return out + " (it updated the field" + (owner.time.empty() ? "" : " at " + owner.time) + ")";
}

}  // namespace

ConflictCause ConflictCauseOf(const Value& status) {
  if (std::ranges::any_of(CausesOf(status), IsFieldConflict)) return ConflictCause::kFieldManagers;
  const std::string reason = status.Get("reason").StringOr("");
  const std::string message = status.Get("message").StringOr("");
  const auto* found = std::ranges::find_if(kCauses, [&](const CauseRow& row) {
    return (row.reason.empty() || row.reason == reason) &&
           message.find(row.words) != std::string::npos;
  });
  return found == std::end(kCauses) ? ConflictCause::kOther : found->cause;
}

std::vector<FieldConflict> FieldConflictsOf(const Value& status, const Value& object) {
  std::vector<FieldConflict> out;
  for (const Value& cause : CausesOf(status)) {
    if (!IsFieldConflict(cause)) continue;
    FieldConflict conflict{cause.Get("field").StringOr(""), std::nullopt,
                           OwnerOf(cause.Get("message").StringOr(""))};
    if (auto path = ParseFieldPath(conflict.field, object)) conflict.path = std::move(*path);
    out.push_back(std::move(conflict));
  }
  return out;
}

Diagnostics ConflictDiagnostics(const std::vector<FieldConflict>& conflicts, const ObjectKey& key,
                                const AttributeOf& attribute_of) {
  Diagnostics out;
  for (const FieldConflict& conflict : conflicts) {
    const std::string field = conflict.field.substr(conflict.field.starts_with('.') ? 1 : 0);
    out.push_back(Error(
        "Another manager owns " + field + " of " + ObjectText(key),
        "The field belongs to " + DescribeOwner(conflict.owner) +
            ", with another value than the one configured here. Two writers of one field would "
            "undo each other's changes in turn, so nothing was written. To take the field over, "
            "set force_conflicts = true. To leave it to its owner, remove it here, or list it in "
            "ignore_fields.",
        attribute_of && conflict.path ? attribute_of(*conflict.path) : Path()));
  }
  return out;
}

}  // namespace mesh::ownership
