#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/model/diagnostic.h"

namespace mesh {

/// A file descriptor that closes itself.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Fd& operator=(Fd&& other) noexcept;
  ~Fd();
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

/// What tells whether a file changed since it was read.
struct Stamp {
  ino_t inode = 0;
  off_t size = 0;
  std::int64_t modified_ns = 0;
  bool operator==(const Stamp&) const = default;
};

/// How the names of staged files end.
inline constexpr char kStagedEnding[] = ".tmp";

/// A folder that nothing leads out of: every path is relative, and no symbolic link is followed,
/// the root itself included. Writing is atomic: a file has its old or its new content, never a
/// part. Errors name the path and what to do.
class Root {
 public:
  explicit Root(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  /// False when the root does not exist (yet); an error when it is no folder.
  Result<bool> Exists() const;

  /// The bytes of a file; nullopt when it does not exist.
  Result<std::optional<std::string>> Read(const std::string& relative) const;
  Result<std::optional<Stamp>> StampOf(const std::string& relative) const;
  /// Names in a folder, sorted; none when it does not exist.
  Result<std::vector<std::string>> List(const std::string& relative) const;

  /// Makes a folder and those above it, the root included.
  Diagnostics MakeFolder(const std::string& relative);
  /// Writes the new content beside the file, under a name of its own.
  Result<std::string> Stage(const std::string& relative, const std::string& bytes, bool sync);
  /// Puts a staged file in place.
  Diagnostics Commit(const std::string& staged, const std::string& relative);
  Diagnostics Remove(const std::string& relative);
  /// Removes a folder when it is empty; anything else is left alone.
  void RemoveFolderIfEmpty(const std::string& relative);
  /// Everything written below the root is on disk afterwards.
  Diagnostics SyncAll() const;
  /// The entries of one folder are on disk afterwards.
  Diagnostics SyncFolder(const std::string& relative) const;

  /// Opens (and makes) a file for appending or locking.
  Result<Fd> OpenFile(const std::string& relative, int flags) const;

 private:
  Result<Fd> OpenRoot() const;
  /// The folder of `relative`, opened without following links; no value when it does not exist.
  Result<std::optional<Fd>> OpenFolder(const std::string& relative) const;
  /// The failure of a system call on `relative`, from errno.
  Diagnostic Failure(const std::string& doing, const std::string& relative, int error) const;

  const std::string path_;
};

}  // namespace mesh
