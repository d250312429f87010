// Filters of one's own: WasmPlugin and TrafficExtension.
#include <algorithm>
#include <optional>

#include "core/checks/istio/policy_checks.h"
#include "core/checks/istio/url_text.h"
#include "core/checks/istio_telemetry/extension_rules.h"
#include "core/checks/istio_telemetry/telemetry_kinds.h"
#include "core/checks/read.h"
#include "core/checks/shape_rules.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kWrongType = RuleOf(kShapeRules, "MSH1002");
constexpr const Rule& kUrl = RuleOf(kExtensionRules, "MSH4051");
constexpr const Rule& kTwoValues = RuleOf(kExtensionRules, "MSH4052");
constexpr const Rule& kBytes = RuleOf(kExtensionRules, "MSH4053");
constexpr const Rule& kPlainFetch = RuleOf(kExtensionRules, "MSH4061");
constexpr const Rule& kNotPinned = RuleOf(kExtensionRules, "MSH4062");
constexpr const Rule& kSkipped = RuleOf(kExtensionRules, "MSH4063");
constexpr const Rule& kLostSecret = RuleOf(kExtensionRules, "MSH4064");
constexpr const Rule& kNeverCalled = RuleOf(kExtensionRules, "MSH4065");

constexpr std::size_t kLongestSecret = 253;
constexpr std::size_t kLongestName = 256;
constexpr std::size_t kLongestScript = 65536;
constexpr std::string_view kSchemes[] = {"", "http", "https", "oci", "file"};
constexpr std::string_view kSecurityPhases[] = {"AUTHN", "AUTHZ"};

/// Of ASCII text the catalogue's bound has told already.
void CheckBytes(const Value& text, std::size_t most, const Place& at, Findings& out) {
  const std::string_view bytes = TextOf(text);
  const bool is_ascii =
      std::ranges::all_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (is_ascii || bytes.size() <= most) return;
  out.Add(kBytes, at,
          "It has " + std::to_string(bytes.size()) + " bytes, " + std::to_string(most) +
              " are allowed.");
}

/// The scheme of the module's address; text that is no URL by itself is tried as the rest of one.
std::optional<std::string> SchemeOf(const std::string& address) {
  const auto url = ReadUrl(IsRequestUri(address) ? address : "http://" + address);
  if (!url) return std::nullopt;
  return IsRequestUri(address) ? url->scheme : "";
}

/// Of an image: whether a tag other than `latest` or a digest says which one.
bool NamesVersion(std::string_view image) {
  if (image.find('@') != std::string_view::npos) return true;
  const std::string_view last = image.substr(image.rfind('/') + 1);
  const std::size_t colon = last.find(':');
  return colon != std::string_view::npos && last.substr(colon + 1) != "latest";
}

void CheckAddress(const Value& module, const Place& at, Findings& out) {
  const Value& url = module.Get("url");
  if (!url.is_string() || url.as_string().empty()) return;
  const std::string& address = url.as_string();
  const auto scheme = SchemeOf(address);
  if (!scheme || !Holds(kSchemes, *scheme)) {
    const std::string what = scheme ? " has the scheme " + InQuotes(*scheme) + "." : " is no URL.";
    return out.Add(kUrl, at / "url", InQuotes(address) + what);
  }
  const bool pinned = !TextOf(module.Get("sha256")).empty();
  const bool is_image = scheme->empty() || *scheme == "oci";
  if (*scheme == "http" && !pinned)
    out.Add(kPlainFetch, at / "url", "It is " + InQuotes(address) + ".");
  if (is_image && !pinned && !NamesVersion(address)) {
    out.Add(kNotPinned, at / "url", "It is " + InQuotes(address) + ".");
  }
  if (!is_image && !TextOf(module.Get("imagePullSecret")).empty()) {
    out.Add(kLostSecret, at / "imagePullSecret", "The address is " + InQuotes(address) + ".");
  }
}

void CheckEnvironment(const Value& variables, const Place& at, Findings& out) {
  const Value::List& items = ItemsOf(variables);
  for (std::size_t i = 0; i < items.size(); ++i) {
    CheckBytes(items[i].Get("name"), kLongestName, at[i] / "name", out);
    if (TextOf(items[i].Get("valueFrom")) == "HOST" && !items[i].Get("value").is_null()) {
      out.Add(kTwoValues, at[i], "Its valueFrom is HOST, and there is a value.");
    }
  }
}

/// The module of either kind; `phase` is the one of the filter.
void CheckModule(const Value& module, const Value& phase, const Place& at, Findings& out) {
  if (!module.is_map()) return;
  CheckAddress(module, at, out);
  CheckBytes(module.Get("imagePullSecret"), kLongestSecret, at / "imagePullSecret", out);
  CheckBytes(module.Get("pluginName"), kLongestName, at / "pluginName", out);
  CheckEnvironment(module.At({"vmConfig", "env"}), at / "vmConfig" / "env", out);
  const Value& config = module.Get("pluginConfig");
  if (!config.is_null() && !config.is_map()) {
    out.Add(kWrongType, at / "pluginConfig", "It should be an object.");
  }
  if (TextOf(module.Get("failStrategy")) == "FAIL_OPEN" && Holds(kSecurityPhases, TextOf(phase))) {
    out.Add(kSkipped, at / "failStrategy", "The phase is " + std::string(TextOf(phase)) + ".");
  }
}

void CheckScript(const Value& lua, const Place& at, Findings& out) {
  const Value& code = lua.Get("inlineCode");
  if (!code.is_string() || code.as_string().empty()) return;
  CheckBytes(code, kLongestScript, at / "inlineCode", out);
  const std::string& text = code.as_string();
  if (text.find("envoy_on_request") == std::string::npos &&
      text.find("envoy_on_response") == std::string::npos) {
    out.Add(kNeverCalled, at / "inlineCode", "Neither name is in it.");
  }
}

}  // namespace

void CheckWasmPlugin(const Value& object, const CheckContext& context, Findings& out) {
  CheckPolicy(object, context, out);
  const Value& spec = object.Get("spec");
  CheckModule(spec, spec.Get("phase"), Place() / "spec", out);
}

void CheckTrafficExtension(const Value& object, const CheckContext& context, Findings& out) {
  CheckPolicy(object, context, out);
  const Value& spec = object.Get("spec");
  CheckModule(spec.Get("wasm"), spec.Get("phase"), Place() / "spec" / "wasm", out);
  CheckScript(spec.Get("lua"), Place() / "spec" / "lua", out);
}

}  // namespace mesh::istio
