#include "planes/kubernetes/deletion.h"

namespace mesh {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::string Joined(const Value& names) {
  std::string out;
  if (!names.is_list()) return out;
  for (const Value& name : names.as_list()) {
    out += (out.empty() ? "" : ", ") + name.StringOr("");
  }
  return out;
}

/// What a namespace's controller says it waits for.
std::string LeftIn(const Value& object) {
  std::string out;
  const Value& conditions = object.At({"status", "conditions"});
  if (!conditions.is_list()) return out;
  for (const Value& condition : conditions.as_list()) {
    if (condition.Get("status").StringOr("") != "True") continue;
    out += " " + condition.Get("message").StringOr("") + ".";
  }
  return out;
}

Diagnostics StillThere(const ObjectKey& key, const Value& object, milliseconds waited) {
  const std::string finalizers = Joined(object.At({"metadata", "finalizers"}));
  std::string detail =
      finalizers.empty()
          ? "The API server has not removed it yet."
          : "It has the finalizers " + finalizers +
                ", which their controllers remove when they have cleaned up. See that these "
                "controllers run; removing a finalizer by hand leaves undone what it stands for.";
  detail += LeftIn(object);
  return {Error(key.kind + " " + key.name + " is still being deleted",
                detail + " Waited " +
                    std::to_string(std::chrono::duration_cast<seconds>(waited).count()) +
                    " s; the next run waits again.")};
}

}  // namespace

Diagnostics Deletion::Await(const ServedKind& served, const ObjectKey& key,
                            const std::string& uid) const {
  const auto gone = [&](const Value& object) {
    return object.At({"metadata", "uid"}).StringOr("") != uid;
  };
  const auto seen = follower_.Until(served, key, longest_, gone);
  if (!seen) return seen.error();
  return seen->enough ? Diagnostics{} : StillThere(key, seen->object, seen->waited);
}

}  // namespace mesh
