#include "planes/directory/root.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

namespace mesh {
namespace {

/// Open folders of one visit, at most: far below the limit of open files (often 1,024).
constexpr std::size_t kOpenFolders = 64;
constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

std::string NameOf(const std::string& path) { return path.substr(path.rfind('/') + 1); }

Stamp StampFrom(const struct stat& facts) {
  return {facts.st_ino, facts.st_size,
          facts.st_mtim.tv_sec * 1'000'000'000 + facts.st_mtim.tv_nsec};
}

}  // namespace

std::string FolderOf(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

std::string Remedy(int error) {
  switch (error) {
    case EACCES:
    case EPERM:
    case EROFS:
      return "Give the user that runs this the right to write there, or choose another folder.";
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return "Make room on the disk and run again; what was there before is untouched.";
    case ELOOP:
      return "It is a symbolic link, and links are not followed, so that nothing outside of the "
             "tree is ever changed. Put a real file or folder in its place.";
    case ENOTDIR:
      return "A folder is expected there, and something else stands in its place (a file or a "
             "symbolic link, which is not followed). Remove it or choose another folder.";
    case EISDIR:
      return "A file is expected there, and a folder stands in its place. Remove or rename it.";
    default:
      return "Check the folder and run again.";
  }
}

bool WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

std::string NormalRoot(std::string path) {
  while (path.size() > 1 && (path.ends_with('/') || path.ends_with("/."))) path.pop_back();
  return path.empty() ? "." : path;
}

Fd& Fd::operator=(Fd&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Fd::~Fd() {
  if (fd_ >= 0) close(fd_);
}

Diagnostic Walk::Failure(const std::string& doing, const std::string& path, int error) const {
  const std::string where = path.empty() ? root_ : root_ + "/" + path;
  std::array<char, 4096> target{};
  const ssize_t length = readlink(where.c_str(), target.data(), target.size());
  if (length > 0) {
    const std::string to(target.data(), static_cast<std::size_t>(length));
    return Error("Cannot " + doing + " " + where,
                 where + " is a symbolic link to " + to +
                     ", and links are not followed, so that nothing outside of the tree is ever "
                     "changed. " +
                     (path.empty() ? "Set `path` of the cluster's `directory` to the folder itself."
                                   : "Put a real file or folder in its place."));
  }
  std::string detail = std::string(std::strerror(error)) + ". " + Remedy(error);
  if (path.empty()) detail += " The folder is the `path` of the cluster's `directory`.";
  return Error("Cannot " + doing + " " + where, std::move(detail));
}

Result<bool> Walk::Exists() {
  const auto root = Folder("");
  if (!root) return tl::unexpected(root.error());
  return *root >= 0;
}

Result<int> Walk::Folder(const std::string& folder) {
  if (const auto found = folders_.find(folder); found != folders_.end()) return found->second.get();
  Fd opened;
  if (folder.empty()) {
    opened = Fd(open(root_.c_str(), kFolderFlags));
  } else {
    const auto above = Folder(FolderOf(folder));
    if (!above || *above < 0) return above;
    opened = Fd(openat(*above, NameOf(folder).c_str(), kFolderFlags));
  }
  if (!opened && errno != ENOENT) return Fail(Failure("open the folder", folder, errno));
  if (folders_.size() >= kOpenFolders) {
    std::erase_if(folders_, [](const auto& f) { return !f.first.empty(); });
  }
  return folders_.emplace(folder, std::move(opened)).first->second.get();
}

Result<Fd> Walk::OpenFile(const std::string& path, int flags) {
  const auto folder = Folder(FolderOf(path));
  if (!folder) return tl::unexpected(folder.error());
  if (*folder < 0) return Fail(Failure("open", path, ENOENT));
  Fd fd(openat(*folder, NameOf(path).c_str(), flags | O_NOFOLLOW | O_CLOEXEC, 0644));
  if (!fd) return Fail(Failure("open", path, errno));
  return fd;
}

Result<std::optional<std::string>> Walk::Read(const std::string& path) {
  const auto folder = Folder(FolderOf(path));
  if (!folder) return tl::unexpected(folder.error());
  if (*folder < 0) return std::nullopt;
  const Fd fd(
      openat(*folder, NameOf(path).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (!fd) {
    if (errno == ENOENT) return std::nullopt;
    return Fail(Failure("read", path, errno));
  }
  struct stat facts {};
  if (fstat(fd.get(), &facts) != 0) return Fail(Failure("read", path, errno));
  if (!S_ISREG(facts.st_mode)) return Fail(Failure("read", path, EISDIR));
  std::string out(static_cast<std::size_t>(facts.st_size), '\0');
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t n = read(fd.get(), out.data() + done, out.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Fail(Failure("read", path, errno));
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  out.resize(done);
  return out;
}

Result<std::optional<Stamp>> Walk::StampOf(const std::string& path) {
  const auto folder = Folder(FolderOf(path));
  if (!folder) return tl::unexpected(folder.error());
  struct stat facts {};
  if (*folder < 0 || fstatat(*folder, NameOf(path).c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0) {
    return std::nullopt;
  }
  return StampFrom(facts);
}

Result<std::vector<std::string>> Walk::List(const std::string& folder) {
  const auto opened = Folder(folder);
  if (!opened) return tl::unexpected(opened.error());
  std::vector<std::string> out;
  if (*opened < 0) return out;
  // A descriptor of its own: a duplicate would share the place in the listing.
  const int own = openat(*opened, ".", kFolderFlags);
  const std::unique_ptr<DIR, int (*)(DIR*)> dir(own < 0 ? nullptr : fdopendir(own), closedir);
  if (!dir) return Fail(Failure("list", folder, errno));
  while (const dirent* entry = readdir(dir.get())) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") out.push_back(name);
  }
  std::ranges::sort(out);
  return out;
}

Diagnostics Walk::MakeFolder(const std::string& folder) {
  const auto there = Folder(folder);
  if (!there) return there.error();
  if (*there >= 0) return {};
  if (folder.empty()) {
    std::error_code error;
    std::filesystem::create_directories(root_, error);
    if (error) return {Failure("make the folder", "", error.value())};
  } else {
    if (Diagnostics wrong = MakeFolder(FolderOf(folder)); HasErrors(wrong)) return wrong;
    const auto above = Folder(FolderOf(folder));
    if (!above) return above.error();
    if (mkdirat(*above, NameOf(folder).c_str(), 0755) != 0 && errno != EEXIST) {
      return {Failure("make the folder", folder, errno)};
    }
  }
  folders_.erase(folder);
  const auto made = Folder(folder);
  if (!made) return made.error();
  return *made >= 0 ? Diagnostics{} : Diagnostics{Failure("make the folder", folder, ENOENT)};
}

Result<Fd> Walk::StageFile(const std::string& path, std::string_view bytes) {
  const auto folder = Folder(FolderOf(path));
  if (!folder) return tl::unexpected(folder.error());
  if (*folder < 0) return Fail(Failure("write", path, ENOENT));
  const auto make = [&] {
    return Fd(openat(*folder, kStaged, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
  };
  Fd fd = make();
  if (!fd && errno == EEXIST && unlinkat(*folder, kStaged, 0) == 0) fd = make();
  if (!fd) return Fail(Failure("write", path, errno));
  // A file that others may not read stays so.
  struct stat facts {};
  if (fstatat(*folder, NameOf(path).c_str(), &facts, AT_SYMLINK_NOFOLLOW) == 0 &&
      S_ISREG(facts.st_mode)) {
    fchmod(fd.get(), facts.st_mode & 07777U);
  }
  if (WriteAll(fd.get(), bytes)) return fd;
  return tl::unexpected(Unstage(path, errno));
}

Diagnostics Walk::Unstage(const std::string& path, int error) {
  if (const auto folder = Folder(FolderOf(path)); folder && *folder >= 0) {
    unlinkat(*folder, kStaged, 0);
  }
  return {Failure("write", path, error)};
}

Diagnostics Walk::Stage(const std::string& path, std::string_view bytes) {
  const auto staged = StageFile(path, bytes);
  return staged ? Diagnostics{} : staged.error();
}

Diagnostics Walk::Publish(const std::string& path) {
  const auto folder = Folder(FolderOf(path));
  if (!folder) return folder.error();
  if (renameat(*folder, kStaged, *folder, NameOf(path).c_str()) == 0) return {};
  return Unstage(path, errno);
}

Diagnostics Walk::Write(const std::string& path, std::string_view bytes, bool sync) {
  const auto staged = StageFile(path, bytes);
  if (!staged) return staged.error();
  if (sync && fdatasync(staged->get()) != 0) return Unstage(path, errno);
  return Publish(path);
}

Diagnostics Walk::Remove(const std::string& path) {
  const auto folder = Folder(FolderOf(path));
  if (!folder) return folder.error();
  if (*folder < 0) return {};
  if (unlinkat(*folder, NameOf(path).c_str(), 0) == 0 || errno == ENOENT) return {};
  return {Failure("remove", path, errno)};
}

void Walk::RemoveFolderIfEmpty(const std::string& folder) {
  const auto above = Folder(FolderOf(folder));
  if (!above || *above < 0) return;
  folders_.erase(folder);
  unlinkat(*above, NameOf(folder).c_str(), AT_REMOVEDIR);
}

Diagnostics Walk::SyncAll() {
  const auto root = Folder("");
  if (!root) return root.error();
  if (*root < 0 || syncfs(*root) == 0) return {};
  return {Failure("write to disk", "", errno)};
}

Diagnostics Walk::SyncFile(const std::string& path) {
  const auto folder = Folder(FolderOf(path));
  if (!folder) return folder.error();
  if (*folder < 0) return {};
  const Fd fd(openat(*folder, NameOf(path).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd || fdatasync(fd.get()) == 0) return {};
  return {Failure("write to disk", path, errno)};
}

Diagnostics Walk::SyncFolder(const std::string& folder) {
  const auto opened = Folder(folder);
  if (!opened) return opened.error();
  if (*opened < 0) return {};
  if (fsync(*opened) != 0) return {Failure("write to disk", folder, errno)};
  if (folder.empty()) {
    // The root may be new itself. What lies above it need not be ours to open.
    const Fd above(openat(*opened, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (above) fsync(above.get());
  }
  return {};
}

}  // namespace mesh
