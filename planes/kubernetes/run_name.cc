#include "planes/kubernetes/run_name.h"

#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>

namespace mesh {
namespace {

/// The beginning of the id that the kernel gives each boot: enough to tell machines apart.
std::string Machine() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string out;
  std::getline(file, out);
  return out.substr(0, 8);
}

/// When a process was started, in clock ticks since the boot; empty when there is none, or one that
/// has ended and waits for its parent to notice. Process ids are used again, both together are not.
std::string StartOf(const std::string& process) {
  std::ifstream file("/proc/" + process + "/stat");
  std::string text;
  std::getline(file, text);
  // The program's name, in brackets, may hold spaces; field 3 is the state, 22 the start (proc(5)).
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return "";
  std::istringstream fields(text.substr(name_end + 1));
  std::string field;
  fields >> field;
  if (field == "Z" || field == "X") return "";
  for (int number = 4; number <= 22; ++number) fields >> field;
  return fields ? field : "";
}

/// A process by its id and its start.
std::string NameOf(pid_t process) {
  const std::string id = std::to_string(process);
  return id + "." + StartOf(id);
}

bool Runs(const std::string& id, const std::string& start) {
  if (id.empty() || id.find_first_not_of("0123456789") != std::string::npos) return false;
  return !start.empty() && StartOf(id) == start;
}

}  // namespace

std::string NameOfThisRun() { return Machine() + "." + NameOf(getpid()) + "." + NameOf(getppid()); }

bool IsAnotherRunning(const std::string& name) {
  std::array<std::string, 5> parts;
  std::istringstream text(name);
  for (std::string& part : parts) std::getline(text, part, '.');
  const auto& [machine, process, start, host, host_start] = parts;
  return machine == Machine() && process != std::to_string(getpid()) && Runs(process, start) &&
         Runs(host, host_start);
}

}  // namespace mesh
