#pragma once

#include <string>

#include "core/model/object.h"

namespace mesh::ownership {

/// An object as a sentence names it: `VirtualService shop/web`.
inline std::string ObjectText(const ObjectKey& key) {
  return key.kind + " " + (key.name_space.empty() ? "" : key.name_space + "/") + key.name;
}

}  // namespace mesh::ownership
