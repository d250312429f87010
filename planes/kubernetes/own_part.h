#pragma once

#include <string>

#include "core/model/value.h"
#include "core/ownership/owners.h"

namespace mesh {

/// What is ours of an object, as a mask (core/model/ownership.h), lists whole: the fields that we
/// applied and what names the object, which the server keeps no entry for, without our marks. Null
/// where the server knows of no apply of ours.
Value OwnPart(const ownership::Owners& owners);

/// The version of the object's kind that `manager` applied it in; empty where it never did. The
/// server shows an object in each version that it serves.
std::string AppliedVersion(const Value& object, const std::string& manager);

}  // namespace mesh
