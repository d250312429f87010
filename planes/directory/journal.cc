#include "planes/directory/journal.h"

#include <ctime>
#include <fstream>

#include "core/formats/json.h"
#include "planes/parallel.h"

namespace mesh {
namespace {

using Kind = JournalLine::Kind;

constexpr std::pair<Kind, const char*> kKinds[] = {{Kind::kBegin, "begin"},
                                                   {Kind::kSet, "set"},
                                                   {Kind::kGone, "gone"},
                                                   {Kind::kRelease, "release"},
                                                   {Kind::kDone, "done"}};

std::int64_t Integer(const Value& value) {
  return value.is_number() ? value.as_number().AsInt64().value_or(0) : 0;
}

std::string WriteLine(const JournalLine& line) {
  std::string out = "{\"do\":";
  for (const auto& [kind, name] : kKinds) {
    if (kind == line.kind) out += WriteJson(name);
  }
  out += ",\"run\":" + std::to_string(line.run);
  if (line.kind == Kind::kBegin) {
    out += ",\"process\":" + std::to_string(line.process) + ",\"boot\":" + WriteJson(line.boot);
  }
  if (line.entry) {
    AppendMembers(line.path, *line.entry, line.entry->mark.pending, out += ",");
  } else if (!line.path.empty()) {
    out += ",\"path\":" + WriteJson(line.path);
  }
  if (line.text) out += ",\"text\":" + WriteJson(*line.text);
  return out + "}\n";
}

}  // namespace

std::vector<std::string> WriteLines(const std::vector<JournalLine>& lines) {
  constexpr std::size_t kPiece = 256;
  std::vector<std::string> out((lines.size() + kPiece - 1) / kPiece);
  InParallel(lines.size(), UsefulThreads(), kPiece, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) out[begin / kPiece] += WriteLine(lines[i]);
  });
  return out;
}

std::optional<JournalLine> ReadLine(std::string_view text) {
  const auto value = ReadJson(text, "journal");
  if (!value || !value->is_map()) return std::nullopt;
  JournalLine out;
  bool known = false;
  for (const auto& [kind, name] : kKinds) {
    if (value->Get("do") != Value(name)) continue;
    out.kind = kind;
    known = true;
  }
  out.run = static_cast<int>(Integer(value->Get("run")));
  out.process = Integer(value->Get("process"));
  out.boot = value->Get("boot").StringOr("");
  out.path = value->Get("path").StringOr("");
  out.entry = EntryFromJson(*value);
  if (value->Get("text").is_string()) out.text = value->Get("text").as_string();
  const bool about_file = out.kind != Kind::kBegin && out.kind != Kind::kDone;
  if (!known || out.run < 1 || (about_file && out.path.empty()) ||
      (out.kind == Kind::kSet && !out.entry)) {
    return std::nullopt;
  }
  if (out.entry) out.entry->run = out.run;
  return out;
}

std::string CurrentBoot() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string out;
  std::getline(file, out);
  return out;
}

std::int64_t BootTime() {
  timespec now{};
  timespec since{};
  clock_gettime(CLOCK_REALTIME, &now);
  clock_gettime(CLOCK_BOOTTIME, &since);
  return (now.tv_sec - since.tv_sec) * 1'000'000'000 + now.tv_nsec - since.tv_nsec;
}

}  // namespace mesh
