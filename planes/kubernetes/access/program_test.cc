#include "planes/kubernetes/access/program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <thread>
#include <utility>

#include "planes/kubernetes/access/testing/script_folder.h"

namespace mesh {
namespace {

class ProgramTest : public testing::Test {
 protected:
  Result<ProgramEnd> Run(const std::string& body, std::vector<std::string> arguments = {}) {
    ProgramRun run{.path = folder_.Script("program", body),
                   .arguments = std::move(arguments),
                   .environment = environment_};
    run.bound = bound_;
    run.stop = stop_.get_token();
    return RunProgram(run);
  }
  ScriptFolder folder_;
  std::map<std::string, std::string> environment_ = {{"PATH", "/usr/bin:/bin"}};
  std::chrono::milliseconds bound_ = std::chrono::seconds(300);
  std::stop_source stop_;
};

TEST_F(ProgramTest, OutputStatusAndArguments) {
  environment_["A"] = "b c";
  const auto end = Run("echo \"$1|$A|$#\"; echo said >&2; exit 7", {"x y", ""});
  ASSERT_TRUE(end);
  EXPECT_EQ(end->how, ProgramEnd::How::kExited);
  EXPECT_EQ(end->code, 7);
  EXPECT_EQ(end->output.Reveal(), "x y|b c|2\n");
  EXPECT_EQ(end->said.Reveal(), "said\n");
}

TEST_F(ProgramTest, HasNoTerminalAndNoOtherFiles) {
  const auto end =
      Run("cat; (exec 3</dev/tty) 2>/dev/null && echo tty; ls /proc/self/fd | tr '\\n' ' '; grep "
          "SigBlk /proc/self/status");
  ASSERT_TRUE(end);
  // 3 is the folder that ls reads.
  EXPECT_EQ(end->output.Reveal(), "0 1 2 3 SigBlk:\t0000000000000000\n");
}

TEST_F(ProgramTest, LargeOutputIsReadWhole) {
  const auto end = Run("i=0; while [ $i -lt 1000 ]; do printf '%0999d\\n' $i; i=$((i+1)); done");
  ASSERT_TRUE(end);
  EXPECT_EQ(end->output.Reveal().size(), 1000000u);
}

TEST_F(ProgramTest, TooMuchOutputEndsIt) {
  const auto end = Run("yes");
  ASSERT_TRUE(end);
  EXPECT_EQ(end->how, ProgramEnd::How::kTooMuchOutput);
}

TEST_F(ProgramTest, OnlyTheEndOfStandardErrorIsKept) {
  const auto end = Run("yes | head -c 100000 >&2; echo the end >&2");
  ASSERT_TRUE(end);
  EXPECT_EQ(end->said.Reveal().size(), 4096u);
  EXPECT_TRUE(end->said.Reveal().ends_with("the end\n"));
}

TEST_F(ProgramTest, SignalsAreTold) {
  const auto end = Run("kill -9 $$");
  ASSERT_TRUE(end);
  EXPECT_EQ(end->how, ProgramEnd::How::kSignalled);
  EXPECT_EQ(end->code, 9);
}

TEST_F(ProgramTest, WhatItLeavesRunningIsNotWaitedFor) {
  const auto end = Run("sleep 1000 & echo $! >\"$1\"; echo done", {folder_.path() + "/pid"});
  ASSERT_TRUE(end);
  EXPECT_EQ(end->output.Reveal(), "done\n");
  kill(std::stoi(folder_.Read("pid")), SIGKILL);
}

TEST_F(ProgramTest, WhatCannotBeStartedIsAnError) {
  EXPECT_FALSE(RunProgram({.path = folder_.path() + "/gone"}));
  EXPECT_FALSE(RunProgram({.path = folder_.File("plain", "text")}));
  EXPECT_FALSE(RunProgram({.path = folder_.path()}));
}

/// A pipe with a name, whose end tells that every process that held it is gone. This process holds
/// it, too, so that it has no end before another has come.
class Held {
 public:
  explicit Held(const ScriptFolder& folder) : path_(folder.path() + "/held") {
    mkfifo(path_.c_str(), 0600);
    fd_ = open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    ours_ = open(path_.c_str(), O_WRONLY | O_CLOEXEC);
  }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() {
    NoneOfOurs();
    close(fd_);
  }
  void NoneOfOurs() {
    if (ours_ >= 0) close(std::exchange(ours_, -1));
  }
  const std::string& path() const { return path_; }
  /// Waits for some bytes; empty at the end.
  std::string Next() const {
    std::string out(64, '\0');
    while (true) {
      pollfd wait = {fd_, POLLIN, 0};
      poll(&wait, 1, -1);
      const ssize_t count = read(fd_, out.data(), out.size());
      if (count >= 0) return out.substr(0, static_cast<std::size_t>(count));
    }
  }

 private:
  std::string path_;
  int fd_;
  int ours_ = -1;
};

constexpr char kHang[] = "exec 9>\"$1\"; echo ready >&9; sleep 1000 & sleep 1000";

TEST_F(ProgramTest, StopKillsItAndItsChildren) {
  Held held(folder_);
  std::jthread stopper([&] {
    EXPECT_EQ(held.Next(), "ready\n");
    stop_.request_stop();
  });
  const auto end = Run(kHang, {held.path()});
  ASSERT_TRUE(end);
  EXPECT_EQ(end->how, ProgramEnd::How::kStopped);
  stopper.join();
  held.NoneOfOurs();
  EXPECT_EQ(held.Next(), "");
}

TEST_F(ProgramTest, BoundKillsItAndItsChildren) {
  Held held(folder_);
  bound_ = std::chrono::milliseconds(300);
  const auto end = Run(kHang, {held.path()});
  held.NoneOfOurs();
  ASSERT_TRUE(end);
  EXPECT_EQ(end->how, ProgramEnd::How::kTimedOut);
  for (std::string text = held.Next(); !text.empty(); text = held.Next())
    EXPECT_EQ(text, "ready\n");
}

TEST_F(ProgramTest, NothingRunsAfterAStop) {
  stop_.request_stop();
  const auto end = Run("exit 0");
  ASSERT_TRUE(end);
  EXPECT_EQ(end->how, ProgramEnd::How::kStopped);
}

TEST_F(ProgramTest, ManyAtOnce) {
  const std::string path = folder_.Script("echo", "echo $1");
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int k = 0; k < 5; ++k) {
        const auto end = RunProgram(
            {.path = path, .arguments = {std::to_string(i)}, .environment = environment_});
        ASSERT_TRUE(end);
        EXPECT_EQ(end->output.Reveal(), std::to_string(i) + "\n");
      }
    });
  }
}

TEST(FindProgramTest, LooksInAbsoluteFoldersOnly) {
  const ScriptFolder a, b;
  a.File("tool", "not executable");
  const std::string tool = b.Script("tool", "exit 0");
  EXPECT_EQ(FindProgram("tool", a.path() + ":" + b.path()), tool);
  EXPECT_EQ(FindProgram("tool", a.path()), "");
  EXPECT_EQ(FindProgram("tool", ".::relative"), "");
  EXPECT_EQ(FindProgram("", b.path()), "");
  EXPECT_EQ(FindProgram("./x", ""), "./x");
}

}  // namespace
}  // namespace mesh
