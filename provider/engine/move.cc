#include "provider/engine/move.h"

#include <algorithm>

#include "core/formats/json.h"
#include "core/formats/yaml.h"
#include "core/model/common.h"
#include "core/model/null_members.h"
#include "core/ownership/server_fields.h"

namespace mesh::engine {
namespace {

const Value& First(const Value& list) {
  static const Value kNone;
  return list.is_list() && !list.as_list().empty() ? list.as_list().front() : kNone;
}

/// The members of `from` that are there and not empty.
Value Filled(const Value& from, std::initializer_list<const char*> names) {
  Value out(Value::Map{});
  for (const char* name : names) {
    const Value& value = from.Get(name);
    const bool empty = value.is_null() || (value.is_map() && value.as_map().empty()) ||
                       (value.is_string() && value.as_string().empty());
    if (!empty) out.Set(name, value);
  }
  return out;
}

Result<Value> FromManifest(const Value& state) { return state.Get("manifest").Plain(); }

Result<Value> FromYamlBody(const Value& state) {
  auto documents = ReadYaml(state.Get("yaml_body").StringOr(""), "yaml_body");
  if (!documents) return tl::unexpected(documents.error());
  return documents->size() == 1 ? std::move(documents->front().value) : Value();
}

Result<Value> FromNamespace(const Value& state) {
  return Value::Map{
      {"apiVersion", "v1"},
      {"kind", "Namespace"},
      {"metadata", Filled(First(state.Get("metadata")), {"name", "labels", "annotations"})}};
}

Result<Value> FromLabels(const Value& state) {
  Value metadata = Filled(First(state.Get("metadata")), {"name", "namespace"});
  metadata.Set("labels", state.Get("labels"));
  return Value::Map{{"apiVersion", state.Get("api_version")},
                    {"kind", state.Get("kind")},
                    {"metadata", std::move(metadata)}};
}

/// What a resource of ours owns, when that is one object.
Result<Value> FromOwnManifests(const Value& state) {
  const Value& manifests = state.Get(kManifests);
  if (!manifests.is_map() || manifests.as_map().size() != 1) return Value();
  const auto& [key, text] = *manifests.as_map().begin();
  return ReadJson(text.StringOr(""), key);
}

bool IsType(std::string_view pattern, std::string_view type) {
  return pattern.ends_with('*') ? type.starts_with(pattern.substr(0, pattern.size() - 1))
                                : pattern == type;
}

const std::vector<Peer>& Peers() {
  static const Type kText = Type::String();
  static const Type kTexts = Type::Map(kText);
  static const Type kNamespace = Type::Object(
      {{"metadata",
        Type::List(Type::Object({{"name", kText}, {"labels", kTexts}, {"annotations", kTexts}}))}});
  static const Type kLabels = Type::Object(
      {{"api_version", kText},
       {"kind", kText},
       {"labels", kTexts},
       {"metadata", Type::List(Type::Object({{"name", kText}, {"namespace", kText}}))}});
  static const Type kYaml = Type::Object({{"yaml_body", kText}});
  static const Type kOwn = ObjectType(WithCommonFields({}));
  static const std::vector<Peer> kPeers = {
      {"hashicorp/kubernetes",
       "kubernetes_manifest",
       {"object"},
       Type::Object({{"manifest", Type::Dynamic()}}),
       FromManifest,
       "manifest",
       true},
      {"hashicorp/kubernetes",
       "kubernetes_namespace",
       {"namespace", "object"},
       kNamespace,
       FromNamespace},
      {"hashicorp/kubernetes",
       "kubernetes_namespace_v1",
       {"namespace", "object"},
       kNamespace,
       FromNamespace},
      {"hashicorp/kubernetes", "kubernetes_labels", {"object"}, kLabels, FromLabels},
      {"alekc/kubectl", "kubectl_manifest", {"object"}, kYaml, FromYamlBody, "yaml", true},
      {"gavinbunney/kubectl", "kubectl_manifest", {"object"}, kYaml, FromYamlBody, "yaml", true},
      {"meshgen/mesh", "mesh_*", {"object"}, kOwn, FromOwnManifests, "", true},
  };
  return kPeers;
}

}  // namespace

const Peer* FindPeer(std::string_view address, std::string_view type,
                     const ServedResource& target) {
  const auto found = std::ranges::find_if(Peers(), [&](const Peer& peer) {
    return IsType(peer.type, type) && type != "mesh_" + target.definition.name &&
           address.ends_with("/" + std::string(peer.provider)) &&
           (std::ranges::find(peer.targets, target.definition.name) != peer.targets.end() ||
            (peer.to_kinds && target.definition.stands_for));
  });
  return found == Peers().end() ? nullptr : &*found;
}

std::string PeerTypes() {
  std::string out;
  for (const Peer& peer : Peers()) {
    const std::string name = std::string(peer.type) + " (" + std::string(peer.provider) + ")";
    out += (out.empty() ? "" : ", ") + name;
  }
  return out;
}

namespace {

/// Why the target cannot stand for the object; empty when it can.
Diagnostics CannotTake(const Peer& peer, const ServedResource& target, const Value& object) {
  const auto key = KeyOf(object);
  if (!key) {
    return {Error("Cannot move this " + std::string(peer.type),
                  "Its state does not say which object it stands for. Remove it with a `removed` "
                  "block (destroy = false) and import the object here.")};
  }
  if (target.definition.stands_for && !target.definition.stands_for(*key)) {
    return {Error("mesh_" + target.definition.name + " stands for no " + key->kind,
                  "The state is of " + key->ToString() +
                      ". Move it to the resource of that kind, or to mesh_object.")};
  }
  return target.definition.cannot_hold ? target.definition.cannot_hold({object}) : Diagnostics{};
}

}  // namespace

ImportAnswer MoveFrom(const Peer& peer, const Value& state, const ServedResource& target) {
  auto object = peer.object(state);
  if (!object) return {{}, {}, object.error()};
  // HCL's null is an absent member; in YAML and in what we own, null is itself.
  if (target.definition.stands_for && peer.given_by == "manifest") {
    *object = WithoutNullMembers(std::move(*object));
  }
  if (target.definition.stands_for) ownership::RemoveServerFields(*object);
  if (Diagnostics wrong = CannotTake(peer, target, *object); HasErrors(wrong)) {
    return {{}, {}, std::move(wrong)};
  }
  ImportAnswer out;
  out.state = target.definition.read_back({*object});
  for (const Field& field : target.fields) {
    // Of our own states the common attributes come along; others have none.
    if (!out.state.Has(field.name)) out.state.Set(field.name, state.Get(field.name));
  }
  if (target.definition.name == "object") {
    if (peer.given_by == "yaml") {
      out.state.Set("manifest", Value());
      out.state.Set("yaml", state.Get("yaml_body"));
    } else if (!state.Get("manifest").is_null()) {
      out.state.Set("manifest", state.Get("manifest"));
    }
  }
  out.state.Set(kManifests, Value::Map{{KeyOf(*object)->ToString(), WriteJson(*object)}});
  PrivateData data;
  data.nonce = PrivateData::NewNonce();
  out.private_data = data.Write();
  return out;
}

}  // namespace mesh::engine
