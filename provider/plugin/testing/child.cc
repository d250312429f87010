#include "provider/plugin/testing/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace mesh::plugin::testing {
namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) == 0) {
      read_end = ends[0];
      write_end = ends[1];
    }
  }
  int read_end = -1;
  int write_end = -1;
};

bool WaitReadable(int descriptor, Clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
  pollfd one{descriptor, POLLIN, 0};
  return left.count() > 0 && poll(&one, 1, static_cast<int>(left.count())) == 1;
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

}  // namespace

Child::Child(const std::vector<std::string>& command, const Variables& variables) {
  const Pipe input, output, errors;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input.read_end, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output.write_end, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors.write_end, STDERR_FILENO);
  std::vector<std::string> arguments = command;
  std::vector<std::string> environment;
  for (const auto& [name, value] : variables) environment.push_back(name + '=' + value);
  const std::vector<char*> argv = Pointers(arguments);
  const std::vector<char*> envp = Pointers(environment);
  if (posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), envp.data()) != 0) pid_ = -1;
  posix_spawn_file_actions_destroy(&actions);
  close(input.read_end);
  close(output.write_end);
  close(errors.write_end);
  input_ = input.write_end;
  output_ = output.read_end;
  errors_ = errors.read_end;
}

Child::~Child() {
  if (!status_ && pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  for (const int descriptor : {input_, output_, errors_}) close(descriptor);
}

std::string Child::ReadLine() {
  const auto until = Clock::now() + kBound;
  std::string line;
  char c = 0;
  while (WaitReadable(output_, until) && read(output_, &c, 1) == 1) {
    if (c == '\n') return line;
    line += c;
  }
  return "";
}

std::string Child::ReadAll(int descriptor) {
  const auto until = Clock::now() + kBound;
  std::string out;
  std::array<char, 4096> block{};
  while (WaitReadable(descriptor, until)) {
    const ssize_t count = read(descriptor, block.data(), block.size());
    if (count <= 0) break;
    out.append(block.data(), static_cast<std::size_t>(count));
  }
  return out;
}

void Child::Send(int signal) const { kill(pid_, signal); }

std::optional<int> Child::Wait() {
  if (status_ || pid_ <= 0) return status_;
  if (!WaitUntilGone(pid_)) return std::nullopt;
  int status = 0;
  if (waitpid(pid_, &status, 0) == pid_) status_ = status;
  return status_;
}

bool WaitUntilGone(pid_t pid) {
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (handle < 0) return true;
  const bool gone = WaitReadable(handle, Clock::now() + kBound);
  close(handle);
  return gone;
}

}  // namespace mesh::plugin::testing
