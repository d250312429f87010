#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/ownership/object_text.h"
#include "core/ownership/status.h"

namespace mesh::ownership {

/// A failed answer taken apart, as the rows of the table see it.
struct StatusContext {
  const FailedAnswer& answer;
  const AskedFor& asked;
  std::string reason;
  std::string message;
  /// details.kind and details.name: the resource in plural, and what was meant.
  std::string resource;
  std::string name;
  std::string retry_after;

  /// The object that was asked for.
  std::string Object() const { return ObjectText(asked.key); }
  /// One error about it, at the attribute that was asked for.
  Diagnostics One(std::string summary, std::string detail) const {
    return {Error(std::move(summary), std::move(detail), asked.attribute)};
  }
};

/// The text between two others; nullopt when they are not there in this order.
std::optional<std::string> Between(std::string_view text, std::string_view before,
                                   std::string_view after);

/// Reads the field of a validation error (`spec.rules[0].host`, `spec.hard[cpu]`); empty when it
/// names none.
FieldPath ParseErrorField(std::string_view text);

/// One kind of failure. All conditions that a row states must hold; the first row that fits says
/// what the failure means.
struct StatusRow {
  int code = 0;
  std::string_view reason = {};
  /// What the message has in it.
  std::string_view words = {};
  /// The reason of one of the causes.
  std::string_view cause = {};
  /// details.kind.
  std::string_view resource = {};
  Diagnostics (*describe)(const StatusContext&) = nullptr;
};

// What the failures mean, for the table.
namespace describe {
Diagnostics FieldManagerConflict(const StatusContext& c);
Diagnostics AlreadyExists(const StatusContext& c);
Diagnostics WrongUid(const StatusContext& c);
Diagnostics ChangedMeanwhile(const StatusContext& c);
Diagnostics NamespaceTerminating(const StatusContext& c);
Diagnostics NamespaceMissing(const StatusContext& c);
Diagnostics KindMissing(const StatusContext& c);
Diagnostics ObjectMissing(const StatusContext& c);
Diagnostics QuotaExceeded(const StatusContext& c);
Diagnostics QuotaNeedsValues(const StatusContext& c);
Diagnostics WebhookRefused(const StatusContext& c);
Diagnostics WebhookUnreachable(const StatusContext& c);
Diagnostics WebhookWithoutDryRun(const StatusContext& c);
Diagnostics PolicyRefused(const StatusContext& c);
Diagnostics PodSecurity(const StatusContext& c);
Diagnostics MissingRight(const StatusContext& c);
Diagnostics OtherwiseForbidden(const StatusContext& c);
Diagnostics Unauthorized(const StatusContext& c);
Diagnostics Invalid(const StatusContext& c);
Diagnostics UnknownField(const StatusContext& c);
Diagnostics TooLarge(const StatusContext& c);
Diagnostics TooManyRequests(const StatusContext& c);
Diagnostics ServerTrouble(const StatusContext& c);
Diagnostics Unexpected(const StatusContext& c);
}  // namespace describe

}  // namespace mesh::ownership
