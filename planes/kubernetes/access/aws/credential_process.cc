#include "planes/kubernetes/access/aws/credential_process.h"

#include "core/formats/json.h"
#include "planes/kubernetes/access/program.h"
#include "planes/kubernetes/access/redaction.h"
#include "planes/kubernetes/access/timestamp.h"

namespace mesh {
namespace {

tl::unexpected<Diagnostics> Wrong(const std::string& profile, const std::string& what) {
  return Fail("No keys from the credential_process of the AWS profile \"" + profile + "\"",
              "The program that it names " + what);
}

Result<AwsKeys> KeysIn(const Secret& output, const std::string& profile, TimePoint now) {
  const auto read = ReadJson(output.Reveal(), "");
  if (!read || !read->is_map()) {
    return Wrong(profile, "must print keys as one JSON object, and printed something else.");
  }
  const Value& version = read->Get("Version");
  if (!version.is_number() || version.as_number().AsInt64() != 1) {
    return Wrong(profile, "must print \"Version\": 1, and printed another version or none.");
  }
  const std::string expiration = read->Get("Expiration").StringOr("");
  AwsKeys keys{read->Get("AccessKeyId").StringOr(""),
               Secret(read->Get("SecretAccessKey").StringOr("")),
               Secret(read->Get("SessionToken").StringOr("")), ParseRfc3339(expiration)};
  if (keys.access_key_id.empty() || keys.secret_access_key.empty()) {
    return Wrong(profile, "printed no AccessKeyId or no SecretAccessKey.");
  }
  if (!expiration.empty() && !keys.expires) {
    return Wrong(profile, "printed an Expiration that is no time (RFC 3339).");
  }
  if (keys.expires && *keys.expires <= now) {
    return Wrong(profile,
                 "printed keys that have expired already. Log in again, and check this "
                 "machine's clock.");
  }
  return keys;
}

}  // namespace

std::optional<std::vector<std::string>> SplitCommand(const std::string& line) {
  std::vector<std::string> out;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote == 0 && (c == ' ' || c == '\t')) {
      in_word = false;
      continue;
    }
    if (!in_word) out.emplace_back();
    in_word = true;
    if (c == '\\' && quote != '\'' && i + 1 < line.size()) {
      // Inside double quotes a backslash keeps its meaning for quotes and backslashes only.
      const char next = line[i + 1];
      if (quote == 0 || next == '"' || next == '\\') {
        out.back() += next;
        ++i;
        continue;
      }
    }
    if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    } else {
      out.back() += c;
    }
  }
  if (quote != 0) return std::nullopt;
  return out;
}

Result<AwsKeys> KeysFromProcess(const std::string& command, const std::string& profile,
                                const Surroundings& surroundings) {
  auto words = SplitCommand(command);
  if (!words || words->empty()) {
    return Wrong(profile, "cannot be told: a quote in credential_process is not closed.");
  }
  const Environment& environment = surroundings.environment;
  const std::string path = FindProgram(words->front(), Variable(environment, "PATH").value_or(""));
  if (path.empty()) {
    return Wrong(profile, "cannot be found: no folder in PATH has an executable \"" +
                              words->front() + "\". Install it or give its full path.");
  }
  words->erase(words->begin());
  auto end = RunProgram({.path = path,
                         .arguments = std::move(*words),
                         .environment = environment,
                         .stop = surroundings.stop});
  if (!end) return tl::unexpected(std::move(end.error()));
  if (end->how == ProgramEnd::How::kExited && end->code == 0) {
    return KeysIn(end->output, profile, surroundings.clock());
  }
  const std::string said = Presentable(end->said, LongWords(end->output), environment);
  return Wrong(profile,
               (end->how == ProgramEnd::How::kExited
                    ? "ended with status " + std::to_string(end->code) + "."
                    : std::string("was stopped: it took longer than 60 seconds, printed too much, "
                                  "or this run was stopped.")) +
                   " Run it by hand to see why." + (said.empty() ? "" : "\n\nIt said:\n" + said));
}

}  // namespace mesh
