#pragma once

#include <string>

namespace mesh {

/// A name for this process, by which others on the same machine can tell whether it still runs.
std::string NameOfThisRun();

/// True when `name` is that of another process, on this machine, that still runs. Of other machines
/// nothing is known: false.
bool IsAnotherRunning(const std::string& name);

}  // namespace mesh
