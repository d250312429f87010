#include "core/model/null_members.h"

namespace mesh {

Value WithoutNullMembers(Value value) {
  if (value.is_map()) {
    std::erase_if(value.as_map(), [](const auto& member) { return member.second.is_null(); });
    for (auto& [key, member] : value.as_map()) member = WithoutNullMembers(std::move(member));
  } else if (value.is_list()) {
    for (Value& element : value.as_list()) element = WithoutNullMembers(std::move(element));
  }
  return value;
}

}  // namespace mesh
