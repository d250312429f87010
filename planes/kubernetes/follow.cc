#include "planes/kubernetes/follow.h"

#include <algorithm>

#include "core/formats/encoding.h"
#include "core/formats/json.h"
#include "planes/kubernetes/failure.h"

namespace mesh {
namespace {

using std::chrono::milliseconds;

/// Between looks where watching does not work, and the longest watch.
constexpr milliseconds kBetweenLooks = std::chrono::seconds(1);
constexpr milliseconds kLongestWatch = std::chrono::seconds(60);

}  // namespace

Result<Value> Follower::Look(const ServedKind& served, const ObjectKey& key) const {
  const auto answer =
      channel_.Send({.target = served.Object(key), .label = "get " + key.kind, .repeatable = true});
  if (!answer) return tl::unexpected(Explain(answer.error()));
  if (answer->status == 404) return Value();
  if (answer->status != 200) {
    return tl::unexpected(ExplainFailure(*answer, {.verb = "get", .key = key, .object = Value()}));
  }
  return ReadJson(answer->body, channel_.server());
}

bool Follower::Watch(const ServedKind& served, const ObjectKey& key, const std::string& version,
                     milliseconds bound, const Enough& enough) const {
  std::string rest;
  bool failed = false;
  const auto take = [&](std::string_view piece) {
    rest += piece;
    for (std::size_t end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
      const auto event = ReadJson(rest.substr(0, end), "event");
      rest.erase(0, end + 1);
      const std::string type = event ? event->Get("type").StringOr("") : "ERROR";
      failed = type == "ERROR";
      if (failed || type == "DELETED" || enough(event->Get("object"))) return false;
    }
    return true;
  };
  const std::string since = version.empty() ? "" : "&resourceVersion=" + PercentEncode(version);
  const auto answer = channel_.Send({.target = served.Collection(key.name_space) +
                                               "?watch=true&fieldSelector=metadata.name%3D" +
                                               PercentEncode(key.name) + since,
                                     .label = "watch " + key.kind,
                                     .timeout = bound,
                                     .on_data = take});
  return answer && answer->status == 200 && !failed;
}

Result<Follower::Sight> Follower::Until(const ServedKind& served, const ObjectKey& key,
                                        milliseconds longest, const Enough& enough) const {
  const auto begun = Patience::Clock::now();
  for (;;) {
    auto object = Look(served, key);
    if (!object) return tl::unexpected(std::move(object.error()));
    const auto waited = std::chrono::duration_cast<milliseconds>(Patience::Clock::now() - begun);
    if (enough(*object)) return Sight{*std::move(object), true, waited};
    const std::string version = object->At({"metadata", "resourceVersion"}).StringOr("");
    const bool late = waited >= longest;
    const bool watched =
        !late && Watch(served, key, version, std::min(kLongestWatch, longest - waited), enough);
    if (late || (!watched && !patience_.Wait(std::min(kBetweenLooks, longest - waited)))) {
      return Sight{*std::move(object), false, waited};
    }
  }
}

}  // namespace mesh
