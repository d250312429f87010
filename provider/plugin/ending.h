#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <string>

#include "provider/plugin/log.h"

namespace mesh::plugin {

/// The one way this process ends: finish the books within a bound, remove the socket, gone. Nothing
/// is torn down; hosts wait for the end of the process, three to five times a command.
class Ending {
 public:
  /// Hosts kill two seconds after they asked for the end.
  static constexpr std::chrono::milliseconds kBooksBound{1500};

  /// `finish` may be empty. It runs at most once and beside calls that are still under way.
  Ending(std::string socket_path, std::function<void()> finish, Log& log)
      : socket_path_(std::move(socket_path)), finish_(std::move(finish)), log_(log) {}
  Ending(const Ending&) = delete;
  Ending& operator=(const Ending&) = delete;

  /// Ends with status 0. Any thread; the first one wins.
  [[noreturn]] void Now(const char* why);
  /// The same, but the parent sees death by `signal`.
  [[noreturn]] void BySignal(int signal);

 private:
  void Settle(const char* why);

  const std::string socket_path_;
  const std::function<void()> finish_;
  Log& log_;
  std::atomic_flag begun_;
};

}  // namespace mesh::plugin
