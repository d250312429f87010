#pragma once

#include <string>
#include <vector>

#include "planes/kubernetes/access/surroundings.h"

namespace mesh {

/// What a program said, fit for a message: control characters and escape sequences removed, each of
/// `hidden` and the value of each variable that is named like a secret replaced by `***`.
std::string Presentable(const Secret& said, const std::vector<Secret>& hidden,
                        const Environment& environment);

/// The words of an output that may be secrets: runs of at least 16 characters of tokens and base64.
std::vector<Secret> LongWords(const Secret& output);

}  // namespace mesh
