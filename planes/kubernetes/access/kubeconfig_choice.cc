#include "planes/kubernetes/access/kubeconfig_choice.h"

namespace mesh {
namespace {

template <class T>
std::string NamesOf(const std::map<std::string, FromFile<T>>& entries) {
  std::string out;
  for (const auto& [name, entry] : entries) out += (out.empty() ? "\"" : ", \"") + name + "\"";
  return out;
}

std::string Files(const Kubeconfig& config) {
  std::string out;
  for (const std::string& file : config.files) out += (out.empty() ? "" : ", ") + file;
  return out;
}

/// An entry that is not there: `what` ("context"), who asked for it, and what there is instead.
template <class T>
tl::unexpected<Diagnostics> NotThere(const Kubeconfig& config,
                                     const std::map<std::string, FromFile<T>>& entries,
                                     const std::string& what, const std::string& name,
                                     const std::string& asked_by, const std::string& attribute,
                                     const Path& at) {
  const std::string there =
      entries.empty() ? "There is none of them." : "It has " + NamesOf(entries) + ".";
  return Fail("No " + what + " \"" + name + "\" in the kubeconfig",
              asked_by + " names the " + what + " \"" + name + "\", which " + Files(config) +
                  " does not have. " + there + " Name one of these in `" + attribute +
                  "`, or correct the file.",
              at);
}

struct Named {
  std::string name;
  std::string asked_by;
  Path at;
};

Named Pick(const std::string& override_name, const std::string& attribute,
           const std::string& of_context, const std::string& context, const Path& at) {
  if (!override_name.empty()) {
    return {override_name, "`" + attribute + "`", at.Attribute(attribute)};
  }
  return {of_context, "The context \"" + context + "\"", at};
}

}  // namespace

Result<ChosenKubeconfig> ChooseFromKubeconfig(const Kubeconfig& config,
                                              const KubeconfigChoice& choice) {
  const bool overridden = !choice.context.empty();
  const std::string& context_name = overridden ? choice.context : config.current_context;
  KubeContext context;
  if (const auto found = config.contexts.find(context_name); found != config.contexts.end()) {
    context = found->second.entry;
  } else if (!context_name.empty()) {
    return NotThere(config, config.contexts, "context", context_name,
                    overridden ? "`config_context`" : "`current-context`", "config_context",
                    overridden ? choice.at.Attribute("config_context") : choice.at);
  } else if (choice.cluster.empty() && choice.needs_cluster) {
    return Fail("No context chosen in the kubeconfig",
                Files(config) + " has no `current-context`, and `config_context` is not given. " +
                    (config.contexts.empty()
                         ? "It has no contexts either: check that it is the right file."
                         : "Set `config_context` to one of " + NamesOf(config.contexts) + "."),
                choice.at);
  }
  ChosenKubeconfig out;
  const std::string of = " of " + Files(config);
  const Named cluster =
      Pick(choice.cluster, "config_context_cluster", context.cluster, context_name, choice.at);
  if (const auto found = config.clusters.find(cluster.name); found != config.clusters.end()) {
    out.cluster = found->second.entry;
  } else if (choice.needs_cluster || !choice.cluster.empty()) {
    return NotThere(config, config.clusters, "cluster", cluster.name, cluster.asked_by,
                    "config_context_cluster", cluster.at);
  }
  const Named user =
      Pick(choice.user, "config_context_auth_info", context.user, context_name, choice.at);
  if (const auto found = config.users.find(user.name); found != config.users.end()) {
    out.user = found->second.entry;
  } else if (!choice.user.empty() || (choice.needs_user && !user.name.empty())) {
    return NotThere(config, config.users, "user", user.name, user.asked_by,
                    "config_context_auth_info", user.at);
  }
  out.cluster_description = "cluster \"" + cluster.name + "\"" + of;
  out.user_description = "user \"" + user.name + "\"" + of;
  out.description =
      context_name.empty() ? out.cluster_description : "context \"" + context_name + "\"" + of;
  return out;
}

}  // namespace mesh
