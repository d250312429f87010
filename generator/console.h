#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "core/model/diagnostic.h"

namespace mesh::generator {

/// How a program ends.
enum ExitCode {
  kFine = 0,
  kDifferences = 1,  ///< findings, or a tree that is not as the input says
  kWrong = 2,        ///< wrong use, or input that cannot be used
};

/// Standard error: what the program does, and what is wrong. Colours and passing progress appear
/// on a terminal only, and no colours under NO_COLOR.
class Console {
 public:
  Console();
  ~Console() { EndProgress(); }
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  /// One line about what was done.
  void Say(const std::string& line);
  /// What is being done right now; the next line takes its place.
  void Progress(const std::string& line);
  /// Diagnostics, each with where it is: `where` turns a path into `file:line` or an empty string.
  /// What is said of several places is said once, with the first place and the number of others;
  /// a long list is cut.
  void Show(const Diagnostics& diagnostics,
            const std::function<std::string(const Path&)>& where = nullptr);

 private:
  void EndProgress();
  void ShowOne(const Diagnostic& diagnostic, const std::string& place) const;
  std::string Coloured(const char* code, const std::string& text) const;

  bool terminal_ = false;
  bool colours_ = false;
  bool progress_shown_ = false;
};

/// `error` or `warning`.
inline const char* WordFor(Severity severity) {
  return severity == Severity::kError ? "error" : "warning";
}

/// `1 object`, `2 objects`.
inline std::string Counted(std::size_t n, std::string_view what) {
  return std::to_string(n) + " " + std::string(what) + (n == 1 ? "" : "s");
}

/// Writes to standard output. False when that fails (a full disk, a closed pipe); a message says
/// so.
bool WriteOut(std::string_view text, Console& console);

}  // namespace mesh::generator
