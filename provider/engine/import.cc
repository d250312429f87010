#include "core/ownership/import.h"

#include <algorithm>

#include "core/formats/json.h"
#include "core/model/common.h"
#include "core/ownership/server_fields.h"
#include "provider/engine/live.h"

namespace mesh::engine {
namespace {

/// Where an import points to.
struct Address {
  std::string cluster;
  /// Display name for kName, the object's key for kObject.
  std::string name;
};

std::string IdShape(const ServedResource& resource) {
  return resource.definition.addressing == Addressing::kName
             ? "<cluster>/<name>, such as default/payments"
             : "<cluster>/<apiVersion>/<kind>/<namespace>/<name>, such as "
               "default/v1/ConfigMap/payments/settings (two slashes in a row where there is no "
               "namespace)";
}

Result<Address> FromId(const ServedResource& resource, const std::string& id) {
  const std::size_t slash = id.find('/');
  Address out{id.substr(0, slash), slash == std::string::npos ? "" : id.substr(slash + 1)};
  const bool object = resource.definition.addressing == Addressing::kObject;
  if (out.cluster.empty() || out.name.empty() || (object && !ObjectKey::Parse(out.name))) {
    return Fail("Import id \"" + id + "\" has another shape",
                "Ids of mesh_" + resource.definition.name + " are " + IdShape(resource) + ".");
  }
  return out;
}

/// An object of another kind than the resource's.
Diagnostics CheckKind(const ServedResource& resource, const Address& address) {
  if (!resource.definition.stands_for) return {};
  const auto key = ObjectKey::Parse(address.name);
  if (!key || resource.definition.stands_for(*key)) return {};
  return {Error("mesh_" + resource.definition.name + " stands for no " + key->kind,
                address.name + " is of another kind. Import it into the resource of its own kind, "
                               "or into mesh_object.")};
}

Result<Address> FromIdentity(const ServedResource& resource, const Value& identity) {
  Address out{identity.Get("cluster").StringOr("default"), identity.Get("name").StringOr("")};
  if (resource.definition.addressing == Addressing::kObject) {
    out.name =
        ObjectKey{identity.Get("api_version").StringOr(""), identity.Get("kind").StringOr(""),
                  identity.Get("namespace").StringOr(""), out.name}
            .ToString();
    if (!ObjectKey::Parse(out.name)) out.name.clear();
  }
  if (out.name.empty()) {
    return Fail("Incomplete identity", "Give every attribute of the identity of mesh_" +
                                           resource.definition.name + " a value.");
  }
  return out;
}

Result<std::vector<ObjectKey>> KeysAt(const ServedResource& resource, Plane& plane,
                                      const Address& address) {
  if (resource.definition.addressing == Addressing::kObject) {
    return std::vector{*ObjectKey::Parse(address.name)};
  }
  return plane.FindByResource(ResourceMark(resource.definition, address.cluster, address.name));
}

/// Files that came out of a cluster hold more than what somebody wrote.
Value WithoutServerFields(Value content) {
  ownership::RemoveServerFields(content);
  return content;
}

/// The state of the objects found at `address`.
Result<ImportAnswer> StateAt(const ServedResource& resource, Plane& plane, const Address& address) {
  const auto keys = KeysAt(resource, plane, address);
  if (!keys) return tl::unexpected(keys.error());
  const auto live = plane.Read(*keys);
  if (!live) return tl::unexpected(live.error());
  PrivateData data;
  data.nonce = PrivateData::NewNonce();
  std::vector<Value> objects;
  Value::Map manifests;
  for (std::size_t i = 0; i < keys->size(); ++i) {
    if (!(*live)[i]) continue;
    const LiveObject& found = *(*live)[i];
    Value ours = found.owned.is_map()        ? Project(found.content, found.owned)
                 : plane.capabilities().live ? ownership::ImportManifest(found.content)
                                             : WithoutServerFields(found.content);
    // A tree finds an object in whatever version it is written.
    const std::string text = KeyOf(ours).value_or((*keys)[i]).ToString();
    if (found.owned.Get("spec").is_bool()) data.closed.push_back(text);
    manifests.emplace(text, WriteJson(ours));
    objects.push_back(std::move(ours));
  }
  if (resource.definition.cannot_hold) {
    Diagnostics unheld = resource.definition.cannot_hold(objects);
    if (HasErrors(unheld)) return tl::unexpected(std::move(unheld));
  }
  if (objects.empty()) {
    return Fail("Nothing to import at " + address.cluster + "/" + address.name,
                resource.definition.addressing == Addressing::kName
                    ? "No object in the cluster carries the mark of mesh_" +
                          resource.definition.name + " \"" + address.name +
                          "\". Objects that were made without this provider are imported one by "
                          "one as mesh_object, or adopted by simply creating the resource."
                    : "There is no such object in the cluster.");
  }
  ImportAnswer out;
  out.state = resource.definition.read_back(objects);
  for (const Field& field : resource.fields) {
    if (!out.state.Has(field.name)) out.state.Set(field.name, Value());
  }
  if (resource.definition.addressing == Addressing::kName && out.state.Get("name").is_null()) {
    out.state.Set("name", address.name);
  }
  if (address.cluster != "default") out.state.Set("cluster", address.cluster);
  out.state.Set(kManifests, std::move(manifests));
  out.private_data = data.Write();
  return out;
}

Result<Plane*> KnownPlane(Session& session, const std::string& cluster) {
  auto plane = session.PlaneOf(cluster);
  if (plane && *plane == nullptr) {
    return Fail("The provider's settings are not known",
                "Reading what exists needs the provider's owner, directory and clusters. Give them "
                "values that are known while planning.");
  }
  return plane;
}

}  // namespace

ImportAnswer Import(const ServedResource& resource, Session& session, const std::string& id,
                    const Value& identity) {
  const auto address = id.empty() ? FromIdentity(resource, identity) : FromId(resource, id);
  if (!address) return {{}, {}, address.error()};
  if (Diagnostics wrong = CheckKind(resource, *address); HasErrors(wrong)) return {{}, {}, wrong};
  const auto plane = KnownPlane(session, address->cluster);
  if (!plane) return {{}, {}, plane.error()};
  auto found = StateAt(resource, **plane, *address);
  if (!found) return {{}, {}, found.error()};
  return std::move(*found);
}

Result<std::vector<Listed>> List(const ServedResource& resource, Session& session,
                                 const Value& config, bool with_state, std::int64_t limit) {
  const std::string cluster = config.Get("cluster").StringOr("default");
  const auto plane = KnownPlane(session, cluster);
  if (!plane) return tl::unexpected(plane.error());
  const std::string prefix = ResourceMark(resource.definition, cluster, "");
  const auto marks = (*plane)->Resources(prefix);
  if (!marks) return tl::unexpected(marks.error());
  std::vector<Listed> out;
  for (const std::string& mark : *marks) {
    if (limit > 0 && static_cast<std::int64_t>(out.size()) >= limit) break;
    const Address address{cluster, mark.substr(prefix.size())};
    if (HasErrors(CheckKind(resource, address))) continue;
    auto found = StateAt(resource, **plane, address);
    if (!found) return tl::unexpected(found.error());
    const auto listed = IdentityOf(resource, found->state);
    if (!listed) continue;
    out.push_back({*listed, address.name, with_state ? std::move(found->state) : Value()});
  }
  return out;
}

}  // namespace mesh::engine
