#include "core/ownership/import.h"

#include <algorithm>
#include <optional>

#include "core/ownership/kind_tables.h"
#include "core/ownership/server_fields.h"

namespace mesh::ownership {
namespace {

using Names = std::vector<std::string>;

const std::vector<Names>& Identity() {
  static const std::vector<Names> kNames = {
      {"apiVersion"}, {"kind"}, {"metadata", "name"}, {"metadata", "namespace"}};
  return kNames;
}

const std::vector<Names>& LeftOut() {
  static const std::vector<Names> kNames = {
      {"metadata", "ownerReferences"},
      {"metadata", "finalizers"},
      {"metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"}};
  return kNames;
}

bool IsIn(const std::vector<Names>& list, const FieldPath& path) {
  return std::ranges::any_of(list, [&](const Names& names) {
    return std::ranges::equal(names, path, [](const std::string& name, const FieldStep& step) {
      const auto* field = std::get_if<FieldName>(&step);
      return field != nullptr && field->name == name;
    });
  });
}

class Importer {
 public:
  Importer(const Value& live, const std::vector<Names>& ignored)
      : live_(live), ignored_(ignored), tables_(KindTables::Of(live)) {}

  Value Run() { return Keep(live_).value_or(Value::Map{}); }

 private:
  bool IsDropped(const Value& value) const {
    if (IsIn(Identity(), path_)) return false;
    return IsServerField(path_) || IsIn(LeftOut(), path_) || IsIn(ignored_, path_) ||
           tables_.IsDefault(path_, value, live_);
  }

  /// What is kept of the value at path_; nothing for metadata's maps that have become empty.
  std::optional<Value> Keep(const Value& value) {
    if (!path_.empty() && IsDropped(value)) return std::nullopt;
    if (value.is_list()) return KeepList(value);
    if (!value.is_map()) return value;
    Value::Map out;
    for (const auto& [name, member] : value.as_map()) {
      path_.emplace_back(FieldName{name});
      if (auto kept = Keep(member)) out.emplace_hint(out.end(), name, std::move(*kept));
      path_.pop_back();
    }
    const bool emptied = out.empty() && !value.as_map().empty();
    if (emptied && !path_.empty() && path_.front() == FieldStep(FieldName{"metadata"})) {
      return std::nullopt;
    }
    return out;
  }

  Value KeepList(const Value& value) {
    Value::List out;
    for (std::size_t i = 0; i < value.as_list().size(); ++i) {
      path_.emplace_back(ItemIndex{static_cast<std::int64_t>(i)});
      if (auto kept = Keep(value.as_list()[i])) out.push_back(std::move(*kept));
      path_.pop_back();
    }
    return out;
  }

  const Value& live_;
  const std::vector<Names>& ignored_;
  const KindTables tables_;
  FieldPath path_;
};

}  // namespace

Value ImportManifest(const Value& live, const std::vector<std::vector<std::string>>& ignored) {
  return Importer(live, ignored).Run();
}

}  // namespace mesh::ownership
