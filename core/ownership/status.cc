#include "core/ownership/status.h"

#include <algorithm>
#include <charconv>

#include "core/ownership/status_context.h"

namespace mesh::ownership {
namespace {

// Texts are those of k8s.io/apiserver and apimachinery 1.36. What admission says keeps the reason
// of whoever refused, so that it is told by its words, before the reasons.
constexpr StatusRow kRows[] = {
    {.cause = "NamespaceTerminating", .describe = describe::NamespaceTerminating},
    {.cause = "FieldManagerConflict", .describe = describe::FieldManagerConflict},
    {.words = "does not support dry run", .describe = describe::WebhookWithoutDryRun},
    {.words = "failed calling webhook ", .describe = describe::WebhookUnreachable},
    {.words = "admission webhook ", .describe = describe::WebhookRefused},
    {.words = "denied request:", .describe = describe::PolicyRefused},
    {.words = "violates PodSecurity ", .describe = describe::PodSecurity},
    {.words = "exceeded quota: ", .describe = describe::QuotaExceeded},
    {.words = "failed quota: ", .describe = describe::QuotaNeedsValues},
    {.reason = "AlreadyExists", .describe = describe::AlreadyExists},
    {.code = 409, .words = "UID in precondition", .describe = describe::WrongUid},
    {.code = 409, .words = "uid mismatch", .describe = describe::WrongUid},
    {.code = 409, .describe = describe::ChangedMeanwhile},
    {.code = 401, .describe = describe::Unauthorized},
    {.code = 403, .words = " cannot ", .describe = describe::MissingRight},
    {.code = 403, .describe = describe::OtherwiseForbidden},
    {.words = "field not declared in schema", .describe = describe::UnknownField},
    {.words = "strict decoding error", .describe = describe::UnknownField},
    {.code = 413, .describe = describe::TooLarge},
    {.words = "request is too large", .describe = describe::TooLarge},
    {.words = "trying to send message larger than max", .describe = describe::TooLarge},
    {.code = 422, .describe = describe::Invalid},
    {.code = 404, .resource = "namespaces", .describe = describe::NamespaceMissing},
    {.code = 404,
     .words = "could not find the requested resource",
     .describe = describe::KindMissing},
    {.code = 404, .words = "404 page not found", .describe = describe::KindMissing},
    {.code = 404, .describe = describe::ObjectMissing},
    {.code = 429, .describe = describe::TooManyRequests},
    {.code = 500, .describe = describe::ServerTrouble},
    {.code = 502, .describe = describe::ServerTrouble},
    {.code = 503, .describe = describe::ServerTrouble},
    {.code = 504, .describe = describe::ServerTrouble},
};

bool HasCause(const Value& status, std::string_view reason) {
  const Value& causes = status.At({"details", "causes"});
  return causes.is_list() && std::ranges::any_of(causes.as_list(), [&](const Value& cause) {
           return cause.Get("reason").StringOr("") == reason;
         });
}

bool Fits(const StatusRow& row, const StatusContext& c) {
  return (row.code == 0 || row.code == c.answer.code) &&
         (row.reason.empty() || row.reason == c.reason) &&
         (row.words.empty() || c.message.find(row.words) != std::string::npos) &&
         (row.cause.empty() || HasCause(c.answer.status, row.cause)) &&
         // A namespace that is asked for itself is an object like others.
         (row.resource.empty() || (row.resource == c.resource && c.asked.key.kind != "Namespace"));
}

StatusContext ContextOf(const FailedAnswer& answer, const AskedFor& asked) {
  StatusContext c{answer, asked, {}, {}, {}, {}, {}};
  c.reason = answer.status.Get("reason").StringOr("");
  c.message = answer.status.Get("message").StringOr(answer.body);
  const Value& details = answer.status.Get("details");
  c.resource = details.Get("kind").StringOr("");
  c.name = details.Get("name").StringOr("");
  const Value& seconds = details.Get("retryAfterSeconds");
  if (seconds.is_number()) c.retry_after = seconds.as_number().text();
  return c;
}

}  // namespace

std::optional<std::string> Between(std::string_view text, std::string_view before,
                                   std::string_view after) {
  const std::size_t start = text.find(before);
  if (start == text.npos) return std::nullopt;
  text.remove_prefix(start + before.size());
  const std::size_t end = text.find(after);
  if (end == text.npos) return std::nullopt;
  return std::string(text.substr(0, end));
}

FieldPath ParseErrorField(std::string_view text) {
  FieldPath out;
  if (text == "<nil>") return out;
  while (!text.empty()) {
    if (text[0] == '[') {
      const std::size_t end = std::min(text.find(']'), text.size());
      const std::string_view inside = text.substr(1, end - 1);
      std::int64_t index = 0;
      const auto [rest, error] =
          std::from_chars(inside.data(), inside.data() + inside.size(), index);
      if (error == std::errc() && rest == inside.data() + inside.size()) {
        out.emplace_back(ItemIndex{index});
      } else {
        out.emplace_back(FieldName{std::string(inside)});
      }
      text.remove_prefix(std::min(end + 1, text.size()));
      continue;
    }
    if (text[0] == '.') text.remove_prefix(1);
    const std::size_t end = std::min(text.find_first_of(".["), text.size());
    if (end > 0) out.emplace_back(FieldName{std::string(text.substr(0, end))});
    text.remove_prefix(end);
  }
  return out;
}

Diagnostics StatusToDiagnostics(const FailedAnswer& answer, const AskedFor& asked) {
  const StatusContext c = ContextOf(answer, asked);
  const auto* row = std::ranges::find_if(kRows, [&](const StatusRow& r) { return Fits(r, c); });
  if (row == std::end(kRows)) return describe::Unexpected(c);
  Diagnostics out = row->describe(c);
  return out.empty() ? describe::Unexpected(c) : out;
}

}  // namespace mesh::ownership
