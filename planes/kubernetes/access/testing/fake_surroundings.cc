#include "planes/kubernetes/access/testing/fake_surroundings.h"

namespace mesh {

Result<std::optional<std::string>> FakeFiles::Read(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  ++reads_;
  if (forbidden_.contains(path)) return Fail("Cannot read " + path, "Permission denied.");
  const auto found = files_.find(path);
  if (found == files_.end()) return std::nullopt;
  return found->second;
}

void FakeFiles::Write(const std::string& path, std::string text) {
  const std::lock_guard lock(mutex_);
  files_[path] = std::move(text);
}

void FakeFiles::Remove(const std::string& path) {
  const std::lock_guard lock(mutex_);
  files_.erase(path);
}

void FakeFiles::Forbid(const std::string& path) {
  const std::lock_guard lock(mutex_);
  forbidden_.insert(path);
}

FakeWorld::FakeWorld()
    // 2026-11-21T08:00:00Z
    : now_(std::make_shared<std::atomic<std::int64_t>>(1795248000)) {}

TimePoint FakeWorld::now() const { return TimePoint(std::chrono::seconds(now_->load())); }

Surroundings FakeWorld::Get() const {
  Surroundings out;
  out.environment = environment;
  out.files = files;
  out.clock = [now = now_] { return TimePoint(std::chrono::seconds(now->load())); };
  out.http = [this](const HttpAsk& ask) -> Result<HttpAnswer> {
    asks->push_back(ask);
    const auto found = answers.find(ask.method + " " + ask.url.substr(0, ask.url.find('?')));
    if (found != answers.end()) return found->second;
    return Fail("No answer", "Nothing listens at " + ask.url + ".");
  };
  return out;
}

std::vector<std::string> Lines(const std::vector<HttpAsk>& asks) {
  std::vector<std::string> out;
  for (const HttpAsk& ask : asks) out.push_back(ask.method + " " + ask.url);
  return out;
}

std::string HeaderOf(const HttpAsk& ask, const std::string& name) {
  for (const Header& header : ask.headers) {
    if (header.name == name) return header.value.Reveal();
  }
  return "";
}

std::string Text(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& d : diagnostics) {
    out += "[" + d.path.ToString() + "] " + d.summary + ": " + d.detail + "\n";
  }
  return out;
}

}  // namespace mesh
