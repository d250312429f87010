#include "planes/kubernetes/access/aws/profiles.h"

#include <algorithm>
#include <optional>

namespace mesh {
namespace {

constexpr std::string_view kSpace = " \t\r";

std::string_view Trimmed(std::string_view text) {
  const std::size_t start = text.find_first_not_of(kSpace);
  if (start == std::string_view::npos) return "";
  return text.substr(start, text.find_last_not_of(kSpace) - start + 1);
}

std::string Lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

/// The profile that a section is about; nullopt for sections of another kind.
std::optional<std::string> ProfileOf(std::string_view section, bool is_config) {
  section = Trimmed(section);
  if (!is_config || section == "default") return std::string(section);
  constexpr std::string_view kPrefix = "profile";
  if (!section.starts_with(kPrefix)) return std::nullopt;
  std::string_view name = section.substr(kPrefix.size());
  if (name.empty() || kSpace.find(name.front()) == std::string_view::npos) return std::nullopt;
  name = Trimmed(name);
  const bool quoted = name.size() >= 2 && name.front() == name.back() &&
                      (name.front() == '"' || name.front() == '\'');
  return std::string(quoted ? name.substr(1, name.size() - 2) : name);
}

class SharedFile {
 public:
  SharedFile(const std::string& file, bool is_config, std::map<std::string, AwsProfile>& to)
      : file_(file), is_config_(is_config), to_(to) {}

  void Line(std::string_view line) {
    ++number_;
    const std::string_view text = Trimmed(line);
    if (text.empty() || text.front() == '#' || text.front() == ';') return;
    const std::size_t indent = line.find_first_not_of(kSpace);
    // Deeper lines belong to the setting above them, which is none that we read.
    if (key_indent_ && indent > *key_indent_) return;
    if (text.front() == '[') return Section(text);
    Setting(text, indent);
  }

  Diagnostics wrong_;

 private:
  void Section(std::string_view text) {
    key_indent_.reset();
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return Wrong("a section has no closing bracket");
    in_section_ = true;
    const auto name = ProfileOf(text.substr(1, end - 1), is_config_);
    profile_ = name ? &to_[*name] : nullptr;
  }
  void Setting(std::string_view text, std::size_t indent) {
    key_indent_ = indent;
    const std::size_t split = text.find_first_of("=:");
    if (split == std::string_view::npos || split == 0) return Wrong("a setting has no =");
    if (!in_section_) return Wrong("a setting stands before the first [section]");
    if (profile_ == nullptr) return;
    profile_->emplace(Lower(Trimmed(text.substr(0, split))), Trimmed(text.substr(split + 1)));
  }
  void Wrong(const std::string& what) {
    wrong_.push_back(Error("Invalid AWS file " + file_, file_ + ":" + std::to_string(number_) +
                                                            ": " + what + ". Correct the line."));
  }

  const std::string& file_;
  const bool is_config_;
  std::map<std::string, AwsProfile>& to_;
  AwsProfile* profile_ = nullptr;
  bool in_section_ = false;
  std::optional<std::size_t> key_indent_;
  int number_ = 0;
};

}  // namespace

Diagnostics ReadAwsProfiles(const std::string& text, const std::string& file, bool is_config,
                            std::map<std::string, AwsProfile>& to) {
  SharedFile reader(file, is_config, to);
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    reader.Line(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return std::move(reader.wrong_);
}

Result<AwsProfiles> LoadAwsProfiles(const Surroundings& surroundings) {
  const Environment& environment = surroundings.environment;
  const auto place = [&](const std::string& variable, const std::string& usual) {
    return ExpandHome(Variable(environment, variable).value_or(usual), environment);
  };
  AwsProfiles out;
  out.credentials_file = place("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials");
  out.config_file = place("AWS_CONFIG_FILE", "~/.aws/config");
  Diagnostics wrong;
  for (const std::string& file : {out.credentials_file, out.config_file}) {
    auto text = surroundings.files->Read(file);
    if (!text) {
      Append(wrong, std::move(text.error()));
    } else if (*text) {
      Append(wrong, ReadAwsProfiles(**text, file, file == out.config_file, out.profiles));
    }
  }
  if (!wrong.empty()) return tl::unexpected(std::move(wrong));
  return out;
}

}  // namespace mesh
