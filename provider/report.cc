#include "provider/report.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/formats/json.h"

namespace mesh {
namespace {

/// One write, so that lines of processes that end together do not mix.
bool AppendTo(const std::string& path, const std::string& line) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) return false;
  const bool whole = write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  return close(file) == 0 && whole;
}

}  // namespace

void WriteReport(const Value& clusters, const std::string& path, plugin::Log& log) {
  if (!clusters.is_map() || clusters.as_map().empty()) return;
  for (const auto& [cluster, labels] : clusters.as_map()) {
    for (const auto& [label, counts] : labels.as_map()) {
      log.Info("calls of this run",
               {{"cluster", cluster}, {"what", label}, {"counts", WriteJson(counts)}});
    }
  }
  if (!path.empty() && !AppendTo(path, WriteJson(Value::Map{{"clusters", clusters}}) + "\n")) {
    log.Error("cannot write the report", {{"path", path}, {"why", std::strerror(errno)}});
  }
}

}  // namespace mesh
