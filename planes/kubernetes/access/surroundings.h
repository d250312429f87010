#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "core/model/diagnostic.h"
#include "planes/kubernetes/access/http_ask.h"

namespace mesh {

using Environment = std::map<std::string, std::string>;
using TimePoint = std::chrono::system_clock::time_point;
using Clock = std::function<TimePoint()>;

/// A variable's value; an empty one counts as absent, as it does for kubectl and the AWS tools.
std::optional<std::string> Variable(const Environment& environment, const std::string& name);

/// Reads files. Thread-safe.
class FilesReader {
 public:
  virtual ~FilesReader() = default;
  /// The bytes of a file, nullopt when there is none; an error names the path and why it cannot be
  /// read.
  virtual Result<std::optional<std::string>> Read(const std::string& path) const = 0;
};

/// The files of this machine, up to 16 MiB each; relative paths start at the working directory.
std::shared_ptr<const FilesReader> LocalFilesReader();

/// The file at `path`; an error says that `what` is not there or cannot be read.
Result<std::string> ReadNeeded(const FilesReader& files, const std::string& path,
                               const std::string& what, const Path& at = {});

/// The outside world, handed in so that nothing below reads it behind the caller's back.
struct Surroundings {
  Environment environment;
  std::shared_ptr<const FilesReader> files;
  Clock clock;
  /// Needed for EKS only.
  HttpFunction http = nullptr;
  /// Asked to stop: programs that run are ended, and nothing new is started.
  std::stop_token stop = {};
};

/// Environment, files and clock of this process.
Surroundings OfThisProcess(HttpFunction http = nullptr, std::stop_token stop = {});

/// `path` with a leading `~` replaced by the home folder.
std::string ExpandHome(const std::string& path, const Environment& environment);

/// The folder that `path` is in; empty for a plain name.
std::string FolderOfFile(const std::string& path);
/// `path`, which is relative to `folder` unless it is absolute.
std::string PathIn(const std::string& folder, const std::string& path);

}  // namespace mesh
