#include "planes/kubernetes/run_record.h"

#include <sstream>

#include "core/formats/encoding.h"
#include "core/formats/json.h"
#include "planes/kubernetes/marks.h"
#include "planes/kubernetes/run_name.h"

namespace mesh {
namespace {

/// The run of a name that an object carries; the object's key follows it.
std::string RunIn(const std::string& name) { return name.substr(0, name.find(' ')); }

std::string WithRun(const std::string& others, const std::string& run) {
  return others.empty() ? run : others + " " + run;
}

bool Holds(const std::string& runs, const std::string& run) {
  return (" " + runs + " ").find(" " + run + " ") != std::string::npos;
}

std::string OpenRuns(const Value& object) {
  return object.At({"metadata", "annotations", kOpenAnnotation}).StringOr("");
}

}  // namespace

RunRecord::RunRecord(const Server& server) : server_(server), run_(NameOfThisRun()) {}

RunRecord::Label RunRecord::LabelFor(const ObjectKey& key, const std::string& others) const {
  const std::lock_guard lock(mutex_);
  const bool holds = holders_.empty() || holders_.contains(key);
  const auto left = left_.find(key);
  const std::string& rest = others.empty() && left != left_.end() ? left->second : others;
  return {run_ + " " + (holds ? key : holders_.begin()->first).ToString(), rest,
          holds ? WithRun(rest, run_) : rest, holds};
}

void RunRecord::Opened(const ObjectKey& key, std::string others) {
  const std::lock_guard lock(mutex_);
  holders_.insert_or_assign(key, std::move(others));
}

void RunRecord::KeepOpen() {
  const std::lock_guard lock(mutex_);
  kept_open_ = true;
}

void RunRecord::Leaves(const ObjectKey& key, const Value& object) {
  std::string runs = OthersOn(object);
  if (runs.empty()) return;
  const std::lock_guard lock(mutex_);
  left_.insert_or_assign(key, std::move(runs));
}

bool RunRecord::IsOfThisRun(const std::string& name) const { return RunIn(name) == run_; }

std::string RunRecord::OthersOn(const Value& object) const {
  std::istringstream runs(OpenRuns(object));
  std::string out;
  for (std::string run; runs >> run;) {
    if (run != run_) out = WithRun(out, run);
  }
  return out;
}

bool RunRecord::LeftOpen(const std::string& name) {
  const std::string run = RunIn(name);
  if (IsAnotherRunning(run)) return false;
  if (IsOfThisRun(name)) return true;
  const std::size_t space = name.find(' ');
  const auto holder =
      space == std::string::npos ? std::nullopt : ObjectKey::Parse(name.substr(space + 1));
  if (!holder) return false;
  const std::lock_guard lock(mutex_);
  if (const auto left = left_.find(*holder); left != left_.end() && Holds(left->second, run)) {
    return true;
  }
  const auto [seen, is_new] = seen_.try_emplace(name, false);
  if (is_new) {
    const auto object = server_.objects.ReadNow(*holder);
    seen->second = object && *object && Holds(OpenRuns(**object), run);
  }
  return seen->second;
}

void RunRecord::Close() {
  std::map<ObjectKey, std::string> holders;
  {
    const std::lock_guard lock(mutex_);
    if (kept_open_) return;
    holders.swap(holders_);
  }
  std::vector<HttpRequest> requests;
  for (const auto& [key, others] : holders) {
    const auto served = server_.resources.Find(key.api_version, key.kind);
    if (!served || !*served) continue;
    Value::Map annotations{{kOpenAnnotation, others.empty() ? Value() : Value(others)},
                           {kRunAnnotation, Value()}};
    requests.push_back(
        {.method = "PATCH",
         .target = (*served)->Object(key) + "?fieldManager=" + PercentEncode(server_.manager),
         .headers = {{"Content-Type", "application/merge-patch+json"}},
         .body = WriteJson(
             Value(Value::Map{{"metadata", Value::Map{{"annotations", std::move(annotations)}}}})),
         .label = "close run",
         .repeatable = true});
  }
  // What is not closed now stays open: its objects may be taken up by their own resources, again.
  server_.channel.SendAll(requests);
}

}  // namespace mesh
