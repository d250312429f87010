#include "core/resources/kind/kind_resource.h"

#include <algorithm>

#include "core/checks/check_object.h"
#include "core/checks/version.h"
#include "core/kinds/kind.h"
#include "core/model/object.h"
#include "core/resources/kind/typed_shape.h"
#include "core/resources/object/object_claims.h"

namespace mesh {
namespace {

constexpr const char* kMetadata[] = {"labels", "annotations"};

bool IsNamespaced(const KindShape& kind) {
  return FactsOf({kind.ApiVersion("v1"), std::string(kind.kind), "x", "x"}).namespaced;
}

std::vector<std::string> ApiVersions(const KindShape& kind) {
  std::vector<std::string> out;
  for (const ServedVersion& version : kind.versions) out.push_back(kind.ApiVersion(version.name));
  return out;
}

std::vector<Field> Fields(const KindShape& kind) {
  std::vector<Field> out{{.name = "name",
                          .doc = "Name of the object.",
                          .presence = Presence::kRequired,
                          .on_change = OnChange::kReplace}};
  if (IsNamespaced(kind)) {
    out.push_back({.name = "namespace",
                   .doc = "Namespace of the object.",
                   .presence = Presence::kRequired,
                   .on_change = OnChange::kReplace});
  }
  out.push_back({.name = "labels",
                 .doc = "Labels of the object. Those that others set stay.",
                 .type = Type::Map(Type::String())});
  out.push_back({.name = "annotations",
                 .doc = "Annotations of the object. Those that others set stay.",
                 .type = Type::Map(Type::String())});
  out.push_back({.name = "api_version",
                 .doc = "The object's apiVersion. Left out, it is the newest that the platform "
                        "serves: " +
                        kind.ApiVersion(kind.versions.front().name) +
                        (kind.product == "istio" ? ", or what `istio_version` has." : "."),
                 .one_of = ApiVersions(kind)});
  std::ranges::move(FieldsOf(kind.body), std::back_inserter(out));
  return out;
}

/// True when whoever knows the configuration knows which object it is.
bool KeyKnown(const Value& config) {
  return config.Get("name").is_string() && !config.Get("namespace").is_unknown() &&
         !config.Get("api_version").is_unknown();
}

std::optional<ObjectKey> KeyOfConfig(const Value& config, const KindShape& kind,
                                     const Settings& settings) {
  if (!KeyKnown(config)) return std::nullopt;
  return ObjectKey{config.Get("api_version").StringOr(DefaultApiVersion(kind, settings)),
                   std::string(kind.kind), config.Get("namespace").StringOr(""),
                   config.Get("name").as_string()};
}

Diagnostics Validate(const Value& config, const KindShape& kind, const Settings& settings) {
  if (!KeyKnown(config)) return {};
  const CheckSettings known{settings.istio_version.value_or(""),
                            settings.root_namespace.value_or("istio-system")};
  Diagnostics out;
  for (const Finding& finding : CheckObject(ObjectOf(config, kind, settings), known)) {
    Diagnostic diagnostic = finding.ToDiagnostic();
    diagnostic.path = ConfigPath(finding.path, kind);
    out.push_back(std::move(diagnostic));
  }
  return out;
}

Desired Render(const Value& config, const KindShape& kind, const Settings& settings) {
  Desired out;
  if (!KeyKnown(config)) {
    out.complete = false;
    return out;
  }
  out.objects.push_back({.content = ObjectOf(config, kind, settings)});
  return out;
}

Diagnostics CannotHold(const std::vector<Value>& objects, const KindShape& kind) {
  Diagnostics out;
  for (const Value& object : objects) {
    std::vector<Unheld> unheld;
    ConfigOf(object, kind, unheld);
    for (const Unheld& one : unheld) {
      out.push_back(Error("Cannot be written as mesh_" + std::string(kind.resource),
                          one.path.ToString() + ": " + one.why +
                              " Import the object as mesh_object, which holds everything."));
    }
  }
  return out;
}

std::string Description(const KindShape& kind) {
  std::string out =
      "One `" + std::string(kind.kind) + "` of `" + std::string(kind.group) + "`, served as ";
  for (const ServedVersion& version : kind.versions) {
    out += (&version == &kind.versions.front() ? "`" : ", `") + std::string(version.name) + "`";
    if (!version.since.empty()) out += " (since " + std::string(version.since) + ")";
    if (!version.until.empty()) out += " (until " + std::string(version.until) + ")";
  }
  out +=
      ". The attributes are the object's own fields in snake case. Attributes that are left out "
      "are absent from the object, and what others set there stays; `{}`, `[]`, `0` and `false` "
      "are written as they are. What a plan can know of wrong values it says before any cluster "
      "is asked.";
  const std::vector<std::string> secrets = SecretFieldsOf(kind.body);
  for (const std::string& field : secrets) {
    out += (&field == &secrets.front() ? "\n\nFields that hold secrets are not here, since a plan "
                                         "and a state would show them: `"
                                       : ", `") +
           field + "`";
  }
  return out + (secrets.empty() ? "" : ". Refer to a Secret instead.");
}

bool NeedsSecret(const ObjectShape& shape) {
  const auto needs = [](const FieldShape* field) {
    return field != nullptr && (field->secret || (field->shape.kind == Shape::Kind::kObject &&
                                                  NeedsSecret(*field->shape.object)));
  };
  return std::ranges::any_of(shape.fields,
                             [&](const FieldShape& f) { return f.required && needs(&f); }) ||
         std::ranges::any_of(shape.choices, [&](const Choice& choice) {
           return choice.needs_one && std::ranges::all_of(choice.fields, [&](std::string_view f) {
                    return needs(shape.Find(f));
                  });
         });
}

}  // namespace

bool CanBeTyped(const KindShape& kind) { return !NeedsSecret(kind.body); }

std::string DefaultApiVersion(const KindShape& kind, const Settings& settings) {
  const std::string target =
      kind.product == "istio" ? settings.istio_version.value_or("") : std::string();
  for (const ServedVersion& version : kind.versions) {
    if (target.empty() || version.since.empty() || !IsOlder(target, version.since)) {
      return kind.ApiVersion(version.name);
    }
  }
  return kind.ApiVersion(kind.versions.back().name);
}

Value ObjectOf(const Value& config, const KindShape& kind, const Settings& settings) {
  Value out = ToObject(config, kind.body);
  out.Set("apiVersion", config.Get("api_version").StringOr(DefaultApiVersion(kind, settings)));
  out.Set("kind", kind.kind);
  Value metadata(Value::Map{{"name", config.Get("name")}});
  if (!config.Get("namespace").is_null()) metadata.Set("namespace", config.Get("namespace"));
  for (const char* name : kMetadata) {
    if (!config.Get(name).is_null()) metadata.Set(name, config.Get(name));
  }
  out.Set("metadata", std::move(metadata));
  return out;
}

Value ConfigOf(const Value& object, const KindShape& kind, std::vector<Unheld>& unheld) {
  Value body(Value::Map{});
  for (const auto& [name, value] : object.as_map()) {
    if (name != "apiVersion" && name != "kind" && name != "metadata") body.Set(name, value);
  }
  Value out = ToConfig(body, kind.body, {}, unheld);
  if (object.Get("kind") != Value(kind.kind)) {
    unheld.push_back({"kind", "It is no " + std::string(kind.kind) + "."});
  }
  const std::string version = object.Get("apiVersion").StringOr("");
  const std::vector<std::string> known = ApiVersions(kind);
  if (std::ranges::find(known, version) == known.end()) {
    unheld.push_back({"apiVersion", "`" + version + "` is no version of this kind."});
  }
  out.Set("api_version", version == known.front() ? Value() : Value(version));
  for (const char* name : {"name", "namespace", "labels", "annotations"}) out.Set(name, Value());
  if (!IsNamespaced(kind)) out.as_map().erase("namespace");
  const Value& metadata = object.Get("metadata");
  if (!metadata.is_map()) return out;
  for (const auto& [name, value] : metadata.as_map()) {
    const Path at = Path("metadata").Attribute(name);
    const bool strings = name == "labels" || name == "annotations";
    if (!out.Has(name) || (!strings && name != "name" && name != "namespace")) {
      unheld.push_back({at, "`" + name + "` has no attribute."});
    } else if (strings ? value.is_map() &&
                             std::ranges::all_of(value.as_map(),
                                                 [](const auto& m) { return m.second.is_string(); })
                       : value.is_string()) {
      out.Set(name, value);
    } else {
      unheld.push_back({at, "It should be text."});
    }
  }
  for (const char* name : {"name", "namespace"}) {
    if (out.Has(name) && out.Get(name).is_null()) {
      unheld.push_back({Path("metadata").Attribute(name), "It is not there."});
    }
  }
  return out;
}

ResourceDefinition KindResource(const KindShape& kind) {
  return {.name = std::string(kind.resource),
          .summary = kind.doc,
          .description = Description(kind),
          .fields = Fields(kind),
          .addressing = Addressing::kObject,
          .validate = [&kind](const Value& v, const Settings& s) { return Validate(v, kind, s); },
          .render = [&kind](const Value& v, const Settings& s) { return Render(v, kind, s); },
          .read_back =
              [&kind](const std::vector<Value>& objects) {
                std::vector<Unheld> unheld;
                return objects.size() == 1 ? ConfigOf(objects.front(), kind, unheld) : Value();
              },
          .cannot_hold = [&kind](const std::vector<Value>& o) { return CannotHold(o, kind); },
          .stands_for =
              [&kind](const ObjectKey& key) {
                return key.group() == kind.group && key.kind == kind.kind;
              },
          .claims =
              [&kind](const Value& config) {
                const Settings settings = Settings::Default();
                const auto key = KeyOfConfig(config, kind, settings);
                if (!key) return std::vector<Claim>{};
                return ClaimsOfObject(*key, ObjectOf(config, kind, settings), "spec");
              },
          .transition = [](const Value&, const Value&) { return Diagnostics{}; },
          .display_name = [&kind](const Value& config) -> std::optional<std::string> {
            auto key = KeyOfConfig(config, kind, Settings::Default());
            if (!key) return std::nullopt;
            // In whichever version it is written: it is the same object, and the same identity.
            key->api_version = kind.ApiVersion(kind.versions.front().name);
            return key->ToString();
          }};
}

}  // namespace mesh
