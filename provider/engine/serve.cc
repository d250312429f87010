#include <random>

#include "core/formats/json.h"
#include "core/model/common.h"
#include "provider/engine/live.h"

namespace mesh::engine {
namespace {

std::vector<std::string> Strings(const Value& list) {
  std::vector<std::string> out;
  if (!list.is_list()) return out;
  for (const Value& v : list.as_list()) out.push_back(v.StringOr(""));
  return out;
}

Value List(const std::vector<std::string>& strings) {
  return Value::List(strings.begin(), strings.end());
}

}  // namespace

std::vector<Field> IdentityFields(Addressing addressing) {
  const Field cluster{.name = "cluster", .doc = "Name of the cluster; `default` when left out."};
  if (addressing == Addressing::kName) {
    return {cluster,
            {.name = "name", .doc = "Name of the resource.", .presence = Presence::kRequired}};
  }
  return {
      cluster,
      {.name = "api_version", .doc = "apiVersion of the object.", .presence = Presence::kRequired},
      {.name = "kind", .doc = "Kind of the object.", .presence = Presence::kRequired},
      {.name = "namespace", .doc = "Namespace of the object; left out for cluster scope."},
      {.name = "name", .doc = "Name of the object.", .presence = Presence::kRequired}};
}

ServedResource Serve(ResourceDefinition definition) {
  std::vector<Field> fields = WithCommonFields(definition.fields);
  Type type = ObjectType(fields);
  std::vector<Field> identity = IdentityFields(definition.addressing);
  Type identity_type = ObjectType(identity);
  return {std::move(definition), std::move(fields), std::move(type), std::move(identity),
          std::move(identity_type)};
}

std::string PrivateData::Write() const {
  Value out(Value::Map{{"nonce", nonce}});
  if (!closed.empty()) out.Set("closed", List(closed));
  if (!replacing.empty()) out.Set("replacing", List(replacing));
  Value::List fields;
  for (const Watched& w : watched) {
    fields.push_back(
        Value::Map{{"object", w.object}, {"path", List(w.field.path)}, {"value", w.field.value}});
  }
  if (!fields.empty()) out.Set("watched", std::move(fields));
  return WriteJson(out);
}

PrivateData PrivateData::Read(std::string_view text) {
  if (text.empty()) return {};
  const auto value = ReadJson(text, "private data");
  if (!value) return {};
  PrivateData out{value->Get("nonce").StringOr(""),
                  Strings(value->Get("closed")),
                  Strings(value->Get("replacing")),
                  {}};
  if (!value->Get("watched").is_list()) return out;
  for (const Value& w : value->Get("watched").as_list()) {
    out.watched.push_back(
        {w.Get("object").StringOr(""), {Strings(w.Get("path")), w.Get("value"), ""}});
  }
  return out;
}

std::string PrivateData::NewNonce() {
  std::random_device random;
  std::string out;
  for (int i = 0; i < 4; ++i) out += std::to_string(random()) + (i < 3 ? "-" : "");
  return out;
}

Common CommonOf(const Value& object) { return Decode(TableOf<Common>(), object); }

std::optional<Value> IdentityOf(const ServedResource& resource, const Value& state) {
  const Value& cluster = state.Get("cluster");
  const auto name = resource.definition.display_name(state);
  if (cluster.is_unknown() || !name) return std::nullopt;
  Value out(Value::Map{{"cluster", cluster.StringOr("default")}});
  if (resource.definition.addressing == Addressing::kName) return out.Set("name", *name);
  const auto key = ObjectKey::Parse(*name);
  if (!key) return std::nullopt;
  return out.Set("api_version", key->api_version)
      .Set("kind", key->kind)
      .Set("namespace", key->name_space.empty() ? Value() : Value(key->name_space))
      .Set("name", key->name);
}

}  // namespace mesh::engine
