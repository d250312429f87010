#pragma once

#include <string_view>
#include <vector>

#include "provider/engine/engine.h"

namespace mesh::engine {

/// A resource type of another provider whose states can become ours: a row of the table in move.cc.
struct Peer {
  /// The end of the provider's address: namespace and name. Ours is among them: an object may move
  /// between mesh_object and the resource of its kind.
  std::string_view provider;
  std::string_view type;
  /// Our types (without `mesh_`) that take it.
  std::vector<std::string_view> targets;
  /// What is read of its state.
  Type state;
  /// The object that the state stands for; null when the state does not say.
  Result<Value> (*object)(const Value& state);
  /// Attribute of mesh_object that the configuration gives the object by.
  std::string_view given_by = "manifest";
  /// Whether the resource of the object's kind takes it, too.
  bool to_kinds = false;
};

/// The peer with this provider address (`registry.terraform.io/hashicorp/kubernetes`) and type
/// whose states `target` takes; null when there is none.
const Peer* FindPeer(std::string_view address, std::string_view type, const ServedResource& target);

/// The state of `target` for the object that a peer's `state` (of the type `peer.state`) stands
/// for. The object itself is neither read nor touched.
ImportAnswer MoveFrom(const Peer& peer, const Value& state, const ServedResource& target);

/// All peers' types, for messages.
std::string PeerTypes();

}  // namespace mesh::engine
