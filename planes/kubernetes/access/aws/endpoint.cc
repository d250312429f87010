#include "planes/kubernetes/access/aws/endpoint.h"

#include <algorithm>
#include <array>

#include "planes/kubernetes/access/server_url.h"

namespace mesh {
namespace {

/// Partitions whose hosts do not end with amazonaws.com, by how their regions start (botocore's
/// partitions.json, which the tests compare with).
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kSuffixes = {{
    {"cn-", "amazonaws.com.cn"},
    {"eusc-", "amazonaws.eu"},
    {"us-iso-", "c2s.ic.gov"},
    {"us-isob-", "sc2s.sgov.gov"},
    {"eu-isoe-", "cloud.adc-e.uk"},
    {"us-isof-", "csp.hci.ic.gov"},
}};

std::string_view Suffix(const std::string& region) {
  for (const auto& [start, suffix] : kSuffixes) {
    if (region.starts_with(start)) return suffix;
  }
  return "amazonaws.com";
}

}  // namespace

bool IsAwsRegion(const std::string& region) {
  const bool plain = std::ranges::all_of(
      region, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
  return plain && region.size() >= 8 && region.size() <= 32 && region.front() >= 'a' &&
         region.find('-') != std::string::npos && region.back() >= '0' && region.back() <= '9';
}

std::string AwsHost(const std::string& service, const std::string& region) {
  return service + "." + region + "." + std::string(Suffix(region));
}

std::string RegionInEksHost(const std::string& host) {
  const std::size_t mark = host.find(".eks.");
  if (mark == std::string::npos) return "";
  const std::size_t dot = host.rfind('.', mark - 1);
  const std::size_t start = dot == std::string::npos ? 0 : dot + 1;
  const std::string region = host.substr(start, mark - start);
  const bool ours = IsAwsRegion(region) && host.substr(mark + 5) == Suffix(region);
  return ours ? region : "";
}

Result<AwsRequest> RequestTo(const std::string& service, const std::string& region,
                             const Environment& environment) {
  AwsRequest out;
  out.host = AwsHost(service, region);
  std::string upper = service;
  std::ranges::transform(upper, upper.begin(),
                         [](char c) { return static_cast<char>(c - 'a' + 'A'); });
  for (const std::string& name : {"AWS_ENDPOINT_URL_" + upper, std::string("AWS_ENDPOINT_URL")}) {
    const auto endpoint = Variable(environment, name);
    if (!endpoint) continue;
    auto url = ParseServerUrl(*endpoint, "The environment variable " + name);
    if (!url) return tl::unexpected(std::move(url.error()));
    out.scheme = url->scheme;
    out.path = url->path + "/";
    ServerUrl bare = *url;
    bare.path.clear();
    out.host = bare.ToString().substr(out.scheme.size() + 3);
    return out;
  }
  return out;
}

}  // namespace mesh
