#include "planes/kubernetes/access/aws/sigv4.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <map>

#include "core/formats/encoding.h"
#include "planes/kubernetes/access/timestamp.h"

namespace mesh {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

std::string Hex(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

std::string Sha256(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> out = {};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), out.data(), &size, EVP_sha256(), nullptr);
  return std::string(reinterpret_cast<const char*>(out.data()), size);
}

std::string Hmac(std::string_view key, std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> out = {};
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), out.data(), &size);
  return std::string(reinterpret_cast<const char*>(out.data()), size);
}

std::string Lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

/// White space at the ends goes, and becomes one blank inside.
std::string Collapsed(const std::string& text) {
  std::string out;
  bool gap = false;
  for (const char c : text) {
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
      gap = !out.empty();
      continue;
    }
    if (gap) out += ' ';
    gap = false;
    out += c;
  }
  return out;
}

/// Dot segments and empty segments resolved, then encoded once more.
std::string CanonicalPath(const std::string& path) {
  std::vector<std::string> segments;
  std::size_t start = 0;
  while (start < path.size()) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string segment = path.substr(start, end - start);
    start = end + 1;
    if (segment == "..") {
      if (!segments.empty()) segments.pop_back();
    } else if (!segment.empty() && segment != ".") {
      segments.push_back(segment);
    }
  }
  std::string out;
  for (const std::string& segment : segments) out += "/" + PercentEncode(segment);
  return out.empty() || path.ends_with('/') ? out + "/" : out;
}

std::string QueryText(const Pairs& query, bool sorted) {
  Pairs encoded;
  for (const auto& [name, value] : query) {
    encoded.emplace_back(PercentEncode(name), PercentEncode(value));
  }
  if (sorted) std::ranges::sort(encoded);
  std::string out;
  for (const auto& [name, value] : encoded) {
    out += (out.empty() ? "" : "&") + name + "=" + value;
  }
  return out;
}

struct CanonicalHeaders {
  /// One `name:value` line for each name.
  std::string lines;
  /// `a;b`.
  std::string names;
};

CanonicalHeaders Canonical(const std::string& host, const std::vector<Header>& headers) {
  std::map<std::string, std::string> sorted = {{"host", host}};
  for (const Header& header : headers) {
    const auto [place, added] =
        sorted.emplace(Lower(header.name), Collapsed(header.value.Reveal()));
    if (!added) place->second += "," + Collapsed(header.value.Reveal());
  }
  CanonicalHeaders out;
  for (const auto& [name, value] : sorted) {
    out.lines.append(name).append(":").append(value).append("\n");
    out.names.append(out.names.empty() ? "" : ";").append(name);
  }
  return out;
}

std::string CredentialScope(const AwsScope& scope) {
  return CompactUtc(scope.now).substr(0, 8) + "/" + scope.region + "/" + scope.service +
         "/aws4_request";
}

std::string Signature(const AwsRequest& request, const CanonicalHeaders& headers,
                      const AwsKeys& keys, const AwsScope& scope) {
  const std::string canonical = request.method + "\n" + CanonicalPath(request.path) + "\n" +
                                QueryText(request.query, true) + "\n" + headers.lines + "\n" +
                                headers.names + "\n" + Hex(Sha256(request.body.Reveal()));
  const std::string time = CompactUtc(scope.now);
  const std::string to_sign = std::string(kAlgorithm) + "\n" + time + "\n" +
                              CredentialScope(scope) + "\n" + Hex(Sha256(canonical));
  std::string key = Hmac("AWS4" + keys.secret_access_key.Reveal(), time.substr(0, 8));
  key = Hmac(key, scope.region);
  key = Hmac(key, scope.service);
  key = Hmac(key, "aws4_request");
  return Hex(Hmac(key, to_sign));
}

}  // namespace

std::string AwsUrl(const AwsRequest& request) {
  const std::string query = QueryText(request.query, false);
  return request.scheme + "://" + request.host + request.path + (query.empty() ? "" : "?" + query);
}

std::vector<Header> SignedHeaders(const AwsRequest& request, const AwsKeys& keys,
                                  const AwsScope& scope) {
  std::vector<Header> out = request.headers;
  out.push_back({"X-Amz-Date", Secret(CompactUtc(scope.now))});
  if (!keys.session_token.empty()) out.push_back({"X-Amz-Security-Token", keys.session_token});
  const CanonicalHeaders headers = Canonical(request.host, out);
  out.push_back(
      {"Authorization", Secret(std::string(kAlgorithm) + " Credential=" + keys.access_key_id + "/" +
                               CredentialScope(scope) + ", SignedHeaders=" + headers.names +
                               ", Signature=" + Signature(request, headers, keys, scope))});
  return out;
}

Secret PresignedUrl(AwsRequest request, const AwsKeys& keys, const AwsScope& scope, int seconds) {
  const CanonicalHeaders headers = Canonical(request.host, request.headers);
  Pairs& query = request.query;
  query.emplace_back("X-Amz-Algorithm", kAlgorithm);
  query.emplace_back("X-Amz-Credential", keys.access_key_id + "/" + CredentialScope(scope));
  query.emplace_back("X-Amz-Date", CompactUtc(scope.now));
  query.emplace_back("X-Amz-Expires", std::to_string(seconds));
  query.emplace_back("X-Amz-SignedHeaders", headers.names);
  if (!keys.session_token.empty()) {
    query.emplace_back("X-Amz-Security-Token", keys.session_token.Reveal());
  }
  const std::string signature = Signature(request, headers, keys, scope);
  query.emplace_back("X-Amz-Signature", signature);
  return Secret(AwsUrl(request));
}

}  // namespace mesh
