#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <string>

#include "provider/plugin/log.h"

namespace mesh::plugin {

/// Why the process ends.
enum class EndReason {
  kAsked,     ///< the host, or the person who debugs, wants it so: everything was seen by them
  kHostGone,  ///< the host died: what it recorded of our last answers is not known
  kKilled,    ///< a signal
};

/// The one way this process ends: finish the books within a bound, remove the socket, gone. Nothing
/// is torn down; hosts wait for the end of the process, three to five times a command.
class Ending {
 public:
  /// Hosts kill two seconds after they asked for the end.
  static constexpr std::chrono::milliseconds kBooksBound{1500};

  /// `finish` may be empty. It runs at most once and beside calls that are still under way.
  Ending(std::string socket_path, std::function<void(EndReason)> finish, Log& log)
      : socket_path_(std::move(socket_path)), finish_(std::move(finish)), log_(log) {}
  Ending(const Ending&) = delete;
  Ending& operator=(const Ending&) = delete;

  /// Ends with status 0. Any thread; the first one wins.
  [[noreturn]] void Now(EndReason why);
  /// The same, but the parent sees death by `signal`.
  [[noreturn]] void BySignal(int signal);

 private:
  void Settle(EndReason why);

  const std::string socket_path_;
  const std::function<void(EndReason)> finish_;
  Log& log_;
  std::atomic_flag begun_;
};

}  // namespace mesh::plugin
