#include "planes/kubernetes/access/exec_credentials.h"

#include "planes/kubernetes/access/program.h"
#include "planes/kubernetes/access/redaction.h"
#include "planes/kubernetes/access/renewed_credentials.h"

namespace mesh {
namespace {

constexpr std::chrono::seconds kMargin{30};

/// What is wrong with a declaration, with the fix; continues "The exec plugin of <source> ...".
std::optional<std::string> DeclarationProblem(const ExecPlugin& plugin) {
  if (plugin.command.empty()) return "has no command. Name the program to run.";
  if (auto wrong = ExecVersionProblem(plugin.api_version)) return wrong;
  const std::string& mode = plugin.interactive_mode;
  if (mode == "Always") {
    return "wants a terminal (interactiveMode: Always), and there is none while planning and "
           "applying. Set interactiveMode to Never or IfAvailable if the plugin can do without, or "
           "log in beforehand and use a token or another plugin.";
  }
  if (mode.empty() && plugin.api_version.ends_with("/v1")) {
    return "has no interactiveMode, which v1 of the API requires. Set interactiveMode: Never.";
  }
  if (!mode.empty() && mode != "Never" && mode != "IfAvailable") {
    return "has the interactiveMode \"" + mode + "\". It must be Never or IfAvailable.";
  }
  return std::nullopt;
}

class FromPlugin final : public RenewedCredentials {
 public:
  FromPlugin(ExecDeclaration declaration, const Surroundings& surroundings)
      : RenewedCredentials(surroundings.clock),
        declaration_(std::move(declaration)),
        environment_(surroundings.environment),
        stop_(surroundings.stop) {}

 protected:
  Result<Fresh> Fetch(bool) override {
    const ExecPlugin& plugin = declaration_.plugin;
    const std::string path =
        FindProgram(plugin.command, Variable(environment_, "PATH").value_or(""));
    if (path.empty()) {
      return Wrong("cannot be found: no folder in PATH has an executable \"" + plugin.command +
                   "\". Install it, or give its full path as the command." + Hint());
    }
    auto end = RunProgram({path, plugin.args, ChildEnvironment(), declaration_.bound, stop_});
    if (!end) {
      return Wrong("could not be started. " + end.error().front().detail + Hint());
    }
    if (end->how != ProgramEnd::How::kExited || end->code != 0) {
      return Wrong(Ending(*end) + Said(*end) + Hint());
    }
    auto parsed = ParseExecOutput(end->output, plugin.api_version, Now());
    if (!parsed) return Wrong(parsed.error() + Said(*end));
    Fresh out{std::move(parsed->credentials), std::nullopt};
    if (parsed->expires) out.renew_at = RenewBefore(*parsed->expires, Now(), kMargin);
    return out;
  }

 private:
  tl::unexpected<Diagnostics> Wrong(const std::string& what) const {
    return Fail("No credentials from the exec plugin \"" + declaration_.plugin.command + "\"",
                "The exec plugin of " + declaration_.source + " " + what, declaration_.at);
  }

  Environment ChildEnvironment() const {
    Environment out = environment_;
    for (const auto& [name, value] : declaration_.plugin.env) out[name] = value.Reveal();
    const bool told = declaration_.plugin.provide_cluster_info;
    out["KUBERNETES_EXEC_INFO"] =
        ExecInfo(declaration_.plugin.api_version, told ? &declaration_.cluster : nullptr);
    return out;
  }

  std::string Ending(const ProgramEnd& end) const {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(declaration_.bound).count();
    switch (end.how) {
      case ProgramEnd::How::kExited:
        return "ended with status " + std::to_string(end.code) +
               ". Run it by hand to see why; it cannot ask for anything here, so log in beforehand "
               "where it needs that.";
      case ProgramEnd::How::kSignalled:
        return "was ended by signal " + std::to_string(end.code) + ".";
      case ProgramEnd::How::kTimedOut:
        return "did not end within " + std::to_string(seconds) +
               " seconds and was stopped. It may be waiting for a login: run it by hand.";
      case ProgramEnd::How::kStopped:
        return "was stopped, because this run was.";
      case ProgramEnd::How::kTooMuchOutput:
        break;
    }
    return "printed more than 1 MiB and was stopped. It must print one ExecCredential.";
  }

  std::string Said(const ProgramEnd& end) const {
    // A plugin that failed may have printed a token all the same, and spoken of it.
    std::vector<Secret> hidden = LongWords(end.output);
    hidden.push_back(declaration_.cluster.proxy_url);
    for (const auto& [name, value] : declaration_.plugin.env) hidden.push_back(value);
    const std::string said = Presentable(end.said, hidden, environment_);
    return said.empty() ? "" : "\n\nIt said:\n" + said;
  }

  std::string Hint() const {
    const std::string hint = Presentable(Secret(declaration_.plugin.install_hint), {}, {});
    return hint.empty() ? "" : "\n\nIts install hint:\n" + hint;
  }

  const ExecDeclaration declaration_;
  const Environment environment_;
  const std::stop_token stop_;
};

}  // namespace

Result<std::shared_ptr<Credentials>> ExecCredentials(ExecDeclaration declaration,
                                                     const Surroundings& surroundings) {
  if (const auto wrong = DeclarationProblem(declaration.plugin)) {
    return Fail("Invalid exec plugin", "The exec plugin of " + declaration.source + " " + *wrong,
                declaration.at);
  }
  return std::make_shared<FromPlugin>(std::move(declaration), surroundings);
}

}  // namespace mesh
