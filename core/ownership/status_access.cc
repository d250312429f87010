// What stands in the way before the object itself is looked at: rights, namespaces, kinds, other
// writers, and the server's own state.
#include "core/ownership/status_context.h"

namespace mesh::ownership::describe {
namespace {

std::string Said(const StatusContext& c) {
  return c.message.empty()
             ? "The API server says no more than the code " + std::to_string(c.answer.code) + "."
             : "The API server says: " + c.message + ".";
}

}  // namespace

Diagnostics FieldManagerConflict(const StatusContext& c) {
  return ConflictDiagnostics(FieldConflictsOf(c.answer.status, c.asked.object), c.asked.key,
                             c.asked.attribute_of);
}

Diagnostics AlreadyExists(const StatusContext& c) {
  return c.One(c.Object() + " exists already",
               "It was made since it was looked for, by somebody else, and is as it was. Plan and "
               "apply again: the object is then adopted or named as another's.");
}

Diagnostics WrongUid(const StatusContext& c) {
  return c.One(c.Object() + " is another object now",
               "It was deleted and made anew by somebody else since it was read; what is there now "
               "was left alone. " +
                   Said(c) + " Plan and apply again.");
}

Diagnostics ChangedMeanwhile(const StatusContext& c) {
  return c.One(c.Object() + " was changed meanwhile",
               "Somebody else wrote the object since it was read, so nothing was written. " +
                   Said(c) + " Plan and apply again.");
}

Diagnostics NamespaceTerminating(const StatusContext& c) {
  return c.One("The namespace " + c.asked.key.name_space + " is being deleted",
               c.Object() +
                   " cannot be made in a namespace that is going away. Wait until it is gone "
                   "(kubectl get namespace " +
                   c.asked.key.name_space + " -o yaml tells what holds it) and apply again.");
}

Diagnostics NamespaceMissing(const StatusContext& c) {
  const std::string name = c.name.empty() ? c.asked.key.name_space : c.name;
  return c.One("The namespace " + name + " does not exist",
               c.Object() +
                   " needs it. Make the namespace first, for example with a mesh_namespace "
                   "that this resource depends on (depends_on).");
}

Diagnostics KindMissing(const StatusContext& c) {
  return c.One(
      "The cluster does not know " + c.asked.key.api_version + " " + c.asked.key.kind,
      "There is no such kind in this version, so that " + c.Object() + " cannot be " +
          (c.asked.verb == "delete" ? "deleted" : "written or read") +
          ". Install the CustomResourceDefinition that brings the kind, or write the object "
          "in a version that the cluster serves (kubectl api-versions).");
}

Diagnostics ObjectMissing(const StatusContext& c) {
  return c.One(c.Object() + " does not exist",
               "Somebody else deleted it, or it never was there. " + Said(c) +
                   " Plan again: what is missing is then made anew.");
}

Diagnostics MissingRight(const StatusContext& c) {
  const std::string user = Between(c.message, "User \"", "\"").value_or("(not named)");
  const std::string verb = Between(c.message, " cannot ", " ").value_or(c.asked.verb);
  const auto resource = Between(c.message, "resource \"", "\"");
  if (!resource) return OtherwiseForbidden(c);
  const std::string group = Between(c.message, "in API group \"", "\"").value_or("");
  const auto name_space = Between(c.message, "in the namespace \"", "\"");
  return c.One("The right to " + verb + " " + *resource + " is missing",
               "The user " + user + " may not " + verb + " " + *resource +
                   (name_space ? " in the namespace " + *name_space : " at the cluster scope") +
                   ", which " + c.asked.verb + " of " + c.Object() + " needs. Bind " + user +
                   " to a " + (name_space ? "Role in this namespace" : "ClusterRole") +
                   " with the rule {apiGroups: [\"" + group + "\"], resources: [\"" + *resource +
                   "\"], verbs: [\"" + verb + "\"]}.");
}

Diagnostics OtherwiseForbidden(const StatusContext& c) {
  return c.One("The API server forbids to " + c.asked.verb + " " + c.Object(),
               Said(c) +
                   " This is no missing right but a rule of the cluster; whoever runs the "
                   "cluster can tell which one.");
}

Diagnostics Unauthorized(const StatusContext& c) {
  return c.One("The API server does not accept the credentials",
               Said(c) +
                   " The token or certificate is wrong or has run out. Log in again, or set "
                   "other credentials in the provider's cluster settings.");
}

Diagnostics TooManyRequests(const StatusContext& c) {
  return c.One("The API server is busy",
               Said(c) + " It kept refusing requests until the tries were used up" +
                   (c.retry_after.empty() ? "" : " (it asks to wait " + c.retry_after + " s)") +
                   ". " + c.Object() +
                   " was left as it was. Apply again later; if this happens "
                   "often, raise the limits of the flow that these requests belong to "
                   "(FlowSchema), or lower the number of parallel operations.");
}

Diagnostics ServerTrouble(const StatusContext& c) {
  const bool reading = c.asked.verb == "get" || c.asked.verb == "list";
  return c.One("The API server cannot " + c.asked.verb + " " + c.Object() + " now",
               Said(c) + (reading ? "" : " Whether the object was written is not known.") +
                   " Check the API server and what it depends on (etcd, webhooks, aggregated "
                   "APIs), then run this again.");
}

Diagnostics Unexpected(const StatusContext& c) {
  return c.One("The API server refuses to " + c.asked.verb + " " + c.Object(),
               Said(c) + (c.reason.empty() ? "" : " (Reason: " + c.reason + ".)") + " Code " +
                   std::to_string(c.answer.code) + ".");
}

}  // namespace mesh::ownership::describe
