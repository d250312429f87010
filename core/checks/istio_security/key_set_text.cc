#include "core/checks/istio_security/key_set_text.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <span>

#include "core/checks/istio_security/certificate_text.h"
#include "core/checks/read.h"
#include "core/formats/encoding.h"
#include "core/formats/json.h"
#include "core/model/ascii.h"

namespace mesh::istio {
namespace {

constexpr std::string_view kSpaces = " \t\r\n";
// `x58` is how the library that Istio reads keys with spells `x5u`, which it lets through
// therefore.
constexpr std::string_view kTexts[] = {"alg", "kid", "use", "x5t", "x5t#S256", "x58"};

/// What a kind of key consists of (RFC 7518, RFC 8037).
struct KeyKind {
  std::string_view kty;
  std::span<const std::string_view> required;
  /// Numbers and octets, in base64.
  std::span<const std::string_view> octets;
  /// Whoever checks with it can sign with it.
  bool shared = false;
};
constexpr std::string_view kRsaRequired[] = {"e", "n"};
constexpr std::string_view kRsaOctets[] = {"e", "n"};
constexpr std::string_view kRsaSecrets[] = {"e", "n", "d", "dp", "dq", "p", "q", "qi"};
constexpr std::string_view kEcRequired[] = {"crv", "x", "y"};
constexpr std::string_view kEcOctets[] = {"x", "y"};
constexpr std::string_view kEcSecrets[] = {"x", "y", "d"};
constexpr std::string_view kOkpRequired[] = {"crv", "x"};
constexpr std::string_view kOkpOctets[] = {"x"};
constexpr std::string_view kOkpSecrets[] = {"x", "d"};
constexpr std::string_view kSharedOctets[] = {"k"};
constexpr KeyKind kPublic[] = {
    {"RSA", kRsaRequired, kRsaOctets},
    {"EC", kEcRequired, kEcOctets},
    {"OKP", kOkpRequired, kOkpOctets},
    {"oct", kSharedOctets, kSharedOctets, true},
};
constexpr KeyKind kPrivate[] = {
    {"RSA", kRsaRequired, kRsaSecrets},
    {"EC", kEcRequired, kEcSecrets},
    {"OKP", kOkpRequired, kOkpSecrets},
    {"oct", kSharedOctets, kSharedOctets, true},
};

/// Base64 in either alphabet: padded when it ends with `=`.
std::optional<std::string> Octets(std::string_view text) {
  const bool is_standard = text.find_first_of("+/") != std::string_view::npos;
  if (is_standard && text.find_first_of("-_") != std::string_view::npos) return std::nullopt;
  const bool is_padded = text.ends_with('=');
  std::string plain;
  for (const char c : text) {
    if (c == '\r' || c == '\n') continue;
    if (c == '=' && !is_padded) return std::nullopt;
    plain += c == '-' ? '+' : c == '_' ? '/' : c;
  }
  while (!is_padded && plain.size() % 4 > 1) plain += '=';
  return DecodeBase64(plain);
}

/// The member of that name; null when there is none. `any_case`: or one that differs in case.
const Value* Member(const Value& object, std::string_view name, bool any_case = false) {
  if (object.Has(name)) return &object.Get(name);
  if (!any_case) return nullptr;
  for (const auto& [key, value] : object.as_map()) {
    if (EqualsIgnoringCase(key, name)) return &value;
  }
  return nullptr;
}

bool IsText(const Value& value) { return value.is_string() || value.is_null(); }

/// Numbers that no double holds are refused wherever they stand.
bool HasHugeNumber(const Value& value) {
  if (value.is_number()) {
    return !std::isfinite(std::strtod(value.as_number().text().c_str(), nullptr));
  }
  return std::ranges::any_of(ItemsOf(value), HasHugeNumber) ||
         std::ranges::any_of(MembersOf(value),
                             [](const auto& member) { return HasHugeNumber(member.second); });
}

std::string WrongCertificates(const Value& chain) {
  if (chain.is_null()) return {};
  if (!chain.is_list()) return "its x5c is no list";
  for (const Value& item : chain.as_list()) {
    const auto der = Octets(TextOf(item));
    if (!der || !IsCertificate(*der)) return "its x5c holds something that is no certificate";
  }
  return {};
}

std::string WrongMembers(const Value& key, const KeyKind& kind, bool is_private) {
  const auto missing = std::ranges::find_if(
      kind.required, [&](std::string_view name) { return Member(key, name) == nullptr; });
  if (missing != kind.required.end()) return "it has no " + std::string(*missing);
  if (is_private && !kind.shared && Member(key, "d") == nullptr) return "it has no d";
  const bool has_curve = std::ranges::find(kind.required, "crv") != kind.required.end();
  if (has_curve && !IsText(key.Get("crv"))) return "its crv is no text";
  for (const std::string_view name : kTexts) {
    if (!IsText(key.Get(name))) return "its " + std::string(name) + " is no text";
  }
  for (const std::string_view name : kind.octets) {
    if (!IsText(key.Get(name)) || !Octets(TextOf(key.Get(name)))) {
      return "its " + std::string(name) + " is not in base64";
    }
  }
  const Value& operations = key.Get("key_ops");
  if (!operations.is_null() &&
      (!operations.is_list() || !std::ranges::all_of(operations.as_list(), IsText))) {
    return "its key_ops are no list of texts";
  }
  return WrongCertificates(key.Get("x5c"));
}

/// What is wrong with one key; tells in `is_secret` whether it is for the issuer alone.
std::string WrongKey(const Value& key, bool& is_secret) {
  if (!key.is_map()) return "it is no object";
  const Value* kty = Member(key, "kty", true);
  if (kty == nullptr || !kty->is_string()) return "it has no kty";
  const bool is_private = Member(key, "d", true) != nullptr;
  const std::span<const KeyKind> kinds(is_private ? kPrivate : kPublic);
  const auto kind = std::ranges::find(kinds, kty->as_string(), &KeyKind::kty);
  if (kind == kinds.end()) return "its kty is " + InQuotes(kty->as_string());
  is_secret = is_private || kind->shared;
  return WrongMembers(key, *kind, is_private);
}

/// The length of the object that the text begins with; nullopt when it does not end.
std::optional<std::size_t> ObjectLength(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_string && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      in_string = !in_string;
    } else if (!in_string) {
      depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
      if (depth == 0) return i + 1;
    }
  }
  return std::nullopt;
}

