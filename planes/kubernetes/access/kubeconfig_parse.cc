#include <algorithm>

#include "core/formats/encoding.h"
#include "core/formats/yaml.h"
#include "planes/kubernetes/access/kubeconfig.h"

namespace mesh {
namespace {

constexpr std::string_view kExecExtension = "client.authentication.k8s.io/exec";

std::string KindName(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kBool:
      return "a bool";
    case Value::Kind::kNumber:
      return "a number";
    case Value::Kind::kString:
      return "text";
    case Value::Kind::kList:
      return "a list";
    default:
      return "a map";
  }
}

/// Reads typed members out of maps and records what has the wrong type. Null counts as absent.
class Entry {
 public:
  Entry(const Value& map, std::string where, const std::string& folder, Diagnostics& wrong)
      : map_(map), where_(std::move(where)), folder_(folder), wrong_(wrong) {
    if (!map.is_map() && !map.is_null()) Wrong("", "a map", map);
  }

  std::string Text(const std::string& key) const {
    const Value& value = map_.Get(key);
    if (value.is_string()) return value.as_string();
    if (!value.is_null()) Wrong(key, "text", value);
    return "";
  }
  Secret Hidden(const std::string& key) const { return Secret(Text(key)); }
  bool Bool(const std::string& key) const {
    const Value& value = map_.Get(key);
    if (value.is_bool()) return value.as_bool();
    if (!value.is_null()) Wrong(key, "true or false", value);
    return false;
  }
  std::string FilePath(const std::string& key) const { return PathIn(folder_, Text(key)); }
  FileOrText File(const std::string& key) const {
    FileOrText out{FilePath(key), {}};
    const std::string encoded = Text(key + "-data");
    if (auto decoded = DecodeBase64(encoded)) {
      out.text = Secret(std::move(*decoded));
    } else {
      Say("`" + key + "-data` is no base64. Write it with base64 -w0, or name the file in `" + key +
          "`.");
    }
    return out;
  }
  std::vector<std::string> Texts(const std::string& key) const {
    std::vector<std::string> out;
    for (const Value& each : List(key)) {
      if (each.is_string()) {
        out.push_back(each.as_string());
      } else {
        Wrong(key, "a list of texts", each);
      }
    }
    return out;
  }
  const Value::List& List(const std::string& key) const {
    static const Value::List kNone;
    const Value& value = map_.Get(key);
    if (value.is_list()) return value.as_list();
    if (!value.is_null()) Wrong(key, "a list", value);
    return kNone;
  }
  Entry Inner(const std::string& key) const {
    return {map_.Get(key), where_ + ", `" + key + "`", folder_, wrong_};
  }
  Entry Element(const Value& value, const std::string& key) const {
    return {value, where_ + ", an element of `" + key + "`", folder_, wrong_};
  }
  bool Has(const std::string& key) const { return !map_.Get(key).is_null(); }
  const Value& Raw(const std::string& key) const { return map_.Get(key); }

  void Say(const std::string& what) const {
    wrong_.push_back(Error("Invalid kubeconfig", where_ + ": " + what));
  }

 private:
  void Wrong(const std::string& key, const std::string& want, const Value& have) const {
    const bool quote = want == "text" && (have.is_number() || have.is_bool());
    Say((key.empty() ? "This" : "`" + key + "`") + " must be " + want + "; it is " +
        KindName(have) + "." + (quote ? " Put it in quotes." : ""));
  }

