// What refuses an object that the user may write: webhooks, policies, quotas, and the object's own
// schema.
#include "core/ownership/status_context.h"

namespace mesh::ownership::describe {
namespace {

/// What follows `words` in the message.
std::string After(const StatusContext& c, std::string_view words) {
  const std::size_t at = c.message.find(words);
  return at == std::string::npos ? c.message : c.message.substr(at + words.size());
}

Path AttributeOfField(const StatusContext& c, const std::string& field) {
  const FieldPath path = ParseErrorField(field);
  if (path.empty() || !c.asked.attribute_of) return c.asked.attribute;
  const Path attribute = c.asked.attribute_of(path);
  return attribute.empty() ? c.asked.attribute : attribute;
}

}  // namespace

Diagnostics WebhookRefused(const StatusContext& c) {
  const std::string name = Between(c.message, "admission webhook \"", "\"").value_or("(no name)");
  return c.One(
      "The webhook " + name + " refuses " + c.Object(),
      "It says: " + After(c, "denied the request: ") +
          ". The webhook belongs to a controller of the cluster, which would not accept the "
          "object as it is. Change the configuration as it asks.");
}

Diagnostics WebhookUnreachable(const StatusContext& c) {
  const std::string name =
      Between(c.message, "failed calling webhook \"", "\"").value_or("(no name)");
  return c.One("The webhook " + name + " does not answer",
               c.Object() + " was not written: the API server has to ask this webhook first and " +
                   "got no answer (" + After(c, "failed calling webhook ") +
                   "). Check that the webhook's pods run and that the API server reaches its "
                   "Service, then apply again. A configuration of a webhook whose program is gone "
                   "has to be deleted.");
}

Diagnostics WebhookWithoutDryRun(const StatusContext& c) {
  const std::string name = Between(c.message, "admission webhook \"", "\"").value_or("(no name)");
  return c.One("The webhook " + name + " cannot judge a dry run",
               "It may have side effects, so the API server does not ask it in a dry run, and " +
                   c.Object() + " cannot be checked at plan. Apply without the dry run.");
}

Diagnostics PolicyRefused(const StatusContext& c) {
  const std::string name = Between(c.message, "olicy '", "'").value_or("(no name)");
  return c.One(
      "The admission policy " + name + " refuses " + c.Object(),
      "It says: " + After(c, "denied request: ") +
          ". Change the configuration as the policy asks, or have whoever keeps the policy "
          "make an exception.");
}

Diagnostics PodSecurity(const StatusContext& c) {
  return c.One(
      "The namespace's Pod Security level refuses " + c.Object(),
      "The API server says: " + After(c, "is forbidden: ") +
          ". Change the pods as it asks, or the label pod-security.kubernetes.io/enforce of "
          "the namespace.");
}

Diagnostics QuotaExceeded(const StatusContext& c) {
  const std::string quota = Between(c.message, "exceeded quota: ", ",").value_or("(no name)");
  return c.One("The quota " + quota + " leaves no room for " + c.Object(),
               "The API server says: " + After(c, "exceeded quota: " + quota + ", ") +
                   ". Ask for less, free what is used in the namespace " + c.asked.key.name_space +
                   ", or raise the ResourceQuota " + quota + ".");
}

Diagnostics QuotaNeedsValues(const StatusContext& c) {
  const std::string quota = Between(c.message, "failed quota: ", ":").value_or("(no name)");
  return c.One("The quota " + quota + " needs values that " + c.Object() + " does not state",
               "The API server says: " + After(c, "failed quota: " + quota + ": ") +
                   ". State these requests and limits, or give the namespace " +
                   c.asked.key.name_space + " a LimitRange with defaults.");
}

Diagnostics Invalid(const StatusContext& c) {
  Diagnostics out;
  const Value& causes = c.answer.status.At({"details", "causes"});
  if (!causes.is_list()) return out;
  for (const Value& cause : causes.as_list()) {
    const std::string field = cause.Get("field").StringOr("");
    const bool named = !ParseErrorField(field).empty();
    out.push_back(Error(named ? "The API server refuses " + field + " of " + c.Object()
                              : "The API server refuses " + c.Object(),
                        "It says: " + cause.Get("message").StringOr(c.message) +
                            ". Nothing of the object was written. Change the value.",
                        AttributeOfField(c, field)));
  }
  return out;
}

Diagnostics UnknownField(const StatusContext& c) {
  return c.One(
      c.Object() + " has a field that the API server does not know",
      "It says: " + c.message +
          ". A field that is not known would be dropped in silence, so nothing was written. "
          "Check the spelling, and whether the cluster's version of the kind has the "
          "field.");
}

Diagnostics TooLarge(const StatusContext& c) {
  return c.One(c.Object() + " is too large",
               "The API server says: " + c.message +
                   ". API servers take requests of about 3 MiB, and etcd keeps objects of about "
                   "1.5 MiB. Split the object, or keep large data elsewhere.");
}

}  // namespace mesh::ownership::describe
