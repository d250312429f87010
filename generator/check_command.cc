#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>
#include <memory>

#include "core/checks/check_object.h"
#include "core/formats/json.h"
#include "generator/commands.h"
#include "generator/document_codes.h"
#include "generator/documents.h"

namespace mesh::generator {
namespace {

struct CheckOptions {
  std::vector<std::string> paths;
  std::string format = "text";
  std::string explain;
  std::string istio_version;
  std::string root_namespace = "istio-system";
  bool list_codes = false;
};

/// One line of the report.
struct Reported {
  std::size_t file = 0;
  std::size_t document = 0;
  DocumentFinding said;
};

DocumentCode CodeOf(const Rule& rule) {
  return {rule.code, rule.severity, rule.title, rule.advice};
}

/// What documents and the rules of all kinds have codes for.
std::vector<DocumentCode> AllCodes() {
  std::vector<DocumentCode> out(codes::kAll.begin(), codes::kAll.end());
  for (const RuleFamily& family : RuleFamilies()) {
    std::ranges::transform(family.rules, std::back_inserter(out), CodeOf);
  }
  return out;
}

/// Codes with their severity and title, one a line.
int ListCodes(Console& console) {
  std::string out;
  for (const DocumentCode& one : AllCodes()) {
    out +=
        std::string(one.code) + "\t" + WordFor(one.severity) + "\t" + std::string(one.title) + "\n";
  }
  return WriteOut(out, console) ? kFine : kWrong;
}

int Explain(const std::string& code, Console& console) {
  const Rule* rule = FindRule(code);
  const auto* found = std::ranges::find(codes::kAll, code, &DocumentCode::code);
  if (rule == nullptr && found == codes::kAll.end()) {
    console.Show({Error("Unknown code \"" + code + "\"",
                        "There is no such code. `meshgen check --list-codes` lists them.")});
    return kWrong;
  }
  const DocumentCode about = rule == nullptr ? *found : CodeOf(*rule);
  const std::string text = std::string(about.code) + ": " + std::string(about.title) + " (" +
                           WordFor(about.severity) + ")\n\n" + std::string(about.advice) + "\n";
  return WriteOut(text, console) ? kFine : kWrong;
}

/// Judges a document and drops it.
void Judge(InputDocument& document, const CheckSettings& settings) {
  const auto not_one = WhyNoObject(document.value);
  // What is input of another tool is not ours to judge.
  if (not_one && not_one->code.severity == Severity::kError) {
    document.findings.push_back({document.line, std::string(not_one->code.code),
                                 Error(std::string(not_one->code.title), not_one->why)});
  }
  for (const Finding& finding : CheckObject(document.value, settings)) {
    document.findings.push_back(
        {LineOf(document, finding.path), std::string(finding.rule->code), finding.ToDiagnostic()});
  }
  document.value = Value();
}

/// All that is wrong, in the order of the input.
std::vector<Reported> WhatIsWrong(Input& input) {
  std::vector<Reported> out;
  for (const InputProblem& problem : input.problems) {
    out.push_back({problem.file,
                   problem.index,
                   {problem.line, std::string(codes::kUnreadable.code), problem.what}});
  }
  for (InputDocument& document : input.documents) {
    for (DocumentFinding& finding : document.findings) {
      out.push_back({document.file, document.index, std::move(finding)});
    }
  }
  std::ranges::stable_sort(
      out, {}, [](const Reported& r) { return std::tuple(r.file, r.document, r.said.line); });
  return out;
}

std::string AsJson(const Input& input, const std::vector<Reported>& findings) {
  std::string out;
  for (const Reported& one : findings) {
    out += WriteJson(Value::Map{
               {"file", input.files[one.file]},
               {"line", one.said.line},
               {"document", one.document},
               {"code", one.said.code},
               {"severity", one.said.what.severity == Severity::kError ? "error" : "warning"},
               {"path", one.said.what.path.ToString()},
               {"summary", one.said.what.summary},
               {"detail", one.said.what.detail}}) +
           "\n";
  }
  return out;
}

std::string AsText(const Input& input, const std::vector<Reported>& findings) {
  std::string out;
  for (const Reported& one : findings) {
    out += input.files[one.file] + ":" + std::to_string(one.said.line) + ": " +
           (one.said.what.severity == Severity::kError ? "error" : "warning") + " " +
           one.said.code + ": " + one.said.what.summary + "\n  " + one.said.what.detail + "\n";
  }
  return out;
}

int Check(const CheckOptions& options, Result<Input>& input, Console& console) {
  if (options.list_codes) return ListCodes(console);
  if (!options.explain.empty()) return Explain(options.explain, console);
  if (options.paths.empty()) {
    console.Show({Error("Nothing to check", "Name files or folders, or - for standard input.")});
    return kWrong;
  }
  const CheckSettings settings{options.istio_version, options.root_namespace};
  input = ReadInput(options.paths, [&](InputDocument& one) { Judge(one, settings); });
  if (!input) {
    console.Show(input.error());
    return kWrong;
  }
  const std::vector<Reported> findings = WhatIsWrong(*input);
  const bool json = options.format == "json";
  if (!WriteOut(json ? AsJson(*input, findings) : AsText(*input, findings), console)) return kWrong;
  const auto errors = static_cast<std::size_t>(std::ranges::count_if(
      findings, [](const Reported& r) { return r.said.what.severity == Severity::kError; }));
  console.Say(Counted(input->documents.size(), "object") + " in " +
              Counted(input->files.size(), "file") + ": " + Counted(errors, "error") + ", " +
              Counted(findings.size() - errors, "warning"));
  return errors > 0 ? kDifferences : kFine;
}

}  // namespace

Command CheckCommand() {
  return {"check", "Say what is wrong with objects, without a cluster.",
          "  meshgen check manifests/\n"
          "  helm template shop | meshgen check -\n"
          "  meshgen check --format json a.yaml b.yaml\n"
          "  meshgen check --explain MSH1001\n",
          [](CLI::App& app) -> std::function<int(Console&)> {
            const auto options = std::make_shared<CheckOptions>();
            app.add_option("path", options->paths, "Files or folders; - is standard input");
            app.add_option("--format", options->format, "How findings are printed")
                ->check(CLI::IsMember({"text", "json"}))
                ->capture_default_str();
            app.add_option("--istio-version", options->istio_version,
                           "Minor version that the objects are for, such as 1.31; left out, the "
                           "newest that is known");
            app.add_option("--root-namespace", options->root_namespace,
                           "Namespace of Istio's root configuration")
                ->capture_default_str();
            app.add_option("--explain", options->explain, "Say what a code means");
            app.add_flag("--list-codes", options->list_codes, "List every code");
            // Lives as long as the command: see main.
            const auto input = std::make_shared<Result<Input>>();
            return [options, input](Console& console) { return Check(*options, *input, console); };
          }};
}

}  // namespace mesh::generator
