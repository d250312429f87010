#include "core/resources/gateway_route/match.h"

namespace mesh {
namespace {

std::string PathKey(const RouteRule& rule) {
  if (rule.path_exact.is_known()) return *rule.path_exact + " (exact)";
  if (rule.path_regex.is_known()) return " " + *rule.path_regex + " (regex)";
  std::string prefix = rule.path_prefix.value_or("/");
  if (prefix.size() > 1 && prefix.ends_with('/')) prefix.pop_back();
  return prefix;
}

std::string Conditions(const char* what, const Attr<StringMap>& conditions, bool lower) {
  StringMap sorted;
  for (const auto& [name, value] : conditions.value_or({})) {
    sorted[lower ? LowerCase(name) : name] = value;
  }
  std::string out;
  for (const auto& [name, value] : sorted) {
    out += std::string(" ") + what + " " + name + "=" + value;
  }
  return out;
}

}  // namespace

std::string LowerCase(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string WithClosingSlash(const std::string& path) {
  return path.ends_with('/') ? path : path + "/";
}

std::vector<std::string> MatchKeys(const RouteRule& rule) {
  for (const auto* path : {&rule.path_exact, &rule.path_prefix, &rule.path_regex}) {
    if (path->is_unknown()) return {};
  }
  for (const auto* map : {&rule.headers, &rule.headers_regex, &rule.query, &rule.query_regex}) {
    if (map->is_unknown()) return {};
  }
  if (rule.methods.is_unknown()) return {};
  const std::string tail =
      Conditions("header", rule.headers, true) + Conditions("header~", rule.headers_regex, true) +
      Conditions("query", rule.query, false) + Conditions("query~", rule.query_regex, false);
  StringList methods = rule.methods.value_or({});
  if (methods.empty()) return {PathKey(rule) + tail};
  std::vector<std::string> out;
  for (const std::string& method : methods) out.push_back(PathKey(rule) + " " + method + tail);
  return out;
}

}  // namespace mesh
