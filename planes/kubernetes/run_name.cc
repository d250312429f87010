#include "planes/kubernetes/run_name.h"

#include <unistd.h>

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

/// When a process was started, in clock ticks since the boot; empty when there is none. Process ids
/// are used again, both together are not.
std::string StartOf(const std::string& process) {
  std::ifstream file("/proc/" + process + "/stat");
  std::string text;
  std::getline(file, text);
  // The program's name, in brackets, may hold spaces; field 22 is the start (proc(5)).
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return "";
  std::istringstream fields(text.substr(name_end + 1));
  std::string field;
  for (int number = 3; number <= 22; ++number) fields >> field;
  return fields ? field : "";
}

}  // namespace

std::string NameOfThisRun() {
  const std::string process = std::to_string(getpid());
  return Machine() + "." + process + "." + StartOf(process);
}

bool IsAnotherRunning(const std::string& name) {
  const std::size_t first = name.find('.');
  const std::size_t last = name.rfind('.');
  if (first == last || name.substr(0, first) != Machine() || name == NameOfThisRun()) return false;
  const std::string process = name.substr(first + 1, last - first - 1);
  if (process.find_first_not_of("0123456789") != std::string::npos) return false;
  const std::string start = StartOf(process);
  return !start.empty() && start == name.substr(last + 1);
}

}  // namespace mesh
