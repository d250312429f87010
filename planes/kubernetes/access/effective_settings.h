#pragma once

#include <map>
#include <string>

#include "core/model/kubernetes_settings.h"
#include "planes/kubernetes/access/surroundings.h"

namespace mesh {

/// Settings, with the environment in place of what they leave out.
struct EffectiveSettings {
  KubernetesSettings settings;
  /// Which variable gave an attribute.
  std::map<std::string, std::string> variables;
  /// Where the settings are, for attribute paths.
  Path at;

  /// How a message names an attribute: "`token`", or "the variable KUBE_TOKEN".
  std::string Name(const std::string& attribute) const;
  /// Where a diagnostic about the attribute points.
  Path PathOf(const std::string& attribute) const;
};

/// Fills in the KUBE_* variables and checks what excludes what; all that is wrong is said at once.
///
/// An attribute beats its variable; one that is "" or [] counts as not given and switches its
/// variable off. Beyond that (hashicorp/kubernetes has none of these attributes together):
/// - attributes that authenticate in any way switch off all variables that do, but for the other
///   half of a pair (`username` and KUBE_PASSWORD);
/// - `config_path`, `config_paths` and `config_raw` switch off KUBE_CONFIG_PATH and
///   KUBE_CONFIG_PATHS, of which the first beats the second;
/// - `eks` and `in_cluster = true` say where the server is, and switch off the variables that do.
Result<EffectiveSettings> ApplyEnvironment(const KubernetesSettings& settings,
                                           const Environment& environment, const Path& at);

}  // namespace mesh
