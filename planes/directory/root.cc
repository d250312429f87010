#include "planes/directory/root.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace mesh {
namespace {

std::string FolderOf(const std::string& relative) {
  const std::size_t slash = relative.rfind('/');
  return slash == std::string::npos ? "" : relative.substr(0, slash);
}
std::string NameOf(const std::string& relative) { return relative.substr(relative.rfind('/') + 1); }

/// What a person does about an error of the file system.
const char* Remedy(int error) {
  switch (error) {
    case EACCES:
    case EPERM:
    case EROFS:
      return "Give the user that runs this the right to write there, or choose another folder.";
    case ENOSPC:
    case EDQUOT:
      return "Make room on the disk and run again; what was there before is untouched.";
    case ELOOP:
      return "It is a symbolic link, and links are not followed: name the folder itself.";
    case ENOTDIR:
      return "A folder is expected there, and something else stands in its place (a file or a "
             "symbolic link, which is not followed). Remove it or choose another folder.";
    case EISDIR:
      return "A file is expected there, and a folder stands in its place. Remove or rename it.";
    default:
      return "Check the folder and run again.";
  }
}

bool WriteAll(int fd, const std::string& bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t n = write(fd, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    done += static_cast<std::size_t>(n);
  }
  return true;
}

}  // namespace

