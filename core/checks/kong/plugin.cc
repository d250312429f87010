#include "core/checks/kong/plugin.h"

#include <algorithm>

#include "core/checks/kong/conditions.h"
#include "core/checks/kong/kong_rules.h"
#include "core/checks/kong/plugin_advice.h"
#include "core/checks/kong/plugin_setting.h"
#include "core/checks/read.h"
#include "core/checks/scalar_check.h"

namespace mesh::kong {
namespace {

constexpr const Rule& kUnknownPlugin = RuleOf(kKongRules, "MSH7100");
constexpr const Rule& kEnterprise = RuleOf(kKongRules, "MSH7101");
constexpr const Rule& kUnknown = RuleOf(kKongRules, "MSH7102");
constexpr const Rule& kType = RuleOf(kKongRules, "MSH7103");
constexpr const Rule& kValue = RuleOf(kKongRules, "MSH7104");
constexpr const Rule& kOldName = RuleOf(kKongRules, "MSH7105");
constexpr const Rule& kMissing = RuleOf(kKongRules, "MSH7106");
constexpr const Rule& kExclusive = RuleOf(kKongRules, "MSH7107");
constexpr const Rule& kSecret = RuleOf(kKongRules, "MSH7108");

constexpr Condition kConditions[] = {
    {kMissing, "acl", "", "", Then::kNeeds, "allow|deny"},
    {kExclusive, "acl", "", "allow", Then::kForbids, "deny"},
    {kMissing, "aws-lambda", "", "aws_key", Then::kNeeds, "aws_secret"},
    {kMissing, "aws-lambda", "", "aws_secret", Then::kNeeds, "aws_key"},
    {kMissing, "ip-restriction", "", "", Then::kNeeds, "allow|deny"},
    {kMissing, "pre-function post-function", "", "", Then::kNeeds,
     "certificate|rewrite|access|header_filter|body_filter|log|ws_handshake|ws_client_frame|"
     "ws_upstream_frame|ws_close"},
    {kMissing, "rate-limiting", "", "", Then::kNeeds, "second|minute|hour|day|month|year"},
    {kMissing, "rate-limiting", "", "limit_by=header", Then::kNeeds, "header_name"},
    {kMissing, "rate-limiting", "", "limit_by=path", Then::kNeeds, "path"},
    {kMissing, "rate-limiting response-ratelimiting", "", "policy=redis", Then::kNeeds,
     "redis.host|redis_host|redis.cloud_authentication"},
};

/// Most like `name`; empty when none is near.
std::string_view NearestOf(const std::vector<std::string_view>& names, std::string_view name) {
  ObjectShape shape;
  for (const std::string_view one : names) {
    shape.fields.emplace_back();
    shape.fields.back().name = one;
  }
  const FieldShape* const found = Nearest(shape, name);
  return found == nullptr ? std::string_view() : found->name;
}

struct TypeRow {
  char type;
  Value::Kind kind;
  std::string_view name;
};
constexpr TypeRow kTypes[] = {
    {'s', Value::Kind::kString, "a string"}, {'b', Value::Kind::kBool, "true or false"},
    {'n', Value::Kind::kNumber, "a number"}, {'i', Value::Kind::kNumber, "a whole number"},
    {'L', Value::Kind::kList, "a list"},     {'X', Value::Kind::kList, "a list"},
    {'A', Value::Kind::kList, "a list"},     {'M', Value::Kind::kMap, "an object"},
    {'R', Value::Kind::kMap, "an object"},
};

/// One walk over the settings of one plugin.
class SettingsWalk {
 public:
  SettingsWalk(bool is_whole, Findings& out) : is_whole_(is_whole), out_(out) {}

  void Object(const Value& object, std::string_view text, const Place& at) {
    const std::vector<Setting> settings = ReadSettings(text);
    for (const auto& [name, value] : object.as_map()) {
      if (value.is_null()) continue;
      const auto found = std::ranges::find(settings, std::string_view(name), &Setting::name);
      if (found == settings.end()) {
        Unknown(name, settings, at);
      } else {
        One(value, *found, at / name);
      }
    }
    for (const Setting& setting : settings) {
      if (!is_whole_ || !setting.is_needed || !object.Get(setting.name).is_null()) continue;
      out_.Add(kMissing, at, "`" + std::string(setting.name) + "` is not there.");
    }
  }

