#include "planes/kubernetes/access/program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

namespace mesh {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kLargestOutput = 1U << 20U;
constexpr std::size_t kLongestSaid = 4U << 10U;
/// How often to look whether the child has ended, where nothing tells.
constexpr std::chrono::milliseconds kLook{20};

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() { Close(); }
  void Close() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

struct Pipe {
  Descriptor read, write;
};

std::optional<Pipe> MakePipe() {
  std::array<int, 2> ends = {};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  Pipe out{Descriptor(ends[0]), Descriptor(ends[1])};
  fcntl(out.read.get(), F_SETFL, O_NONBLOCK);
  return out;
}

/// What posix_spawn is to do in the child.
class Preparation {
 public:
  Preparation(int out, int err) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, err, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes_);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setflags(
        &attributes_,
        static_cast<short>(POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
  }
  Preparation(const Preparation&) = delete;
  Preparation& operator=(const Preparation&) = delete;
  ~Preparation() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  const posix_spawn_file_actions_t* actions() const { return &actions_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

/// The char* array that exec wants, over strings that outlive it.
class Pointers {
 public:
  explicit Pointers(std::vector<std::string> texts) : texts_(std::move(texts)) {
    for (std::string& text : texts_) pointers_.push_back(text.data());
    pointers_.push_back(nullptr);
  }
  char** get() { return pointers_.data(); }

 private:
  std::vector<std::string> texts_;
  std::vector<char*> pointers_;
};

/// A child that is reaped, and killed with its session before that unless it has ended.
class Child {
 public:
  explicit Child(pid_t pid)
      : pid_(pid), handle_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() { Kill(); }

  /// Becomes readable when the child ends; -1 where the kernel is older than 5.3.
  int handle() const { return handle_.get(); }
  bool HasEnded() const {
    siginfo_t info = {};
    const auto id = static_cast<id_t>(pid_);
    return waitid(P_PID, id, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid_;
  }
  /// Ends it and all it has started, and takes its status.
  void Kill() {
    if (reaped_) return;
    kill(-pid_, SIGKILL);
    Reap();
  }
  /// Requires: it has ended, or was killed.
  int Reap() {
    while (!reaped_ && waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
    }
    reaped_ = true;
    return status_;
  }

 private:
  const pid_t pid_;
  Descriptor handle_;
  int status_ = 0;
  bool reaped_ = false;
};

/// Takes what is in a pipe right now. False at its end.
bool Drain(const Descriptor& from, std::string& to) {
  std::array<char, 16384> chunk;
  while (true) {
    const ssize_t count = read(from.get(), chunk.data(), chunk.size());
    if (count > 0) {
      to.append(chunk.data(), static_cast<std::size_t>(count));
      if (to.size() > 2 * kLargestOutput) return true;
      continue;
    }
    if (count < 0 && errno == EINTR) continue;
    return count < 0 && errno == EAGAIN;
  }
}

/// Reads both pipes until the child has ended, or must be.
class Watch {
 public:
  Watch(const ProgramRun& run, Pipe out, Pipe err)
      : deadline_(SteadyClock::now() + run.bound),
        out_(std::move(out)),
        err_(std::move(err)),
        wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
        on_stop_(run.stop, Waker{wake_.get()}) {
    out_.write.Close();
    err_.write.Close();
  }

  ProgramEnd Until(Child& child, const std::stop_token& stop) {
    while (true) {
      if (stop.stop_requested()) return Killed(child, ProgramEnd::How::kStopped);
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(deadline_ - SteadyClock::now());
      if (left.count() <= 0) return Killed(child, ProgramEnd::How::kTimedOut);
      std::array<pollfd, 4> waits = {
          pollfd{out_.read.get(), POLLIN, 0}, pollfd{err_.read.get(), POLLIN, 0},
          pollfd{child.handle(), POLLIN, 0}, pollfd{wake_.get(), POLLIN, 0}};
      const auto slice = child.handle() < 0 ? std::min(left, kLook) : left;
      poll(waits.data(), waits.size(), static_cast<int>(slice.count()));
      // What the child wrote before it ended is in the pipes by the time it is seen to have ended;
      // what it has left running may keep them open and is not waited for.
      const bool ended = child.HasEnded();
      Take();
      if (output_.size() > kLargestOutput) return Killed(child, ProgramEnd::How::kTooMuchOutput);
      if (ended) return Ended(child.Reap());
    }
  }

 private:
  struct Waker {
    int fd;
    void operator()() const { eventfd_write(fd, 1); }
  };

  void Take() {
    if (out_.read.get() >= 0 && !Drain(out_.read, output_)) out_.read.Close();
    if (err_.read.get() >= 0 && !Drain(err_.read, said_)) err_.read.Close();
    if (said_.size() > kLongestSaid) said_.erase(0, said_.size() - kLongestSaid);
  }
  ProgramEnd Killed(Child& child, ProgramEnd::How how) {
    child.Kill();
    Take();
    return {how, 0, {}, Secret(said_)};
  }
  ProgramEnd Ended(int status) const {
    const bool signalled = WIFSIGNALED(status);
    return {signalled ? ProgramEnd::How::kSignalled : ProgramEnd::How::kExited,
            signalled ? WTERMSIG(status) : WEXITSTATUS(status), Secret(output_), Secret(said_)};
  }

  const SteadyClock::time_point deadline_;
  Pipe out_, err_;
  Descriptor wake_;
  std::stop_callback<Waker> on_stop_;
  std::string output_, said_;
};

tl::unexpected<Diagnostics> NotStarted(const std::string& path, int error) {
  return Fail("Cannot run " + path,
              std::string(std::strerror(error)) +
                  ". Check that it is an executable file for this machine and that its interpreter "
                  "is there.");
}

}  // namespace

Result<ProgramEnd> RunProgram(const ProgramRun& run) {
  auto out = MakePipe(), err = MakePipe();
  if (!out || !err) return NotStarted(run.path, errno);
  const Preparation preparation(out->write.get(), err->write.get());
  std::vector<std::string> arguments = {run.path};
  arguments.insert(arguments.end(), run.arguments.begin(), run.arguments.end());
  std::vector<std::string> variables;
  for (const auto& [name, value] : run.environment) {
    std::string entry = name;
    variables.push_back(std::move(entry.append("=").append(value)));
  }
  Pointers argv(std::move(arguments)), envp(std::move(variables));
  pid_t pid = 0;
  const int error = posix_spawn(&pid, run.path.c_str(), preparation.actions(),
                                preparation.attributes(), argv.get(), envp.get());
  if (error != 0) return NotStarted(run.path, error);
  Child child(pid);
  return Watch(run, std::move(*out), std::move(*err)).Until(child, run.stop);
}

std::string FindProgram(const std::string& command, const std::string& search) {
  if (command.find('/') != std::string::npos) return command;
  std::size_t start = 0;
  while (!command.empty() && start <= search.size()) {
    const std::size_t end = std::min(search.find(':', start), search.size());
    const std::string folder = search.substr(start, end - start);
    start = end + 1;
    // Relative entries would run whatever lies in the working directory.
    if (folder.empty() || folder.front() != '/') continue;
    const std::string path = folder + "/" + command;
    struct stat status {};
    if (stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
        access(path.c_str(), X_OK) == 0) {
      return path;
    }
  }
  return "";
}

}  // namespace mesh
