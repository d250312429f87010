#include "core/ownership/managed_fields.h"

#include <algorithm>

#include "core/ownership/go_quote.h"

namespace mesh::ownership {

std::string FieldManager::ToString() const {
  std::string out = GoQuote(manager) + " (" + (operation == Operation::kApply ? "Apply" : "Update");
  if (!subresource.empty()) out += " of " + subresource;
  return out + ")";
}

const FieldSet& ManagedEntry::fields() const {
  if (fields_) return *fields_;
  fields_.emplace();
  Result<FieldSet> read = source_ == nullptr ? FieldSet() : FieldSet::Read(*source_);
  if (read) {
    fields_ = std::move(*read);
  } else {
    wrong_ = std::move(read.error());
  }
  return *fields_;
}

const Diagnostics& ManagedEntry::wrong() const {
  (void)fields();
  return wrong_;
}

ManagedFields ManagedFields::Read(const Value& object) {
  ManagedFields out;
  const Value& list = object.At({"metadata", "managedFields"});
  if (!list.is_list()) return out;
  out.entries_.reserve(list.as_list().size());
  for (const Value& entry : list.as_list()) {
    const std::string operation = entry.Get("operation").StringOr("");
    if (operation != "Apply" && operation != "Update") continue;
    FieldManager manager{entry.Get("manager").StringOr(""),
                         operation == "Apply" ? Operation::kApply : Operation::kUpdate,
                         entry.Get("apiVersion").StringOr(""), entry.Get("time").StringOr(""),
                         entry.Get("subresource").StringOr("")};
    const bool known = entry.Get("fieldsType").StringOr("FieldsV1") == "FieldsV1";
    out.entries_.emplace_back(std::move(manager), known ? &entry.Get("fieldsV1") : nullptr);
  }
  return out;
}

const ManagedEntry* ManagedFields::AppliedBy(std::string_view manager) const {
  const auto found = std::ranges::find_if(entries_, [&](const ManagedEntry& e) {
    return e.manager().manager == manager && e.manager().operation == Operation::kApply &&
           e.manager().subresource.empty();
  });
  return found == entries_.end() ? nullptr : &*found;
}

}  // namespace mesh::ownership