  const Value& map_;
  std::string where_;
  const std::string& folder_;
  Diagnostics& wrong_;
};

KubeCluster ReadCluster(const Entry& e) {
  KubeCluster out{.server = e.Text("server"),
                  .tls_server_name = e.Text("tls-server-name"),
                  .insecure = e.Bool("insecure-skip-tls-verify"),
                  .authority = e.File("certificate-authority"),
                  .proxy_url = e.Hidden("proxy-url"),
                  .disable_compression = e.Bool("disable-compression"),
                  .exec_config = {}};
  for (const Value& extension : e.List("extensions")) {
    const Entry named = e.Element(extension, "extensions");
    if (named.Text("name") == kExecExtension) out.exec_config = named.Raw("extension");
  }
  return out;
}

ExecPlugin ReadExec(const Entry& e, const std::string& folder) {
  ExecPlugin out{.api_version = e.Text("apiVersion"),
                 .command = e.Text("command"),
                 .args = e.Texts("args"),
                 .env = {},
                 .install_hint = e.Text("installHint"),
                 .provide_cluster_info = e.Bool("provideClusterInfo"),
                 .interactive_mode = e.Text("interactiveMode")};
  // A plain name is looked up in PATH; a path starts at the kubeconfig.
  if (out.command.find('/') != std::string::npos) out.command = PathIn(folder, out.command);
  for (const Value& variable : e.List("env")) {
    const Entry named = e.Element(variable, "env");
    out.env.emplace_back(named.Text("name"), named.Hidden("value"));
    if (out.env.back().first.empty()) named.Say("The variable has no `name`. Give it one.");
  }
  return out;
}

KubeUser ReadUser(const Entry& e, const std::string& folder) {
  KubeUser out{.certificate = e.File("client-certificate"),
               .key = e.File("client-key"),
               .token = e.Hidden("token"),
               .token_file = e.FilePath("tokenFile"),
               .username = e.Text("username"),
               .password = e.Hidden("password"),
               .impersonation = {.user = e.Text("as"),
                                 .uid = e.Text("as-uid"),
                                 .groups = e.Texts("as-groups"),
                                 .extra = {}},
               .exec = std::nullopt,
               .auth_provider = {}};
  const Entry extra = e.Inner("as-user-extra");
  if (e.Raw("as-user-extra").is_map()) {
    for (const auto& [key, values] : e.Raw("as-user-extra").as_map()) {
      out.impersonation.extra.emplace(key, extra.Texts(key));
    }
  }
  if (e.Has("exec")) out.exec = ReadExec(e.Inner("exec"), folder);
  if (e.Has("auth-provider")) {
    out.auth_provider = e.Inner("auth-provider").Text("name");
    if (out.auth_provider.empty()) out.auth_provider = "unnamed";
  }
  return out;
}

KubeContext ReadContext(const Entry& e) { return {e.Text("cluster"), e.Text("user")}; }

struct Source {
  std::string name;
  std::string folder;
  Diagnostics wrong = {};
};

/// Reads a list of `{name: ..., <key>: {...}}`.
template <class T, class Read>
std::map<std::string, FromFile<T>> ReadNamed(const Entry& config, const std::string& list,
                                             const std::string& key, Source& source, Read read) {
  std::map<std::string, FromFile<T>> out;
  std::size_t index = 0;
  for (const Value& each : config.List(list)) {
    const std::string at = source.name + ": " + list + "[" + std::to_string(index++) + "]";
    const Entry outer(each, at, source.folder, source.wrong);
    const std::string name = outer.Text("name");
    const Entry inner(each.Get(key), at + " \"" + name + "\"", source.folder, source.wrong);
    if (!out.emplace(name, FromFile<T>{read(inner), source.name}).second) {
      outer.Say("The name \"" + name +
                "\" appears twice; one of the two would be lost. Rename or "
                "remove one.");
    }
  }
  return out;
}

}  // namespace

Result<Kubeconfig> ParseKubeconfig(const std::string& text, const std::string& source,
                                   const std::string& folder) {
  auto documents = ReadYaml(text, source);
  if (!documents) return tl::unexpected(std::move(documents.error()));
  if (documents->size() > 1) {
    return Fail("Invalid kubeconfig",
                source + ":" + std::to_string((*documents)[1].line) +
                    ": a second YAML document starts here; a kubeconfig is one. Split the file and "
                    "list both in `config_paths`.");
  }
  Kubeconfig out;
  out.files = {source};
  if (documents->empty()) return out;
  const Value& value = documents->front().value;
  Source from{source, folder};
  const Entry config(value, source, folder, from.wrong);
  const std::string kind = config.Text("kind"), version = config.Text("apiVersion");
  if ((!kind.empty() && kind != "Config") || (!version.empty() && version != "v1")) {
    config.Say("It is no kubeconfig, which has `apiVersion: v1` and `kind: Config`.");
    return tl::unexpected(std::move(from.wrong));
  }
  out.current_context = config.Text("current-context");
  out.contexts = ReadNamed<KubeContext>(config, "contexts", "context", from, ReadContext);
  out.clusters = ReadNamed<KubeCluster>(config, "clusters", "cluster", from, ReadCluster);
  out.users = ReadNamed<KubeUser>(config, "users", "user", from,
                                  [&](const Entry& e) { return ReadUser(e, from.folder); });
  if (!from.wrong.empty()) return tl::unexpected(std::move(from.wrong));
  return out;
}

}  // namespace mesh
