#pragma once

#include <string>

namespace mesh {

/// A name for this process and its host, by which others on the same machine can tell whether both
/// still run.
std::string NameOfThisRun();

/// True when `name` is that of another process on this machine that still runs, as does its host: a
/// provider whose host was killed is about to end. Of other machines nothing is known: false.
bool IsAnotherRunning(const std::string& name);

}  // namespace mesh
