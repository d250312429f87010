#include "core/checks/shape_check.h"

#include <algorithm>
#include <span>

#include "core/checks/read.h"
#include "core/checks/scalar_check.h"
#include "core/checks/shape_rules.h"
#include "core/checks/version.h"
#include "core/formats/json.h"

namespace mesh {
namespace {

constexpr const Rule& kUnknownField = RuleOf(kShapeRules, "MSH1001");
constexpr const Rule& kWrongType = RuleOf(kShapeRules, "MSH1002");
constexpr const Rule& kMissing = RuleOf(kShapeRules, "MSH1003");
constexpr const Rule& kItems = RuleOf(kShapeRules, "MSH1007");
constexpr const Rule& kExclusive = RuleOf(kShapeRules, "MSH1009");
constexpr const Rule& kNeedsOne = RuleOf(kShapeRules, "MSH1010");
constexpr const Rule& kTwice = RuleOf(kShapeRules, "MSH1011");
constexpr const Rule& kDeprecated = RuleOf(kShapeRules, "MSH1014");
constexpr const Rule& kIgnored = RuleOf(kShapeRules, "MSH1015");
constexpr const Rule& kTooNew = RuleOf(kShapeRules, "MSH1016");
constexpr const Rule& kTooOld = RuleOf(kShapeRules, "MSH1017");
constexpr const Rule& kExperimental = RuleOf(kShapeRules, "MSH1018");
constexpr const Rule& kPlainSecret = RuleOf(kShapeRules, "MSH1022");

std::string Quoted(std::string_view name) { return "`" + std::string(name) + "`"; }

std::string ListOf(const std::vector<std::string_view>& names) {
  std::string out;
  for (const std::string_view name : names) out += (out.empty() ? "" : ", ") + Quoted(name);
  return out;
}

/// `between 1 and 16`, `at least 1`, `at most 16`.
std::string Bounds(const Range& range) {
  const bool open = range.most == Range().most;
  if (open) return "at least " + std::to_string(range.least);
  if (range.least == 0) return "at most " + std::to_string(range.most);
  return "between " + std::to_string(range.least) + " and " + std::to_string(range.most);
}

/// One walk over one object.
class ShapeWalk {
 public:
  ShapeWalk(const CheckContext& context, Findings& out) : context_(context), out_(out) {}

  /// The whole object, of which other checks judge what every object has.
  void Whole(const Value& object, const ObjectShape& body) {
    static constexpr std::string_view kOfAll[] = {"apiVersion", "kind", "metadata", "status"};
    Object(object, body, Place(), false, kOfAll);
  }

 private:
  void Object(const Value& value, const ObjectShape& shape, const Place& at, bool open,
              std::span<const std::string_view> judged_elsewhere = {}) {
    for (const auto& [name, member] : value.as_map()) {
      if (Holds(judged_elsewhere, name)) continue;
      const FieldShape* field = shape.Find(name);
      if (field != nullptr) {
        // API servers take null away before they look.
        if (!member.is_null()) Field(member, *field, at / field->name);
      } else if (!open) {
        Unknown(name, shape, at / name);
      }
    }
    for (const FieldShape& field : shape.fields) {
      if (!field.required || !field.default_json.empty() || IsGiven(value, field.name)) continue;
      out_.Add(kMissing, at, Quoted(field.name) + " is not there. " + field.doc);
    }
    for (const Choice& choice : shape.choices) OneOf(value, choice, at);
  }

  static bool IsGiven(const Value& object, std::string_view field) {
    return !object.Get(field).is_null();
  }

  void Unknown(std::string_view name, const ObjectShape& shape, const Place& at) {
    std::string what = Quoted(name) + " is no field here.";
    if (const FieldShape* near = Nearest(shape, name)) what += " Is it " + Quoted(near->name) + "?";
    out_.Add(kUnknownField, at, std::move(what));
  }

  void OneOf(const Value& object, const Choice& choice, const Place& at) {
    std::vector<std::string_view> given;
    for (const std::string_view field : choice.fields) {
      if (IsGiven(object, field)) given.push_back(field);
    }
    if (given.size() > 1) {
      out_.Add(kExclusive, at, "There are " + ListOf(given) + ", of which one may be given.");
    } else if (given.empty() && choice.needs_one) {
      out_.Add(kNeedsOne, at, "There is none of " + ListOf(choice.fields) + ".");
    }
  }

  void Field(const Value& value, const FieldShape& field, const Place& at) {
    Remarks(value, field, at);
    One(value, field.shape, at);
  }

