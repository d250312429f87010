#pragma once

#include <chrono>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "core/model/diagnostic.h"
#include "core/model/secret.h"

namespace mesh {

/// A program to run for its output.
struct ProgramRun {
  /// Absolute, or relative to the working directory; not looked up in PATH.
  std::string path = {};
  /// Without the name of the program.
  std::vector<std::string> arguments = {};
  /// The whole environment of the program.
  std::map<std::string, std::string> environment = {};
  std::chrono::milliseconds bound = std::chrono::seconds(60);
  std::stop_token stop = {};
};

/// How it ended, when it was run at all.
struct ProgramEnd {
  enum class How { kExited, kSignalled, kTimedOut, kStopped, kTooMuchOutput };
  How how = How::kExited;
  /// Exit status, or the number of the signal.
  int code = 0;
  /// What it printed: at most 1 MiB.
  Secret output = {};
  /// The end of what it said on standard error: at most 4 KiB. It may hold anything.
  Secret said = {};
};

/// Runs a program in a session of its own, without a terminal: standard input is empty, and
/// /dev/tty cannot be opened. At the bound, when the process is asked to stop, and when it prints
/// too much, it is killed together with all it has started. Signals are as a shell would have them,
/// and no other file is open in it. An error says that the program could not be started at all.
Result<ProgramEnd> RunProgram(const ProgramRun& run);

/// The path of `command`: itself when it has a slash, else the first executable file of that name
/// in the absolute folders of `search` (a PATH); empty when there is none.
std::string FindProgram(const std::string& command, const std::string& search);

}  // namespace mesh
