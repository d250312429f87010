#include "core/checks/shape_check.h"

namespace mesh {

std::span<const RuleFamily> RuleFamilies() {
  static const RuleFamily kFamilies[] = {
      {ShapeRules(), {}},
  };
  return kFamilies;
}

}  // namespace mesh
