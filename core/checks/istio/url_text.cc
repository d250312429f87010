#include "core/checks/istio/url_text.h"

#include <algorithm>

#include "core/checks/istio/host_text.h"
#include "core/model/ascii.h"

namespace mesh::istio {
namespace {

constexpr std::string_view kHostMarks = "-_.~!$&'()*+,;=:[]<>\"";
constexpr std::string_view kUserMarks = "-._:~!$&'()*+,;=%@";

/// Which characters a part of a URL may have, and what may be escaped in it.
enum class Part { kHost, kZone, kOther };

bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool IsIn(char c, std::string_view marks) { return marks.find(c) != std::string_view::npos; }
bool IsHostByte(char c) { return IsLetter(c) || IsDigit(c) || IsIn(c, kHostMarks); }

int HexDigit(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// Whether `byte` may be written as an escape: in a host only what is not ASCII and the percent
/// sign before a zone, in a zone only what could stand there as it is, and spaces.
bool MayEscape(Part part, char byte) {
  if (byte == '%' || part == Part::kOther) return true;
  if (part == Part::kHost) return !IsAscii(byte);
  return byte == ' ' || IsHostByte(byte);
}

/// The text without its escapes; nullopt when it has wrong ones, or what the part may not have.
std::optional<std::string> Unescaped(std::string_view text, Part part) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      if (part != Part::kOther && IsAscii(text[i]) && !IsHostByte(text[i])) return std::nullopt;
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = HexDigit(text[i + 1]);
    const int low = HexDigit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    const char byte = static_cast<char>(high * 16 + low);
    if (!MayEscape(part, byte)) return std::nullopt;
    out += byte;
    i += 2;
  }
  return out;
}

/// `:` and digits, or nothing.
bool IsPort(std::string_view text) {
  return text.empty() || (text[0] == ':' && std::ranges::all_of(text.substr(1), IsDigit));
}

bool IsUser(std::string_view text) {
  return std::ranges::all_of(
             text, [](char c) { return IsLetter(c) || IsDigit(c) || IsIn(c, kUserMarks); }) &&
         Unescaped(text, Part::kOther);
}

/// `[address]` with an optional port: IPv6 alone, with an escaped zone or without.
bool TakeBracketed(std::string_view host, Url& out) {
  const std::size_t close = host.rfind(']');
  if (close == std::string_view::npos || !IsPort(host.substr(close + 1))) return false;
  const std::string_view inner = host.substr(1, close - 1);
  const std::size_t zone = inner.find("%25");
  const auto address = Unescaped(inner.substr(0, zone), Part::kHost);
  if (!address || address->find(':') == std::string::npos) return false;
  std::string whole = *address;
  if (zone != std::string_view::npos) {
    const auto name = Unescaped(inner.substr(zone), Part::kZone);
    if (!name) return false;
    whole += *name;
  }
  if (!IsIpAddress(whole)) return false;
  out.host = inner;
  if (close + 2 < host.size()) out.port = host.substr(close + 2);
  return true;
}

bool TakeHost(std::string_view host, Url& out) {
  const std::size_t bracket = host.rfind('[');
  if (bracket == 0) return TakeBracketed(host, out);
  if (bracket != std::string_view::npos) return false;
  // Lists of hosts with ports, as databases have them, are let through for other schemes.
  const bool web = out.scheme == "http" || out.scheme == "https";
  const std::size_t colon = web ? host.find(':') : host.rfind(':');
  if (colon != std::string_view::npos) {
    if (!IsPort(host.substr(colon))) return false;
    out.port = host.substr(colon + 1);
  }
  out.host = host.substr(0, colon);
  return Unescaped(host, Part::kHost).has_value();
}

bool TakeAuthority(std::string_view authority, Url& out) {
  const std::size_t at = authority.rfind('@');
  if (at == std::string_view::npos) return TakeHost(authority, out);
  return TakeHost(authority.substr(at + 1), out) && IsUser(authority.substr(0, at));
}

/// Takes the scheme from the front of the text, when it has one; false when it begins with a colon.
bool TakeScheme(std::string_view& text, Url& out) {
  const auto end = std::ranges::find_if_not(
      text, [](char c) { return IsLetter(c) || IsDigit(c) || IsIn(c, "+-."); });
  if (end == text.end() || *end != ':') return true;
  if (end == text.begin()) return false;
  if (!IsLetter(text.front())) return true;
  const auto size = static_cast<std::size_t>(end - text.begin());
  out.scheme = text.substr(0, size);
  std::ranges::transform(out.scheme, out.scheme.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  text.remove_prefix(size + 1);
  return true;
}

/// A request knows no fragments and no hosts without a scheme.
enum class Form { kRequest, kReference };

std::optional<Url> Read(std::string_view text, Form form) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  Url out;
  if (text.empty() || std::ranges::any_of(text, is_control)) return std::nullopt;
  if (text == "*") return out;
  if (!TakeScheme(text, out)) return std::nullopt;
  text = text.substr(0, text.find('?'));
  if (!text.starts_with('/')) {
    // Text behind a scheme that is no path means what the scheme says; nobody looks into it.
    if (!out.scheme.empty()) return out;
    return std::nullopt;
  }
  const bool bare_host = form == Form::kReference && !text.starts_with("///");
  if (text.starts_with("//") && (!out.scheme.empty() || bare_host)) {
    const std::size_t path = text.find('/', 2);
    const std::size_t size = path == std::string_view::npos ? path : path - 2;
    if (!TakeAuthority(text.substr(2, size), out)) return std::nullopt;
    text = path == std::string_view::npos ? std::string_view() : text.substr(path);
  }
  if (!Unescaped(text, Part::kOther)) return std::nullopt;
  return out;
}

}  // namespace

bool IsRequestUri(std::string_view text) { return Read(text, Form::kRequest).has_value(); }

std::optional<Url> ReadUrl(std::string_view text) {
  if (!IsRequestUri(text)) return std::nullopt;
  const std::size_t fragment = text.find('#');
  if (fragment != std::string_view::npos && !Unescaped(text.substr(fragment + 1), Part::kOther)) {
    return std::nullopt;
  }
  return Read(text.substr(0, fragment), Form::kReference);
}

}  // namespace mesh::istio
