#include <algorithm>

#include "core/checks/gateway_api/parts.h"
#include "core/checks/gateway_api/rules.h"
#include "core/checks/read.h"
#include "core/checks/scalar_check.h"

namespace mesh::gateway_api {
namespace {

constexpr const Rule& kRepeated = RuleOf(kRules, "MSH5021");
constexpr const Rule& kRedirectAndRewrite = RuleOf(kRules, "MSH5022");
constexpr const Rule& kShareTwice = RuleOf(kRules, "MSH5025");
constexpr const Rule& kAboveOne = RuleOf(kRules, "MSH5026");
constexpr const Rule& kStarAndOthers = RuleOf(kRules, "MSH5027");
constexpr const Rule& kAnySite = RuleOf(kRules, "MSH5213");
constexpr const Rule& kHeaderValue = RuleOf(kRules, "MSH5217");

// gRPC has a part of these, and its shape knows no others.
constexpr TypedMember kFilterMembers[] = {
    {"RequestHeaderModifier", "requestHeaderModifier", true},
    {"ResponseHeaderModifier", "responseHeaderModifier", true},
    {"RequestMirror", "requestMirror"},
    {"RequestRedirect", "requestRedirect", true},
    {"URLRewrite", "urlRewrite", true},
    {"ExtensionRef", "extensionRef"},
    {"CORS", "cors", true},
    {"ExternalAuth", "externalAuth"},
};
constexpr TypedMember kPathMembers[] = {
    {"ReplaceFullPath", "replaceFullPath"},
    {"ReplacePrefixMatch", "replacePrefixMatch"},
};
constexpr TypedMember kAuthMembers[] = {{"GRPC", "grpc"}, {"HTTP", "http"}};
constexpr std::string_view kStarLists[] = {"allowHeaders", "allowMethods", "allowOrigins"};

bool IsStar(const Value& value) { return TextOf(value) == "*"; }

void CheckMirror(const Value& mirror, const Place& at, Findings& out) {
  CheckBackend(mirror.Get("backendRef"), at / "backendRef", out);
  const Value& fraction = mirror.Get("fraction");
  if (!mirror.Get("percent").is_null() && !fraction.is_null()) {
    out.Add(kShareTwice, at, "There are `percent` and `fraction`.");
  }
  const std::int64_t numerator = WholeOf(fraction.Get("numerator"));
  const std::int64_t denominator = WholeOf(fraction.Get("denominator"));
  if (numerator > denominator) {
    out.Add(kAboveOne, at / "fraction",
            "It is " + std::to_string(numerator) + " of " + std::to_string(denominator) + ".");
  }
}

void CheckCors(const Value& cors, const Place& at, Findings& out) {
  for (const std::string_view name : kStarLists) {
    const Value::List& items = ItemsOf(cors.Get(name));
    if (items.size() > 1 && std::ranges::any_of(items, IsStar)) {
      out.Add(kStarAndOthers, at / name, "There are " + std::to_string(items.size()) + " values.");
    }
  }
  if (IsTrue(cors.Get("allowCredentials")) &&
      std::ranges::any_of(ItemsOf(cors.Get("allowOrigins")), IsStar)) {
    out.Add(kAnySite, at, "`allowOrigins` has `*`.");
  }
}

void CheckModifier(const Value& modifier, const Place& at, Findings& out) {
  CheckHeaderValues(modifier.Get("add"), at / "add", out);
  CheckHeaderValues(modifier.Get("set"), at / "set", out);
}

void CheckFilter(const Value& filter, const Place& at, Findings& out) {
  CheckTypedMembers(filter, {"type", kFilterMembers}, at, out);
  for (const std::string_view name : {"requestHeaderModifier", "responseHeaderModifier"}) {
    CheckModifier(filter.Get(name), at / name, out);
  }
  for (const std::string_view name : {"requestRedirect", "urlRewrite"}) {
    const Value& path = filter.Get(name).Get("path");
    if (path.is_map()) CheckTypedMembers(path, {"type", kPathMembers}, at / name / "path", out);
  }
  if (const Value& mirror = filter.Get("requestMirror"); mirror.is_map()) {
    CheckMirror(mirror, at / "requestMirror", out);
  }
  if (const Value& auth = filter.Get("externalAuth"); auth.is_map()) {
    CheckTypedMembers(auth, {"protocol", kAuthMembers}, at / "externalAuth", out);
    CheckBackend(auth.Get("backendRef"), at / "externalAuth" / "backendRef", out);
  }
  CheckCors(filter.Get("cors"), at / "cors", out);
}

}  // namespace

void CheckHeaderValues(const Value& headers, const Place& at, Findings& out) {
  const Value::List& items = ItemsOf(headers);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string_view value = TextOf(items[i].Get("value"));
    if (value.empty() || Matches("^[!-~]+([\t ]?[!-~]+)*$", value)) continue;
    out.Add(kHeaderValue, at[i] / "value", "It is " + InQuotes(value) + ".");
  }
}

void CheckFilters(const Value& filters, const Place& at, Findings& out) {
  const Value::List& items = ItemsOf(filters);
  const auto has_type = [](const Value& filter, std::string_view type) {
    return TextOf(filter.Get("type")) == type;
  };
  for (std::size_t i = 0; i < items.size(); ++i) CheckFilter(items[i], at[i], out);
  for (const TypedMember& each : kFilterMembers) {
    const auto count = std::ranges::count_if(
        items, [&](const Value& filter) { return has_type(filter, each.type); });
    if (each.once && count > 1) {
      out.Add(kRepeated, at,
              "There are " + std::to_string(count) + " of type " + std::string(each.type) + ".");
    }
  }
  const auto any = [&](std::string_view type) {
    return std::ranges::any_of(items, [&](const Value& filter) { return has_type(filter, type); });
  };
  if (any("RequestRedirect") && any("URLRewrite")) {
    out.Add(kRedirectAndRewrite, at, "There are both.");
  }
}

}  // namespace mesh::gateway_api
