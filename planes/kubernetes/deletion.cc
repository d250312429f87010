#include "planes/kubernetes/deletion.h"

#include <algorithm>

#include "core/formats/json.h"
#include "planes/kubernetes/failure.h"

namespace mesh {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Between looks where watching does not work, and the longest watch.
constexpr milliseconds kBetweenLooks = seconds(1);
constexpr milliseconds kLongestWatch = seconds(60);

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

Result<Value> Deletion::Look(const ServedKind& served, const ObjectKey& key,
                             const std::string& uid) const {
  const auto answer =
      channel_.Send({.target = served.Object(key), .label = "get " + key.kind, .repeatable = true});
  if (!answer) return tl::unexpected(Explain(answer.error()));
  if (answer->status == 404) return Value();
  if (answer->status != 200) {
    return tl::unexpected(ExplainFailure(*answer, {.verb = "get", .key = key, .object = Value()}));
  }
  auto object = ReadJson(answer->body, channel_.server());
  if (!object) return object;
  return object->At({"metadata", "uid"}).StringOr("") == uid ? *std::move(object) : Value();
}

bool Deletion::Watch(const ServedKind& served, const ObjectKey& key, const std::string& version,
                     milliseconds bound) const {
  std::string rest;
  bool failed = false;
  const auto take = [&rest, &failed](std::string_view piece) {
    rest += piece;
    for (std::size_t end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
      const auto event = ReadJson(rest.substr(0, end), "event");
      rest.erase(0, end + 1);
      const std::string type = event ? event->Get("type").StringOr("") : "ERROR";
      failed = type == "ERROR";
      if (failed || type == "DELETED") return false;
    }
    return true;
  };
  const auto answer = channel_.Send(
      {.target = served.Collection(key.name_space) + "?watch=true&fieldSelector=metadata.name%3D" +
                 EncodeSegment(key.name) + "&resourceVersion=" + EncodeSegment(version),
       .label = "watch " + key.kind,
       .timeout = bound,
       .on_data = take});
  return answer && answer->status == 200 && !failed;
}

Diagnostics Deletion::Await(const ServedKind& served, const ObjectKey& key,
                            const std::string& uid) const {
  const auto begun = Patience::Clock::now();
  for (;;) {
    const auto object = Look(served, key, uid);
    if (!object) return object.error();
    if (object->is_null()) return {};
    const auto waited = std::chrono::duration_cast<milliseconds>(Patience::Clock::now() - begun);
    if (waited >= longest_) return StillThere(key, *object, waited);
    const milliseconds bound = std::min(kLongestWatch, longest_ - waited);
    if (!Watch(served, key, object->At({"metadata", "resourceVersion"}).StringOr(""), bound) &&
        !patience_.Wait(kBetweenLooks)) {
      return StillThere(key, *object, waited);
    }
  }
}

}  // namespace mesh