 private:
  void Unknown(std::string_view name, const std::vector<Setting>& settings, const Place& at) {
    std::vector<std::string_view> names;
    for (const Setting& setting : settings) names.push_back(setting.name);
    const std::string_view near = NearestOf(names, name);
    out_.Add(kUnknown, at / name,
             "The plugin has no `" + std::string(name) + "`." +
                 (near.empty() ? "" : " Is it `" + std::string(near) + "`?"));
  }

  void One(const Value& value, const Setting& setting, const Place& at) {
    const auto* const type = std::ranges::find(kTypes, setting.type, &TypeRow::type);
    const bool is_whole = setting.type != 'i' || !value.is_number() || value.as_number().AsInt64();
    if (value.kind() != type->kind || !is_whole) {
      out_.Add(kType, at,
               "It is " + Describe(value) + " and should be " + std::string(type->name) + ".");
      return;
    }
    if (!setting.renamed.empty()) {
      out_.Add(kOldName, at, "It is now `" + std::string(setting.renamed) + "`.");
    }
    if (setting.is_secret && value.is_string() && !value.as_string().empty() &&
        !value.as_string().starts_with("{vault://")) {
      out_.Add(kSecret, at, "It holds a secret.");
    }
    Number(value, setting, at);
    Text(value, setting, at);
    if (value.is_map() && !setting.members.empty()) Object(value, setting.members, at);
    if (value.is_list()) Items(value.as_list(), setting, at);
  }

  void Items(const Value::List& items, const Setting& setting, const Place& at) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (setting.type == 'L' && !items[i].is_string()) {
        out_.Add(kType, at[i], "It is " + Describe(items[i]) + " and should be a string.");
      }
      Text(items[i], setting, at[i]);
      if (items[i].is_map() && !setting.members.empty()) Object(items[i], setting.members, at[i]);
    }
  }

  void Number(const Value& value, const Setting& setting, const Place& at) {
    if (!setting.is_bounded || !value.is_number()) return;
    const double number = DecimalOf(value);
    if (number >= static_cast<double>(setting.least) &&
        number <= static_cast<double>(setting.most)) {
      return;
    }
    out_.Add(kValue, at,
             "It is " + value.as_number().text() + " and should be between " +
                 std::to_string(setting.least) + " and " + std::to_string(setting.most) + ".");
  }

  void Text(const Value& value, const Setting& setting, const Place& at) {
    if (setting.values.empty() || !value.is_string() ||
        value.as_string().starts_with("{vault://") ||
        HasPart(setting.values, '|', value.as_string())) {
      return;
    }
    std::string list(setting.values);
    std::ranges::replace(list, '|', ' ');
    out_.Add(kValue, at,
             "It is " + InQuotes(value.as_string()) + " and should be one of: " + list + ".");
  }

  bool is_whole_;
  Findings& out_;
};

void CheckName(std::string_view plugin, Findings& out) {
  if (IsEnterprise(plugin)) {
    out.Add(kEnterprise, Place() / "plugin", "It is " + std::string(plugin) + ".");
    return;
  }
  const std::vector<std::string_view> names = PluginNames();
  if (plugin.empty() || std::ranges::find(names, plugin) != names.end()) return;
  // Others may be somebody's own.
  const std::string_view near = NearestOf(names, plugin);
  if (near.empty()) return;
  out.Add(kUnknownPlugin, Place() / "plugin",
          "It is " + std::string(plugin) + ". Is it " + std::string(near) + "?");
}

}  // namespace

void CheckPlugin(const Value& object, const CheckContext&, Findings& out) {
  const std::string_view plugin = TextOf(object.Get("plugin"));
  const Place at = Place() / "config";
  CheckName(plugin, out);
  const Value& given = object.Get("config");
  if (!given.is_null() && !given.is_map()) return;
  const Value config = given.is_map() ? given : Value(Value::Map());
  // Settings that Secrets add are not here.
  const bool is_whole = object.Get("configFrom").is_null() && object.Get("configPatches").is_null();
  if (const std::string_view fields = SettingsOf(plugin); !fields.empty()) {
    SettingsWalk(is_whole, out).Object(config, fields, at);
  }
  if (is_whole) CheckConditions(kConditions, plugin, config, nullptr, at, out);
  CheckPluginAdvice(plugin, config, is_whole, at, out);
}

}  // namespace mesh::kong
