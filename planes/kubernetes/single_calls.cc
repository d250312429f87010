#include "planes/kubernetes/single_calls.h"

#include "planes/http/http_client.h"

namespace mesh {
namespace {

/// The first of the variables that is set.
std::string FirstOf(const Environment& environment, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (auto value = Variable(environment, name)) return *std::move(value);
  }
  return "";
}

Result<HttpAnswer> Call(const HttpAsk& ask, const std::string& proxy, const std::string& no_proxy) {
  // scheme://authority, and what follows.
  const std::size_t authority = ask.url.find("://");
  const std::size_t path = authority == std::string::npos
                               ? std::string::npos
                               : ask.url.find_first_of("/?", authority + 3);
  HttpOptions options{.base_url = ask.url.substr(0, path)};
  options.timeout = ask.timeout;
  if (!ask.direct) {
    options.proxy_url = Secret(proxy);
    options.no_proxy = no_proxy;
  }
  auto client = HttpClient::Open(std::move(options));
  if (!client) return tl::unexpected(client.error());
  const std::string rest = path == std::string::npos ? "" : ask.url.substr(path);
  HttpRequest request{.method = ask.method,
                      .target = rest.starts_with('/') ? "" : "/",
                      .body = ask.body.Reveal()};
  request.target += rest;
  CredentialHeaders headers;
  for (const Header& header : ask.headers) headers.push_back({header.name, header.value});
  auto outcome = (*client)->Send(request, std::move(headers));
  if (!outcome) return tl::unexpected(Explain(outcome.error()));
  return HttpAnswer{outcome->status, Secret(std::move(outcome->body))};
}

}  // namespace

HttpFunction SingleCalls(const Environment& environment) {
  return [proxy = FirstOf(environment, {"HTTPS_PROXY", "https_proxy"}),
          no_proxy = FirstOf(environment, {"NO_PROXY", "no_proxy"})](const HttpAsk& ask) {
    return Call(ask, proxy, no_proxy);
  };
}

}  // namespace mesh