Fd& Fd::operator=(Fd&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Fd::~Fd() {
  if (fd_ >= 0) close(fd_);
}

Diagnostic Root::Failure(const std::string& doing, const std::string& relative, int error) const {
  const std::string where = relative.empty() ? path_ : path_ + "/" + relative;
  return Error("Cannot " + doing + " " + where,
               std::string(std::strerror(error)) + ". " + Remedy(error));
}

Result<Fd> Root::OpenRoot() const {
  Fd fd(open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd) return Fail(Failure("open the folder", "", errno));
  return fd;
}

Result<bool> Root::Exists() const {
  const Fd fd(open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (fd) return true;
  if (errno == ENOENT) return false;
  return Fail(Failure("open the folder", "", errno));
}

Result<std::optional<Fd>> Root::OpenFolder(const std::string& relative) const {
  const auto exists = Exists();
  if (!exists) return tl::unexpected(exists.error());
  if (!*exists) return std::nullopt;
  auto root = OpenRoot();
  if (!root) return tl::unexpected(root.error());
  Fd here = std::move(*root);
  for (std::size_t at = 0; at < relative.size();) {
    const std::size_t slash = std::min(relative.find('/', at), relative.size());
    const std::string part = relative.substr(at, slash - at);
    Fd next(openat(here.get(), part.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!next) {
      if (errno == ENOENT) return std::nullopt;
      return Fail(Failure("open the folder", relative.substr(0, slash), errno));
    }
    here = std::move(next);
    at = slash + 1;
  }
  return here;
}

Result<Fd> Root::OpenFile(const std::string& relative, int flags) const {
  const auto folder = OpenFolder(FolderOf(relative));
  if (!folder) return tl::unexpected(folder.error());
  if (!*folder) return Fail(Failure("open", relative, ENOENT));
  Fd fd(openat((*folder)->get(), NameOf(relative).c_str(), flags | O_NOFOLLOW | O_CLOEXEC, 0644));
  if (!fd) return Fail(Failure("open", relative, errno));
  return fd;
}

Result<std::optional<std::string>> Root::Read(const std::string& relative) const {
  const auto folder = OpenFolder(FolderOf(relative));
  if (!folder) return tl::unexpected(folder.error());
  if (!*folder) return std::nullopt;
  const Fd fd(openat((*folder)->get(), NameOf(relative).c_str(),
                     O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (!fd) {
    if (errno == ENOENT) return std::nullopt;
    return Fail(Failure("read", relative, errno));
  }
  struct stat facts {};
  if (fstat(fd.get(), &facts) != 0) return Fail(Failure("read", relative, errno));
  if (!S_ISREG(facts.st_mode)) return Fail(Failure("read", relative, EISDIR));
  std::string out(static_cast<std::size_t>(facts.st_size), '\0');
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t n = read(fd.get(), out.data() + done, out.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Fail(Failure("read", relative, errno));
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  out.resize(done);
  return out;
}

Result<std::optional<Stamp>> Root::StampOf(const std::string& relative) const {
  const auto folder = OpenFolder(FolderOf(relative));
  if (!folder) return tl::unexpected(folder.error());
  struct stat facts {};
  if (!*folder ||
      fstatat((*folder)->get(), NameOf(relative).c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0) {
    return std::nullopt;
  }
  return Stamp{facts.st_ino, facts.st_size,
               facts.st_mtim.tv_sec * 1'000'000'000 + facts.st_mtim.tv_nsec};
}

Result<std::vector<std::string>> Root::List(const std::string& relative) const {
  const auto folder = OpenFolder(relative);
  if (!folder) return tl::unexpected(folder.error());
  std::vector<std::string> out;
  if (!*folder) return out;
  const std::unique_ptr<DIR, int (*)(DIR*)> dir(fdopendir(dup((*folder)->get())), closedir);
  if (!dir) return Fail(Failure("list", relative, errno));
  while (const dirent* entry = readdir(dir.get())) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") out.push_back(name);
  }
  std::ranges::sort(out);
  return out;
}

Diagnostics Root::MakeFolder(const std::string& relative) {
  const auto exists = Exists();
  if (!exists) return exists.error();
  if (!*exists) {
    std::error_code error;
    std::filesystem::create_directories(path_, error);
    if (error) return {Failure("make the folder", "", error.value())};
  }
  auto root = OpenRoot();
  if (!root) return root.error();
  Fd here = std::move(*root);
  for (std::size_t at = 0; at < relative.size();) {
    const std::size_t slash = std::min(relative.find('/', at), relative.size());
    const std::string part = relative.substr(at, slash - at);
    if (mkdirat(here.get(), part.c_str(), 0755) != 0 && errno != EEXIST) {
      return {Failure("make the folder", relative.substr(0, slash), errno)};
    }
    Fd next(openat(here.get(), part.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!next) return {Failure("open the folder", relative.substr(0, slash), errno)};
    here = std::move(next);
    at = slash + 1;
  }
  return {};
}

Result<std::string> Root::Stage(const std::string& relative, const std::string& bytes, bool sync) {
  const auto folder = OpenFolder(FolderOf(relative));
  if (!folder) return tl::unexpected(folder.error());
  if (!*folder) return Fail(Failure("write", relative, ENOENT));
  const int place = (*folder)->get();
  const std::string name = NameOf(relative) + kStagedEnding;
  const std::string folder_path = FolderOf(relative);
  Fd fd(openat(place, name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644));
  if (!fd) return Fail(Failure("write", relative, errno));
  if (!WriteAll(fd.get(), bytes) || (sync && fdatasync(fd.get()) != 0)) {
    const int error = errno;
    unlinkat(place, name.c_str(), 0);
    return Fail(Failure("write", relative, error));
  }
  return folder_path.empty() ? name : folder_path + "/" + name;
}

Diagnostics Root::Commit(const std::string& staged, const std::string& relative) {
  const auto folder = OpenFolder(FolderOf(relative));
  if (!folder) return folder.error();
  const int place = *folder ? (*folder)->get() : -1;
  if (renameat(place, NameOf(staged).c_str(), place, NameOf(relative).c_str()) == 0) return {};
  const int error = errno;
  unlinkat(place, NameOf(staged).c_str(), 0);
  return {Failure("write", relative, error)};
}

Diagnostics Root::Remove(const std::string& relative) {
  const auto folder = OpenFolder(FolderOf(relative));
  if (!folder) return folder.error();
  if (!*folder) return {};
  if (unlinkat((*folder)->get(), NameOf(relative).c_str(), 0) == 0 || errno == ENOENT) return {};
  return {Failure("remove", relative, errno)};
}

void Root::RemoveFolderIfEmpty(const std::string& relative) {
  const auto folder = OpenFolder(FolderOf(relative));
  if (folder && *folder) unlinkat((*folder)->get(), NameOf(relative).c_str(), AT_REMOVEDIR);
}

Diagnostics Root::SyncAll() const {
  const auto root = OpenRoot();
  if (!root) return root.error();
  if (syncfs(root->get()) == 0) return {};
  return {Failure("write to disk", "", errno)};
}

Diagnostics Root::SyncFolder(const std::string& relative) const {
  const auto folder = OpenFolder(relative);
  if (!folder) return folder.error();
  if (!*folder || fsync((*folder)->get()) == 0) return {};
  return {Failure("write to disk", relative, errno)};
}

}  // namespace mesh
