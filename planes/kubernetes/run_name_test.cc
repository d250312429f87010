#include "planes/kubernetes/run_name.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <utility>

namespace mesh {
namespace {

/// Another process, as long as this lives, and the name that it gives itself.
class Another {
 public:
  Another() {
    int tell[2];
    int hold[2];
    EXPECT_EQ(pipe(tell), 0);
    EXPECT_EQ(pipe(hold), 0);
    process_ = fork();
    if (process_ == 0) {
      close(hold[1]);
      const std::string name = NameOfThisRun();
      const bool told = write(tell[1], name.data(), name.size()) > 0;
      char end = 0;
      _exit(told && read(hold[0], &end, 1) == 0 ? 0 : 1);
    }
    close(tell[1]);
    close(hold[0]);
    hold_ = hold[1];
    char text[100];
    const ssize_t size = read(tell[0], text, sizeof text);
    name_.assign(text, static_cast<std::size_t>(size > 0 ? size : 0));
    close(tell[0]);
  }
  ~Another() { End(); }
  Another(const Another&) = delete;
  Another& operator=(const Another&) = delete;

  const std::string& name() const { return name_; }
  void End() {
    EndUnnoticed();
    if (process_ > 0) waitpid(std::exchange(process_, -1), nullptr, 0);
  }
  /// It ends, and its parent does not ask how.
  void EndUnnoticed() {
    if (hold_ >= 0) close(std::exchange(hold_, -1));
    siginfo_t ended = {};
    if (process_ > 0) waitid(P_PID, static_cast<id_t>(process_), &ended, WEXITED | WNOWAIT);
  }

 private:
  pid_t process_ = -1;
  int hold_ = -1;
  std::string name_;
};

TEST(RunName, ARunIsAnotherOneAsLongAsItLives) {
  Another other;
  EXPECT_TRUE(IsAnotherRunning(other.name())) << other.name();
  other.End();
  EXPECT_FALSE(IsAnotherRunning(other.name()));
}

TEST(RunName, ARunWhoseEndNobodyNoticedIsOver) {
  Another other;
  other.EndUnnoticed();
  EXPECT_FALSE(IsAnotherRunning(other.name()));
}

TEST(RunName, AProcessIsNotAnotherToItself) { EXPECT_FALSE(IsAnotherRunning(NameOfThisRun())); }

TEST(RunName, AProcessIdThatIsUsedAgainIsNotTheSameRun) {
  const Another other;
  EXPECT_FALSE(IsAnotherRunning(other.name() + "0"));
}

TEST(RunName, ARunWithoutItsHostIsOver) {
  // Its host is this process; the name says that it was another one, which has ended.
  // In this order: a child has the pipes of those before it open, and would keep them waiting.
  const Another run;
  Another host;
  const std::string name = run.name();
  const std::string ended = host.name();
  host.End();
  const std::size_t host_at = name.find('.', name.find('.', name.find('.') + 1) + 1);
  const std::size_t process = ended.find('.') + 1;
  const std::size_t after = ended.find('.', ended.find('.', process) + 1);
  EXPECT_FALSE(
      IsAnotherRunning(name.substr(0, host_at) + "." + ended.substr(process, after - process)));
}

TEST(RunName, OfOtherMachinesAndOtherTextsNothingIsKnown) {
  const Another other;
  EXPECT_FALSE(IsAnotherRunning("00000000" + other.name().substr(8)));
  for (const char* text : {"", "true", ".", "..", "a.b.c", "a.1", "../../x.1.2"}) {
    EXPECT_FALSE(IsAnotherRunning(text)) << text;
  }
}

}  // namespace
}  // namespace mesh
