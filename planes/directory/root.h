#pragma once

#include <sys/types.h>

#include <map>
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

/// The folder of our own records below the root.
inline constexpr char kRecords[] = ".mesh";
/// A new content is written under this name beside its file and then renamed, so that no reader of
/// the tree meets half a file. What a killed run left of it means nothing.
inline constexpr char kStaged[] = ".mesh.staged";

/// The folder that a path below the root stands in; empty for the root itself.
std::string FolderOf(const std::string& path);

/// Appends all of `bytes` to an open file; false leaves errno.
bool WriteAll(int fd, std::string_view bytes);

/// What a person does about an error of the file system, as sentences after its text.
std::string Remedy(int error);

/// One visit to a tree: every path is relative to the root, and no symbolic link is followed, the
/// root itself included, so nothing leads out. Folders stay open while the visit lasts; those that
/// were missing count as missing until it makes them. Writing is atomic: a file has its old or its
/// new content, never a part. Errors name the path and what to do. Not thread-safe; visits of
/// several threads go on side by side.
class Walk {
 public:
  /// `root` must outlive the visit.
  explicit Walk(const std::string& root) : root_(root) {}

  const std::string& root() const { return root_; }
  /// False when the root does not exist (yet); an error when it is no folder.
  Result<bool> Exists();

  /// The bytes of a file; nullopt when it does not exist.
  Result<std::optional<std::string>> Read(const std::string& path);
  Result<std::optional<Stamp>> StampOf(const std::string& path);
  /// Names in a folder, sorted; none when it does not exist.
  Result<std::vector<std::string>> List(const std::string& folder);
  /// Opens a file; an error when it does not exist and `flags` do not make it.
  Result<Fd> OpenFile(const std::string& path, int flags);

  /// Makes a folder and those above it, the root included.
  Diagnostics MakeFolder(const std::string& folder);
  /// Writes a file in a folder that exists; it gets the permissions of the one it replaces. With
  /// `sync` the content is on disk afterwards. Requires: the tree is locked.
  Diagnostics Write(const std::string& path, std::string_view bytes, bool sync);
  /// The same in two steps, so that something can come in between: one file of a folder at a time.
  Diagnostics Stage(const std::string& path, std::string_view bytes);
  Diagnostics Publish(const std::string& path);
  /// Fine when the file is gone already.
  Diagnostics Remove(const std::string& path);
  /// Removes a folder when it is empty; anything else is left alone.
  void RemoveFolderIfEmpty(const std::string& folder);

  /// Everything written below the root is on disk afterwards.
  Diagnostics SyncAll();
  /// The content of one file and the names in one folder are; what does not exist is fine.
  Diagnostics SyncFile(const std::string& path);
  Diagnostics SyncFolder(const std::string& folder);

 private:
  /// The open folder; -1 when it does not exist.
  Result<int> Folder(const std::string& folder);
  Result<Fd> StageFile(const std::string& path, std::string_view bytes);
  /// Takes back what was staged for `path`; says what happened.
  Diagnostics Unstage(const std::string& path, int error);
  Diagnostic Failure(const std::string& doing, const std::string& path, int error) const;

  const std::string& root_;
  std::map<std::string, Fd, std::less<>> folders_;
};

/// The root as the user gave it, without what would make the system follow it were it a link.
std::string NormalRoot(std::string path);

}  // namespace mesh
