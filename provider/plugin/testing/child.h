#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mesh::plugin::testing {

/// Waiting in these tests has one bound, far above what any machine needs.
constexpr std::chrono::seconds kBound{20};

/// A program started with its own environment and pipes; killed at the latest with this object.
class Child {
 public:
  using Variables = std::map<std::string, std::string>;

  /// The environment is `variables` alone. Standard input is a pipe that stays empty and open.
  Child(const std::vector<std::string>& command, const Variables& variables);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();

  pid_t pid() const { return pid_; }
  /// The next line of standard output without its newline; empty at its end or at the bound.
  std::string ReadLine();
  /// Everything more on standard output and error until they are closed or the bound.
  std::string RestOfOutput() { return ReadAll(output_); }
  std::string RestOfErrors() { return ReadAll(errors_); }
  void Send(int signal) const;
  /// As waitpid gives it; nothing when the process still runs at the bound.
  std::optional<int> Wait();

 private:
  static std::string ReadAll(int descriptor);

  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  int errors_ = -1;
  std::optional<int> status_;
};

/// Waits until the process of that number is gone, whoever's child it is. False at the bound.
bool WaitUntilGone(pid_t pid);

}  // namespace mesh::plugin::testing
