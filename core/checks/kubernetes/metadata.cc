#include <algorithm>

#include "core/checks/kubernetes/kinds.h"
#include "core/checks/kubernetes/kubernetes.h"
#include "core/checks/kubernetes/rules.h"
#include "core/checks/read.h"
#include "core/checks/text/names.h"

namespace mesh {
namespace {

using kubernetes::kRules;
using kubernetes::WrongLabelValue;
using kubernetes::WrongQualifiedName;

constexpr const Rule& kStatus = RuleOf(kRules, "MSH6001");
constexpr const Rule& kKey = RuleOf(kRules, "MSH6003");
constexpr const Rule& kValue = RuleOf(kRules, "MSH6004");
constexpr const Rule& kNoText = RuleOf(kRules, "MSH6005");
constexpr const Rule& kTooLarge = RuleOf(kRules, "MSH6006");
constexpr const Rule& kUnknown = RuleOf(kRules, "MSH6007");

constexpr std::size_t kMostAnnotations = 256 * 1024;  // bytes of keys and values

constexpr std::string_view kFields[] = {"annotations",
                                        "creationTimestamp",
                                        "deletionGracePeriodSeconds",
                                        "deletionTimestamp",
                                        "finalizers",
                                        "generateName",
                                        "generation",
                                        "labels",
                                        "managedFields",
                                        "name",
                                        "namespace",
                                        "ownerReferences",
                                        "resourceVersion",
                                        "selfLink",
                                        "uid"};

std::string Lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

/// The map there; reports what has another type. Null members are empty texts.
const Value::Map& TextsAt(const Value& value, const Place& at, Findings& out) {
  if (!value.is_null() && !value.is_map()) out.Add(kNoText, at, "It is no map of texts.");
  for (const auto& [key, member] : MembersOf(value)) {
    if (!member.is_null() && !member.is_string()) {
      out.Add(kNoText, at.Key(key), InQuotes(key) + " has a value of another type.");
    }
  }
  return MembersOf(value);
}

}  // namespace

void kubernetes::CheckNoStatus(const Value& object, Findings& out) {
  if (object.Has("status")) out.Add(kStatus, Place() / "status", "There is one.");
}

void CheckMetadata(const Value& object, Findings& out) {
  const Value& metadata = object.Get("metadata");
  for (const auto& [name, value] : MembersOf(metadata)) {
    if (std::ranges::find(kFields, std::string_view(name)) != std::end(kFields)) continue;
    out.Add(kUnknown, Place() / "metadata" / name, "`" + name + "` is no field of metadata.");
  }
  const Place labels = Place() / "metadata" / "labels";
  for (const auto& [key, value] : TextsAt(metadata.Get("labels"), labels, out)) {
    if (std::string wrong = WrongQualifiedName(key); !wrong.empty()) {
      out.Add(kKey, labels.Key(key), std::move(wrong));
    }
    if (std::string wrong = WrongLabelValue(TextOf(value)); !wrong.empty()) {
      out.Add(kValue, labels.Key(key), std::move(wrong));
    }
  }
  const Place annotations = Place() / "metadata" / "annotations";
  std::size_t size = 0;
  for (const auto& [key, value] : TextsAt(metadata.Get("annotations"), annotations, out)) {
    size += key.size() + TextOf(value).size();
    // Unlike labels their domains may have upper-case letters.
    if (std::string wrong = WrongQualifiedName(Lower(key)); !wrong.empty()) {
      out.Add(kKey, annotations.Key(key), std::move(wrong));
    }
  }
  if (size > kMostAnnotations) {
    out.Add(kTooLarge, annotations, "They have " + std::to_string(size) + " bytes.");
  }
}

}  // namespace mesh
