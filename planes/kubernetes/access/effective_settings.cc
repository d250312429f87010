#include "planes/kubernetes/access/effective_settings.h"

#include <algorithm>
#include <array>
#include <set>

namespace mesh {
namespace {

using Names = std::vector<std::string>;

/// Attributes that are ways to say the same thing: at most one of a row may be given.
const std::vector<Names>& Alternatives() {
  static const std::vector<Names> kRows = {
      {"config_path", "config_paths", "config_raw"},
      {"token", "token_file", "username", "exec", "eks"},
      {"client_certificate", "exec"},
      {"client_certificate", "eks"},
      {"in_cluster", "host"},
      {"in_cluster", "config_path"},
      {"in_cluster", "config_paths"},
      {"in_cluster", "config_raw"},
      {"in_cluster", "eks"},
  };
  return kRows;
}

/// Attributes that are of no use without each other.
constexpr std::array<std::pair<const char*, const char*>, 2> kPairs = {
    {{"client_certificate", "client_key"}, {"username", "password"}}};

const Names kCredentials = {
    "token",      "token_file", "username", "password", "client_certificate",
    "client_key", "exec",       "eks"};
const Names kConfigs = {"config_path", "config_paths", "config_raw"};
const Names kPlaces = {
    "host",         "cluster_ca_certificate", "tls_server_name",          "config_path",
    "config_paths", "config_context",         "config_context_auth_info", "config_context_cluster"};

bool IsGiven(const Value& all, const std::string& name) {
  const Value& v = all.Get(name);
  return !v.is_null() && !(v.is_string() && v.as_string().empty()) &&
         !(v.is_list() && v.as_list().empty()) && !(v.is_bool() && !v.as_bool());
}

bool AnyGiven(const Value& all, const Names& names) {
  return std::ranges::any_of(names, [&](const std::string& name) { return IsGiven(all, name); });
}

bool In(const Names& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/// Variables of these attributes are not read, because of what the attributes say.
Names SwitchedOff(const Value& attributes, const Environment& environment) {
  Names out;
  const auto add = [&out](const Names& names) {
    out.insert(out.end(), names.begin(), names.end());
  };
  if (AnyGiven(attributes, kCredentials)) {
    for (const std::string& name : kCredentials) {
      // The other half of a pair may come from the environment.
      const bool completes = std::ranges::any_of(kPairs, [&](const auto& pair) {
        return (name == pair.first && IsGiven(attributes, pair.second)) ||
               (name == pair.second && IsGiven(attributes, pair.first));
      });
      if (!completes) out.push_back(name);
    }
  }
  if (AnyGiven(attributes, kConfigs)) add(kConfigs);
  if (AnyGiven(attributes, {"eks", "in_cluster"})) add(kPlaces);
  if (Variable(environment, "KUBE_CONFIG_PATH")) add({"config_paths"});
  return out;
}

/// The bools that Go reads.
std::optional<bool> ParseBool(const std::string& text) {
  static const std::set<std::string> kYes = {"1", "t", "T", "true", "TRUE", "True"};
  static const std::set<std::string> kNo = {"0", "f", "F", "false", "FALSE", "False"};
  if (kYes.contains(text)) return true;
  if (kNo.contains(text)) return false;
  return std::nullopt;
}

Value::List SplitPaths(const std::string& text) {
  Value::List out;
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t end = std::min(text.find(':', start), text.size());
    if (end > start) out.emplace_back(text.substr(start, end - start));
    start = end + 1;
  }
  return out;
}

/// The value of a variable as its attribute's type wants it.
Result<Value> Converted(const Field& field, const std::string& variable, const std::string& text) {
  if (field.type.kind() == Type::Kind::kList) return Value(SplitPaths(text));
  if (field.type.kind() != Type::Kind::kBool) return Value(text);
  const auto parsed = ParseBool(text);
  if (!parsed) {
    return Fail("Invalid " + variable, "The environment variable " + variable +
                                           " must be true or false. Correct it or unset it.");
  }
  return Value(*parsed);
}

Diagnostics Conflicts(const Value& all, const EffectiveSettings& effective) {
  Diagnostics out;
  for (const Names& row : Alternatives()) {
    for (auto a = row.begin(); a != row.end(); ++a) {
      for (auto b = std::next(a); b != row.end(); ++b) {
        if (!IsGiven(all, *a) || !IsGiven(all, *b)) continue;
        out.push_back(Error("Settings that exclude each other",
                            effective.Name(*a) + " and " + effective.Name(*b) +
                                " are both given, and it cannot be told which is meant. Remove "
                                "one of them.",
                            effective.PathOf(*b)));
      }
    }
  }
  for (const auto& [a, b] : kPairs) {
    if (IsGiven(all, a) == IsGiven(all, b)) continue;
    const bool first = IsGiven(all, a);
    const std::string there = first ? a : b, missing = first ? b : a;
    out.push_back(Error("Missing " + missing,
                        effective.Name(there) + " is given without `" + missing +
                            "`; one is of no use without the other. Give both.",
                        effective.PathOf(there)));
  }
  if (IsGiven(all, "insecure")) {
    out.push_back(Error("Invalid insecure",
                        effective.Name("insecure") + " is true. " + WhyNotInsecure(),
                        effective.PathOf("insecure")));
  }
  return out;
}

}  // namespace

std::string EffectiveSettings::Name(const std::string& attribute) const {
  const auto found = variables.find(attribute);
  return found == variables.end() ? "`" + attribute + "`" : "the variable " + found->second;
}

Path EffectiveSettings::PathOf(const std::string& attribute) const {
  return variables.contains(attribute) ? at : at.Attribute(attribute);
}

Result<EffectiveSettings> ApplyEnvironment(const KubernetesSettings& settings,
                                           const Environment& environment, const Path& at) {
  const auto& table = TableOf<KubernetesSettings>();
  Value all = Encode(table, settings);
  const Names off = SwitchedOff(all, environment);
  EffectiveSettings out{{}, {}, at};
  for (const KubernetesVariable& known : KubernetesVariables()) {
    const auto text = Variable(environment, known.variable);
    if (!text || !all.Get(known.attribute).is_null() || In(off, known.attribute)) continue;
    const auto field = std::ranges::find(table, known.attribute,
                                         [](const auto& binding) { return binding.field.name; });
    auto value = Converted(field->field, known.variable, *text);
    if (!value) return tl::unexpected(std::move(value.error()));
    all.Set(known.attribute, std::move(*value));
    out.variables.emplace(known.attribute, known.variable);
  }
  Diagnostics wrong = Conflicts(all, out);
  if (!wrong.empty()) return tl::unexpected(std::move(wrong));
  for (auto& [name, value] : all.as_map()) {
    if (!value.is_bool() && !value.is_null() && !IsGiven(all, name)) value = Value();
  }
  out.settings = Decode(table, all);
  return out;
}

}  // namespace mesh