  void Remarks(const Value&, const FieldShape& field, const Place& at) {
    if (!field.deprecated.empty()) out_.Add(kDeprecated, at, field.deprecated);
    if (!field.ignored.empty()) out_.Add(kIgnored, at, field.ignored);
    if (field.experimental) out_.Add(kExperimental, at, Quoted(field.name) + " is experimental.");
    if (field.secret) out_.Add(kPlainSecret, at, Quoted(field.name) + " holds a secret.");
    const std::string_view version = context_.version;
    if (version.empty()) return;
    if (!field.since.empty() && IsOlder(version, field.since)) {
      out_.Add(kTooNew, at,
               Quoted(field.name) + " came with " + std::string(field.since) + ", this is for " +
                   std::string(version) + ".");
    }
    if (!field.until.empty() && IsOlder(field.until, version)) {
      out_.Add(kTooOld, at,
               Quoted(field.name) + " was last in " + std::string(field.until) + ", this is for " +
                   std::string(version) + ".");
    }
  }

  void One(const Value& value, const Shape& shape, const Place& at) {
    if (value.is_unknown()) return;
    if (!HasType(value, shape)) {
      out_.Add(kWrongType, at,
               "It is " + Describe(value) + " and should be " + Describe(shape) + ".");
      return;
    }
    switch (shape.kind) {
      case Shape::Kind::kObject:
        return Object(value, *shape.object, at, shape.limits.open);
      case Shape::Kind::kList:
        return List(value, shape, at);
      case Shape::Kind::kMap:
        return Map(value, shape, at);
      case Shape::Kind::kAny:
        return;
      default:
        return CheckScalar(value, shape, at, out_);
    }
  }

  void List(const Value& value, const Shape& shape, const Place& at) {
    const Value::List& items = value.as_list();
    Count(items.size(), shape.limits.items, "items", at);
    // Kubernetes' own kinds take null for an empty item: their rules judge what that means.
    const bool takes_null = context_.kind.product == "kubernetes";
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (!takes_null || !items[i].is_null()) One(items[i], shape.element.front(), at[i]);
    }
    if (shape.limits.list != ListKind::kAtomic || shape.limits.unique) Distinct(items, shape, at);
  }

  void Map(const Value& value, const Shape& shape, const Place& at) {
    const auto null = [](const auto& member) { return member.second.is_null(); };
    const std::size_t count = value.as_map().size() -
                              static_cast<std::size_t>(std::ranges::count_if(value.as_map(), null));
    Count(count, shape.limits.members, "members", at);
    for (const auto& [key, member] : value.as_map()) {
      if (!member.is_null()) One(member, shape.element.front(), at.Key(key));
    }
  }

  void Count(std::size_t count, const Range& range, std::string_view of, const Place& at) {
    if (range.Holds(static_cast<std::int64_t>(count))) return;
    out_.Add(kItems, at,
             "There are " + std::to_string(count) + " " + std::string(of) + " and should be " +
                 Bounds(range) + ".");
  }

  /// What tells an item from the others, as JSON.
  static std::string KeyOfItem(const Value& item, const Shape& shape) {
    if (shape.limits.list != ListKind::kMap) return WriteJson(item);
    std::string out;
    for (const std::string_view name : shape.limits.keys) {
      const Value* key = &item.Get(name);
      const FieldShape* field = shape.element.front().object == nullptr
                                    ? nullptr
                                    : shape.element.front().object->Find(name);
      Value filled;
      if (key->is_null() && field != nullptr && !field->default_json.empty()) {
        filled = ReadJson(field->default_json, "a default").value_or(Value());
        key = &filled;
      }
      out += (out.empty() ? "" : ", ") + std::string(name) + " " + WriteJson(*key);
    }
    return out;
  }

  void Distinct(const Value::List& items, const Shape& shape, const Place& at) {
    std::vector<std::string> seen;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (items[i].HasUnknown()) continue;
      std::string key = KeyOfItem(items[i], shape);
      if (std::ranges::find(seen, key) != seen.end()) {
        out_.Add(kTwice, at[i], "There is another item with " + key + ".");
      } else {
        seen.push_back(std::move(key));
      }
    }
  }

  const CheckContext& context_;
  Findings& out_;
};

}  // namespace

void CheckShape(const Value& object, const CheckContext& context, Findings& out) {
  ShapeWalk(context, out).Whole(object, context.kind.body);
}

std::span<const Rule> ShapeRules() { return kShapeRules; }

}  // namespace mesh
