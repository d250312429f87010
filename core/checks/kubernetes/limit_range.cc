#include <map>
#include <set>

#include "core/checks/kubernetes/kinds.h"
#include "core/checks/kubernetes/resources.h"
#include "core/checks/kubernetes/rules.h"
#include "core/checks/read.h"
#include "core/checks/text/names.h"

namespace mesh::kubernetes {
namespace {

constexpr const Rule& kNullLimit = RuleOf(kRules, "MSH6008");
constexpr const Rule& kLimitName = RuleOf(kRules, "MSH6041");
constexpr const Rule& kLimitNotHere = RuleOf(kRules, "MSH6042");
constexpr const Rule& kType = RuleOf(kRules, "MSH6051");
constexpr const Rule& kSameType = RuleOf(kRules, "MSH6052");
constexpr const Rule& kPodDefaults = RuleOf(kRules, "MSH6053");
constexpr const Rule& kNoStorage = RuleOf(kRules, "MSH6054");
constexpr const Rule& kOrder = RuleOf(kRules, "MSH6055");
constexpr const Rule& kBelowOne = RuleOf(kRules, "MSH6056");
constexpr const Rule& kRatio = RuleOf(kRules, "MSH6057");
constexpr const Rule& kDiffer = RuleOf(kRules, "MSH6058");

constexpr std::string_view kBounds[] = {"max", "min", "default", "defaultRequest",
                                        "maxLimitRequestRatio"};
/// The first is not greater than the second.
struct Order {
  std::string_view less;
  std::string_view more;
};
constexpr Order kOrders[] = {
    {"min", "max"},     {"min", "defaultRequest"},     {"defaultRequest", "max"},
    {"min", "default"}, {"defaultRequest", "default"}, {"default", "max"},
};
/// Where Container gets a bound of a resource from that it does not have, in this order.
constexpr Order kFilledFrom[] = {
    {"default", "max"}, {"defaultRequest", "default"}, {"defaultRequest", "min"}};

using Amounts = std::map<std::string_view, std::string>;
/// Bounds of one resource by their names.
using Bounds = std::map<std::string_view, Amounts>;

/// By resource, with what the server fills in.
Bounds BoundsOf(const Value& item, std::string_view type) {
  Bounds out;
  for (const std::string_view bound : kBounds) {
    if (type == "Pod" && bound.starts_with("default")) continue;
    for (const auto& [resource, amount] : MembersOf(item.Get(bound))) {
      out[resource][bound] = QuantityText(amount);
    }
  }
  if (type != "Container") return out;
  for (auto& [resource, amounts] : out) {
    for (const Order& fill : kFilledFrom) {
      const auto source = amounts.find(fill.more);
      if (source != amounts.end()) amounts.try_emplace(fill.less, source->second);
    }
  }
  return out;
}

void CheckNames(const Value& item, std::string_view type, const Place& at, Findings& out) {
  const bool of_pods = type == "Container" || type == "Pod";
  for (const std::string_view bound : kBounds) {
    if (type == "Pod" && bound.starts_with("default")) continue;
    for (const auto& [name, amount] : MembersOf(item.Get(bound))) {
      const Place here = (at / bound).Key(name);
      if (std::string wrong = WrongResourceName(name); !wrong.empty()) {
        out.Add(kLimitName, here, std::move(wrong));
      } else if (of_pods && !IsContainerResource(name)) {
        out.Add(kLimitNotHere, here, InQuotes(name) + " is nothing that containers have.");
      }
    }
  }
}

void CheckRatio(const Amounts& amounts, const Place& at, Findings& out) {
  const auto ratio = amounts.find("maxLimitRequestRatio");
  if (ratio == amounts.end()) return;
  if (CompareQuantities(ratio->second, "1").value_or(0) < 0) {
    out.Add(kBelowOne, at, "It is " + ratio->second + ".");
  }
  const auto min = amounts.find("min");
  const auto max = amounts.find("max");
  if (min == amounts.end() || max == amounts.end()) return;
  // The server divides doubles, of thousandths where they fit.
  for (const std::string_view unit : {"m", ""}) {
    const auto least = RoundedUp(min->second, unit);
    const auto most = RoundedUp(max->second, unit);
    const auto asked = RoundedUp(ratio->second, unit);
    if (!least || !most || !asked) continue;
    const double scale = unit.empty() ? 1 : 1000;
    const double allowed = static_cast<double>(*most) / static_cast<double>(*least);
    if (static_cast<double>(*asked) / scale > allowed) {
      out.Add(
          kRatio, at,
          "It is " + ratio->second + ", and max/min is " + max->second + "/" + min->second + ".");
    }
    return;
  }
}

void CheckAmounts(std::string_view resource, const Amounts& amounts, const Place& at,
                  Findings& out) {
  for (const Order& order : kOrders) {
    const auto less = amounts.find(order.less);
    const auto more = amounts.find(order.more);
    if (less == amounts.end() || more == amounts.end()) continue;
    if (CompareQuantities(less->second, more->second).value_or(0) <= 0) continue;
    out.Add(kOrder, (at / order.less).Key(resource),
            "`" + std::string(order.less) + "` is " + less->second + ", `" +
                std::string(order.more) + "` is " + more->second + ".");
  }
  CheckRatio(amounts, (at / "maxLimitRequestRatio").Key(resource), out);
  const auto limit = amounts.find("default");
  const auto request = amounts.find("defaultRequest");
  if (MayOvercommit(resource) || limit == amounts.end() || request == amounts.end()) return;
  if (CompareQuantities(limit->second, request->second).value_or(0) != 0) {
    out.Add(kDiffer, (at / "defaultRequest").Key(resource),
            "They are " + limit->second + " and " + request->second + ".");
  }
}

void CheckItem(const Value& item, std::string_view type, const Place& at, Findings& out) {
  if (std::string wrong = WrongQualifiedName(type); !wrong.empty() && !type.empty()) {
    out.Add(kType, at / "type", std::move(wrong));
  }
  CheckNames(item, type, at, out);
  for (const std::string_view bound : {"default", "defaultRequest"}) {
    if (type == "Pod" && !MembersOf(item.Get(bound)).empty()) {
      out.Add(kPodDefaults, at / bound, "The type is Pod.");
    }
  }
  if (type == "PersistentVolumeClaim" && !item.Get("min").Has("storage") &&
      !item.Get("max").Has("storage")) {
    out.Add(kNoStorage, at, "There is none in `min` and `max`.");
  }
  for (const auto& [resource, amounts] : BoundsOf(item, type)) {
    CheckAmounts(resource, amounts, at, out);
  }
}

}  // namespace

void CheckLimitRange(const Value& object, const CheckContext&, Findings& out) {
  CheckNoStatus(object, out);
  const Value::List& items = ItemsOf(object.At({"spec", "limits"}));
  const Place at = Place() / "spec" / "limits";
  std::set<std::string_view> types;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string_view type = TextOf(items[i].Get("type"));
    if (!types.insert(type).second) out.Add(kSameType, at[i], "It is " + InQuotes(type) + ".");
    if (items[i].is_null()) out.Add(kNullLimit, at[i], "It is null.");
    CheckItem(items[i], type, at[i], out);
  }
}

}  // namespace mesh::kubernetes
