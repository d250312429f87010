#include "generator/console.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <utility>
#include <vector>

namespace mesh::generator {
namespace {

/// More than this is not read, and one cause (a full disk) often has thousands of effects.
constexpr std::size_t kMostShown = 50;

void Print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stderr); }

}  // namespace

Console::Console() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  terminal_ = ::isatty(STDERR_FILENO) != 0 && term != nullptr && std::strcmp(term, "dumb") != 0;
  colours_ = terminal_ && (no_color == nullptr || *no_color == '\0');
}

std::string Console::Coloured(const char* code, const std::string& text) const {
  return colours_ ? std::string("\033[") + code + "m" + text + "\033[0m" : text;
}

void Console::EndProgress() {
  if (progress_shown_) Print("\r\033[K");
  progress_shown_ = false;
}

void Console::Say(const std::string& line) {
  EndProgress();
  Print(line + "\n");
}

void Console::Progress(const std::string& line) {
  if (!terminal_) return;
  EndProgress();
  Print(line);
  std::fflush(stderr);
  progress_shown_ = true;
}

void Console::Show(const Diagnostics& diagnostics,
                   const std::function<std::string(const Path&)>& where) {
  EndProgress();
  // Errors come last: nearest to where the reader is.
  for (const Severity severity : {Severity::kWarning, Severity::kError}) {
    using Said = std::pair<std::string_view, std::string_view>;
    std::map<Said, std::size_t> times;
    std::vector<const Diagnostic*> distinct;
    for (const Diagnostic& diagnostic : diagnostics) {
      if (diagnostic.severity != severity) continue;
      if (++times[{diagnostic.summary, diagnostic.detail}] == 1) distinct.push_back(&diagnostic);
    }
    for (std::size_t i = 0; i < distinct.size() && i < kMostShown; ++i) {
      const Diagnostic& diagnostic = *distinct[i];
      ShowOne(diagnostic, where ? where(diagnostic.path) : "");
      const std::size_t count = times[{diagnostic.summary, diagnostic.detail}];
      if (count > 1) Print("  (the same at " + std::to_string(count - 1) + " more)\n");
    }
    if (distinct.size() > kMostShown) {
      Print("and " + std::to_string(distinct.size() - kMostShown) + " more\n");
    }
  }
}

void Console::ShowOne(const Diagnostic& diagnostic, const std::string& place) const {
  const bool error = diagnostic.severity == Severity::kError;
  Print((place.empty() ? "" : place + ": ") +
        Coloured(error ? "1;31" : "1;33", error ? "error" : "warning") + ": " +
        Coloured("1", diagnostic.summary) + "\n");
  const std::string path = diagnostic.path.ToString();
  if (!path.empty() && diagnostic.detail.find(path) == std::string::npos) {
    Print("  at " + path + "\n");
  }
  if (!diagnostic.detail.empty()) Print("  " + diagnostic.detail + "\n");
}

bool WriteOut(std::string_view text, Console& console) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      console.Show({Error("Cannot write to standard output",
                          std::string(std::strerror(errno)) + ". What came out is incomplete.")});
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace mesh::generator
