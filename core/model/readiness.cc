#include "core/model/readiness.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

namespace mesh {
namespace {

/// A leaf as a person would write it; nullopt for what is no leaf.
std::optional<std::string> TextOf(const Value& value) {
  if (value.is_string()) return value.as_string();
  if (value.is_number()) return value.as_number().text();
  if (value.is_bool()) return value.as_bool() ? "true" : "false";
  return std::nullopt;
}

std::optional<std::size_t> IndexOf(std::string_view step) {
  std::size_t out = 0;
  const auto [end, wrong] = std::from_chars(step.data(), step.data() + step.size(), out);
  if (wrong != std::errc() || end != step.data() + step.size()) return std::nullopt;
  return out;
}

/// Every value that `path` leads to; keys may hold dots themselves.
void Follow(const Value& from, std::string_view path, std::vector<const Value*>& out) {
  if (path.empty()) {
    out.push_back(&from);
    return;
  }
  if (from.is_list()) {
    const std::size_t end = std::min(path.find('.'), path.size());
    const auto index = IndexOf(path.substr(0, end));
    for (std::size_t i = 0; i < from.as_list().size(); ++i) {
      if (!index) Follow(from.as_list()[i], path, out);
      if (index == i) Follow(from.as_list()[i], path.substr(std::min(end + 1, path.size())), out);
    }
    return;
  }
  for (std::size_t end = path.find('.');; end = path.find('.', end + 1)) {
    const std::string_view key = path.substr(0, end);
    if (from.is_map() && from.Has(key)) {
      Follow(from.Get(key), end == std::string_view::npos ? "" : path.substr(end + 1), out);
    }
    if (end == std::string_view::npos) return;
  }
}

std::string LacksField(const std::string& path, const std::string& wanted, const Value& live) {
  std::string plain = path;
  // `ingress[0].ip` is the other way in which people write `ingress.0.ip`.
  std::erase(plain, ']');
  std::ranges::replace(plain, '[', '.');
  std::vector<const Value*> found;
  Follow(live, plain, found);
  if (found.empty()) return path + " is not there yet.";
  for (const Value* value : found) {
    const auto text = TextOf(*value);
    if (wanted == "*" ? (text && !text->empty()) : text == wanted) continue;
    return path + " is " + (text ? '"' + *text + '"' : "no text") + ", not \"" + wanted + "\".";
  }
  return "";
}

/// True when `said` is about an older state of the object than the one that is wanted.
bool IsBehind(const Value& said, const Value& live) {
  const Value& now = live.At({"metadata", "generation"});
  if (!said.is_number() || !now.is_number()) return false;
  return said.as_number().AsInt64().value_or(0) < now.as_number().AsInt64().value_or(0);
}

std::string LacksCondition(const Value& conditions, const std::string& type,
                           const std::string& status, const Value& live) {
  const auto is_it = [&](const Value& c) { return c.Get("type") == Value(type); };
  if (conditions.is_list()) {
    const auto found = std::ranges::find_if(conditions.as_list(), is_it);
    if (found != conditions.as_list().end()) {
      if (IsBehind(found->Get("observedGeneration"), live)) {
        return "Condition " + type + " is about an older generation of the object.";
      }
      const std::string now = found->Get("status").StringOr("");
      if (now == status) return "";
      const std::string reason = found->Get("reason").StringOr("");
      const std::string message = found->Get("message").StringOr("");
      return "Condition " + type + " is " + now + ", not " + status +
             (reason.empty() ? "" : " (" + reason + (message.empty() ? "" : ": " + message) + ")") +
             ".";
    }
  }
  return "Condition " + type + " is not there yet.";
}

/// The lists of conditions that the object has: its own, or one for each parent or ancestor.
std::vector<const Value*> ConditionsOf(const Value& live) {
  const Value& status = live.Get("status");
  if (status.Has("conditions")) return {&status.Get("conditions")};
  std::vector<const Value*> out;
  for (const char* each : {"parents", "ancestors"}) {
    if (!status.Get(each).is_list()) continue;
    for (const Value& parent : status.Get(each).as_list()) out.push_back(&parent.Get("conditions"));
  }
  return out;
}

}  // namespace

std::string Lacks(const Readiness& wanted, const Value& live) {
  if (!live.At({"metadata", "deletionTimestamp"}).is_null()) return "It is being deleted.";
  const Value& observed = live.At({"status", "observedGeneration"});
  if (wanted.observed_generation && (!observed.is_number() || IsBehind(observed, live))) {
    return "Its controller has not looked at this generation yet (status.observedGeneration).";
  }
  const std::vector<const Value*> all = ConditionsOf(live);
  for (const auto& [type, status] : wanted.conditions) {
    if (all.empty()) return "Condition " + type + " is not there yet.";
    for (const Value* conditions : all) {
      std::string lacking = LacksCondition(*conditions, type, status, live);
      if (!lacking.empty()) return lacking;
    }
  }
  for (const auto& [path, text] : wanted.fields) {
    std::string lacking = LacksField(path, text, live);
    if (!lacking.empty()) return lacking;
  }
  return "";
}

}  // namespace mesh
