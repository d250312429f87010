#include "core/checks/text/label_selector.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "core/checks/read.h"
#include "core/checks/text/names.h"

namespace mesh::kubernetes {
namespace {

bool TakesValues(std::string_view how) { return how == "In" || how == "NotIn"; }
bool TakesNone(std::string_view how) { return how == "Exists" || how == "DoesNotExist"; }

void CheckRequirement(const Value& requirement, const LabelSelectorRules& rules, const Place& at,
                      Findings& out) {
  const std::string_view how = TextOf(requirement.Get("operator"));
  const Value::List& values = ItemsOf(requirement.Get("values"));
  if (TakesValues(how) && values.empty()) {
    out.Add(rules.needs_values, at / "values", "`" + std::string(how) + "` has none.");
  } else if (TakesNone(how) && !values.empty()) {
    out.Add(rules.takes_no_values, at / "values", "`" + std::string(how) + "` has some.");
  } else if (!TakesValues(how) && !TakesNone(how) && rules.unknown_operator != nullptr) {
    out.Add(*rules.unknown_operator, at / "operator", InQuotes(how) + " is none.");
  }
  if (std::string wrong = WrongQualifiedName(TextOf(requirement.Get("key"))); !wrong.empty()) {
    out.Add(rules.key, at / "key", std::move(wrong));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::string wrong = WrongLabelValue(TextOf(values[i]));
    if (!wrong.empty()) out.Add(rules.value, (at / "values")[i], std::move(wrong));
  }
}

/// What is asked of one label.
struct Asked {
  std::optional<std::set<std::string_view>> in;
  std::set<std::string_view> not_in;
  bool exists = false;
  bool absent = false;

  void In(std::set<std::string_view> values) {
    exists = true;
    if (!in) {
      in = std::move(values);
    } else {
      std::erase_if(*in, [&](std::string_view value) { return !values.contains(value); });
    }
  }
  bool IsImpossible() const {
    if (absent && exists) return true;
    return in && std::ranges::all_of(*in, [&](auto value) { return not_in.contains(value); });
  }
};

std::map<std::string_view, Asked> AskedOf(const Value& selector) {
  std::map<std::string_view, Asked> out;
  for (const auto& [key, value] : MembersOf(selector.Get("matchLabels"))) {
    out[key].In({TextOf(value)});
  }
  for (const Value& requirement : ItemsOf(selector.Get("matchExpressions"))) {
    Asked& asked = out[TextOf(requirement.Get("key"))];
    const std::string_view how = TextOf(requirement.Get("operator"));
    std::set<std::string_view> values;
    for (const Value& value : ItemsOf(requirement.Get("values"))) values.insert(TextOf(value));
    if (how == "In" && !values.empty()) asked.In(std::move(values));
    if (how == "NotIn") asked.not_in.merge(values);
    if (how == "Exists") asked.exists = true;
    if (how == "DoesNotExist") asked.absent = true;
  }
  return out;
}

}  // namespace

void CheckLabelSelector(const Value& selector, const LabelSelectorRules& rules, const Place& at,
                        Findings& out) {
  for (const auto& [key, value] : MembersOf(selector.Get("matchLabels"))) {
    const Place here = (at / "matchLabels").Key(key);
    if (std::string wrong = WrongQualifiedName(key); !wrong.empty()) {
      out.Add(rules.key, here, std::move(wrong));
    }
    if (std::string wrong = WrongLabelValue(TextOf(value)); !wrong.empty()) {
      out.Add(rules.value, here, std::move(wrong));
    }
  }
  const Value::List& requirements = ItemsOf(selector.Get("matchExpressions"));
  for (std::size_t i = 0; i < requirements.size(); ++i) {
    CheckRequirement(requirements[i], rules, (at / "matchExpressions")[i], out);
  }
}

std::string WhyNothingMatches(const Value& selector) {
  for (const auto& [key, asked] : AskedOf(selector)) {
    if (asked.IsImpossible()) {
      return "What it asks of label " + InQuotes(key) + " contradicts itself.";
    }
  }
  return "";
}

bool MatchesEverything(const Value& selector) {
  return selector.is_map() && MembersOf(selector.Get("matchLabels")).empty() &&
         ItemsOf(selector.Get("matchExpressions")).empty();
}

}  // namespace mesh::kubernetes
