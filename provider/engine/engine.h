#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/data_source.h"
#include "provider/engine/session.h"

namespace mesh::engine {

/// A resource as the wire knows it: its definition and the fields users see.
struct ServedResource {
  ResourceDefinition definition;
  /// Own fields, common fields, `manifests`.
  std::vector<Field> fields;
  /// The object type of `fields`.
  Type type;
  /// What its identity is made of; all strings.
  std::vector<Field> identity;
  Type identity_type;
};

/// `definition` with everything that serving it needs.
ServedResource Serve(ResourceDefinition definition);

/// What the host keeps for us beside a state; the host never looks inside.
struct PrivateData {
  /// Stands for one instance of a resource in claims; random, never part of any output.
  std::string nonce;
  /// Keys of the objects that are closed (core/model/resource.h).
  std::vector<std::string> closed;
  /// Keys of the objects of the instance that this one replaces.
  std::vector<std::string> replacing;
  /// Fields that must not be on the live objects: reading shows them as drift.
  struct Watched {
    std::string object;
    Forbidden field;
  };
  std::vector<Watched> watched;

  std::string Write() const;
  /// Reads what Write wrote; anything else (an import, another provider's move) is empty.
  static PrivateData Read(std::string_view text);
  static std::string NewNonce();
};

struct PlanQuestion {
  Value prior;     ///< null when creating
  Value proposed;  ///< null when destroying
  Value config;
  std::string prior_private;
};
struct PlanAnswer {
  Value planned;
  std::vector<Path> requires_replace;
  std::string planned_private;
  Diagnostics diagnostics;
};
/// What applying `proposed` would do. Never writes.
PlanAnswer Plan(const ServedResource& resource, Session& session, const PlanQuestion& question);

struct ApplyQuestion {
  Value prior;
  Value planned;  ///< null when destroying
  Value config;
  std::string planned_private;
};
struct ApplyAnswer {
  /// What exists afterwards, also after errors; null when nothing does.
  Value state;
  std::string private_data;
  Diagnostics diagnostics;
};
/// Makes the planned change, recording what landed even when something fails.
ApplyAnswer Apply(const ServedResource& resource, Session& session, const ApplyQuestion& question);

struct ReadAnswer {
  Value state;  ///< null when no object is left
  Diagnostics diagnostics;
};
/// The state as the system shows it: each manifest with our fields as they are there now.
ReadAnswer Read(const ServedResource& resource, Session& session, const Value& state,
                const std::string& private_data);

struct ImportAnswer {
  Value state;
  std::string private_data;
  Diagnostics diagnostics;
};
/// Finds a resource by its import id, or by its identity when `id` is empty.
ImportAnswer Import(const ServedResource& resource, Session& session, const std::string& id,
                    const Value& identity);

/// What the identity of a resource is made of.
std::vector<Field> IdentityFields(Addressing addressing);

/// The identity of a state or configuration; nullopt while part of it is unknown.
std::optional<Value> IdentityOf(const ServedResource& resource, const Value& state);

struct Listed {
  Value identity;
  std::string display_name;
  Value state;  ///< null unless asked for
};
/// What of this type exists in a cluster (the attribute `cluster` of the list's configuration).
Result<std::vector<Listed>> List(const ServedResource& resource, Session& session,
                                 const Value& config, bool with_state, std::int64_t limit);

/// The common attributes of a configuration or state.
Common CommonOf(const Value& object);

/// The definition rendered with the session's settings, ignored fields taken out.
Rendered RenderIn(const ServedResource& resource, const Session& session, const Value& config);

}  // namespace mesh::engine
