#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesh {

struct ObjectShape;

/// How the server keeps a list.
enum class ListKind { kAtomic, kSet, kMap };

struct Range {
  std::int64_t least = 0;
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
  bool Holds(std::int64_t n) const { return n >= least && n <= most; }
  bool operator==(const Range&) const = default;
};

/// What a value of a field may be, beyond its type. Nothing said means anything goes.
struct Limits {
  std::vector<std::string_view> values = {};
  std::optional<std::int64_t> min = std::nullopt;
  std::optional<std::int64_t> max = std::nullopt;
  /// Of a string, in characters.
  Range length = {};
  Range items = {};
  Range members = {};
  /// RE2 syntax, found anywhere in the string.
  std::string_view pattern = {};
  /// What OpenAPI calls the format: `date-time`, `hostname`.
  std::string_view format = {};
  bool unique = false;
  /// `null` is a value of its own.
  bool nullable = false;
  /// Members that the shape does not name are kept.
  bool open = false;
  /// A map or an object that has one owner as a whole.
  bool atomic = false;
  ListKind list = ListKind::kAtomic;
  /// For kMap: the fields that tell items apart.
  std::vector<std::string_view> keys = {};
  bool operator==(const Limits&) const = default;
};

/// The type of a value in a Kubernetes object.
struct Shape {
  enum class Kind {
    kString,
    kBool,
    kInteger,
    kNumber,
    kIntOrString,  ///< a port by number or name
    kQuantity,     ///< `500m`, or a number
    kDuration,     ///< `1h30m`, as a string
    kAny,          ///< free JSON
    kObject,
    kList,
    kMap,
  };
  Kind kind = Kind::kString;
  /// For kInteger: `int32`, `int64` or `uint32`.
  std::string_view width = {};
  /// For kObject.
  const ObjectShape* object = nullptr;
  /// For kList and kMap: one element.
  std::vector<Shape> element = {};
  Limits limits = {};

  bool operator==(const Shape&) const = default;
};

struct FieldShape {
  /// As the object spells it: `maxConnections`.
  std::string_view name;
  /// As HCL spells it: `max_connections`.
  std::string attribute;
  Shape shape;
  bool required = false;
  /// The first and the last minor version of the product that has it; empty: before and after all
  /// that the catalogue knows.
  std::string_view since = {};
  std::string_view until = {};
  /// Holds what nobody may read: no plan, state or file of ours has it.
  bool secret = false;
  /// The server refuses another value of an object that is there.
  bool immutable = false;
  /// In no released standard of the API: the controllers that implement it say so.
  bool experimental = false;
  /// Why it should not be used and what to use instead; empty when it may be.
  std::string deprecated = {};
  /// Why it has no effect and what has; empty when it has one.
  std::string ignored = {};
  /// What the server puts there when it is absent, as JSON; empty: nothing.
  std::string_view default_json = {};
  /// Our own words: what it is, with its unit.
  std::string doc = {};
};

/// Fields of which at most one, or exactly one, may be given.
struct Choice {
  bool needs_one = false;
  std::vector<std::string_view> fields;
};

struct ObjectShape {
  std::string_view name;
  std::vector<FieldShape> fields = {};
  std::vector<Choice> choices = {};

  /// The field of that name; null when there is none.
  const FieldShape* Find(std::string_view field) const;
  const FieldShape* FindAttribute(std::string_view attribute) const;
};

/// A version in which the API server serves a kind.
struct ServedVersion {
  std::string_view name;
  std::string_view since = {};
  std::string_view until = {};
};

/// One kind of Kubernetes-style object: everything beside `apiVersion`, `kind`, `metadata` and
/// `status`.
struct KindShape {
  std::string_view group;
  /// Whose releases `since` and `until` count: `istio`, `gateway_api`, ...
  std::string_view product;
  std::string_view kind;
  /// The resource's name, without the provider's prefix: `virtual_service`.
  std::string_view resource;
  /// Newest first.
  std::vector<ServedVersion> versions = {};
  std::string doc = {};
  ObjectShape body = {};

  std::string ApiVersion(std::string_view version) const;
};

}  // namespace mesh
