#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/model/attr.h"
#include "core/model/object.h"
#include "core/model/readiness.h"
#include "core/model/settings.h"

namespace mesh {

/// A field that must not be on the live object, whoever put it there.
struct Forbidden {
  /// From the object's root, such as {"metadata", "labels", "istio-injection"}.
  std::vector<std::string> path;
  /// The value that contradicts; null: any value does.
  Value value;
  /// Why it contradicts, as a sentence.
  std::string why;
};

/// One object that a resource wants to exist.
struct DesiredObject {
  /// The whole object; members may be unknown while planning.
  Value content;
  /// A closed object is ours alone: any field of its `spec` that somebody else adds is drift, and
  /// is removed. Everything else shares its objects with other writers, field by field.
  bool closed = false;
  /// Found on the live object: a warning at refresh and plan, an error at apply.
  std::vector<Forbidden> forbidden = {};
  /// Forbidden fields are removed instead.
  bool take_over = false;
  /// Members of `data` that no state, plan or file may hold, in base64; they go with every write of
  /// the object, and `content` has something that changes whenever they do.
  std::map<std::string, Secret> secret_data = {};
  /// Waited for after a write, where objects run.
  std::optional<Readiness> wait = std::nullopt;
};

/// What a resource renders to.
struct Desired {
  std::vector<DesiredObject> objects;
  /// False when which objects exist depends on something unknown: then nothing is promised.
  bool complete = true;
  /// Warnings and errors found while rendering, with paths into the configuration.
  Diagnostics diagnostics;
};

/// Something that at most one resource may hold in a run, such as a namespace or a route's host.
struct Claim {
  /// How keys of one `what` are compared.
  enum class Match {
    kExact,
    kDnsWildcard,  ///< `*.a.com` meets `x.a.com` and `*.x.a.com`
    kPrefix,       ///< `a.` meets `a.b`
  };
  /// What is claimed, as a noun phrase: `namespace`, `host and path on gateway`.
  std::string what;
  /// What makes two claims the same.
  std::string key;
  /// The attribute that makes the claim.
  Path path = {};
  Match match = Match::kExact;
  /// Shared claims do not meet each other, only those that are not shared.
  bool shared = false;
  /// What to do when two meet; empty: remove it from one of the two.
  std::string fix = {};
};

/// How a resource is addressed by import ids and identities.
enum class Addressing {
  kName,    ///< `<cluster>/<name>`, the name being the field `name`
  kObject,  ///< `<cluster>/<apiVersion>/<kind>/<namespace>/<name>`
};

/// A resource as the engine, the docs, the schema and meshgen know it: fields and Values, no C++
/// type.
struct ResourceDefinition {
  /// Without the provider's prefix: `tenant` is `mesh_tenant`.
  std::string name;
  std::string summary;
  /// Markdown for the docs page, after the summary.
  std::string description;
  std::int64_t version = 0;
  std::vector<Field> fields;
  Addressing addressing = Addressing::kName;
  /// What destroying does when `on_destroy` says nothing.
  bool keeps_by_default = false;

  /// Pure; gets a configuration that passed CheckFields, with unknowns while planning.
  std::function<Diagnostics(const Value& config, const Settings&)> validate;
  std::function<Desired(const Value& config, const Settings&)> render;
  /// What the objects tell about the configuration: recovered fields, others null.
  std::function<Value(const std::vector<Value>& objects)> read_back;
  /// Why the configuration cannot say what the objects are: an import is refused then. Empty: it
  /// always can.
  std::function<Diagnostics(const std::vector<Value>& objects)> cannot_hold = nullptr;
  /// Whether the resource can stand for objects of that key. Empty: for any.
  std::function<bool(const ObjectKey& key)> stands_for = nullptr;
  std::function<std::vector<Claim>(const Value& config)> claims;
  /// What a person must know about the step from `prior` to `planned` (warnings; errors refuse it).
  std::function<Diagnostics(const Value& prior, const Value& planned)> transition;
  /// The name that tells this resource from others of its type; nullopt while it is unknown.
  std::function<std::optional<std::string>(const Value& config)> display_name;
};

/// A resource written with a struct as its configuration. Functions may be left empty but `render`.
template <class C>
struct Resource {
  std::string name;
  std::string summary;
  std::string description = {};
  std::int64_t version = 0;
  std::vector<Binding<C>> fields;
  Addressing addressing = Addressing::kName;
  bool keeps_by_default = false;
  std::function<Diagnostics(const C&, const Settings&)> validate = nullptr;
  std::function<Desired(const C&, const Settings&)> render;
  std::function<C(const std::vector<Value>&)> read_back = nullptr;
  std::function<std::vector<Claim>(const C&)> claims = nullptr;
  std::function<Diagnostics(const C& prior, const C& planned)> transition = nullptr;
  /// Left empty, it is the field `name`.
  std::function<std::optional<std::string>(const C&)> display_name = nullptr;
};

/// The definition that the rest of the house works with.
template <class C>
ResourceDefinition Erase(Resource<C> r) {
  ResourceDefinition out{.name = r.name,
                         .summary = r.summary,
                         .description = r.description,
                         .version = r.version,
                         .fields = FieldsOf(r.fields),
                         .addressing = r.addressing,
                         .keeps_by_default = r.keeps_by_default,
                         .validate = nullptr,
                         .render = nullptr,
                         .read_back = nullptr,
                         .cannot_hold = nullptr,
                         .stands_for = nullptr,
                         .claims = nullptr,
                         .transition = nullptr,
                         .display_name = nullptr};
  const auto fields = std::make_shared<const std::vector<Binding<C>>>(std::move(r.fields));
  out.validate = [fields, f = r.validate](const Value& v, const Settings& s) {
    return f ? f(Decode(*fields, v), s) : Diagnostics{};
  };
  out.render = [fields, f = r.render](const Value& v, const Settings& s) {
    return f(Decode(*fields, v), s);
  };
  out.read_back = [fields, f = r.read_back](const std::vector<Value>& objects) {
    return Encode(*fields, f ? f(objects) : C{});
  };
  out.claims = [fields, f = r.claims](const Value& v) {
    return f ? f(Decode(*fields, v)) : std::vector<Claim>{};
  };
  out.transition = [fields, f = r.transition](const Value& a, const Value& b) {
    return f ? f(Decode(*fields, a), Decode(*fields, b)) : Diagnostics{};
  };
  out.display_name = [fields, f = r.display_name](const Value& v) -> std::optional<std::string> {
    if (f) return f(Decode(*fields, v));
    const Value& name = v.Get("name");
    return name.is_string() ? std::optional(name.as_string()) : std::nullopt;
  };
  return out;
}

}  // namespace mesh