void ReadKeys(const Value& document, KeySet& out) {
  const Value::List sole{document};
  const Value& keys = document.Get("keys");
  if (!keys.is_null() && !keys.is_list()) {
    out.wrong = "Its `keys` are no list.";
    return;
  }
  const Value::List& items = document.Has("keys") ? ItemsOf(keys) : sole;
  for (std::size_t i = 0; i < items.size(); ++i) {
    bool is_secret = false;
    if (const std::string wrong = WrongKey(items[i], is_secret); !wrong.empty()) {
      out.wrong = "Key " + std::to_string(i) + " of it is no key: " + wrong + ".";
      return;
    }
    if (is_secret) out.secret.push_back(i);
  }
  out.count = items.size();
}

}  // namespace

KeySet ReadKeySet(std::string_view text) {
  KeySet out;
  text.remove_prefix(std::min(text.find_first_not_of(kSpaces), text.size()));
  if (!text.starts_with('{')) {
    out.wrong = "It does not begin with `{`.";
    return out;
  }
  const auto length = ObjectLength(text);
  if (!length) {
    out.wrong = "It ends too early.";
    return out;
  }
  out.trailing = text.find_first_not_of(kSpaces, *length) != std::string_view::npos;
  const auto document = ReadJson(text.substr(0, *length), "jwks");
  if (!document || !document->is_map() || HasHugeNumber(*document)) {
    out.wrong = document ? "It has a number that is too large."
                         : "It is no JSON: " + document.error().front().detail;
    return out;
  }
  ReadKeys(*document, out);
  return out;
}

}  // namespace mesh::istio
