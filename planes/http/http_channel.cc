#include "planes/http/http_channel.h"

namespace mesh {

HttpChannel::HttpChannel(std::unique_ptr<HttpClient> client, Settings settings)
    : client_(std::move(client)),
      observed_(*client_, meter_, std::move(settings.log)),
      retrying_(observed_, settings.retry,
                {.authorize = std::move(settings.authorize), .meter = &meter_}) {}

Result<std::unique_ptr<HttpChannel>> HttpChannel::Open(Settings settings) {
  auto client = HttpClient::Open(settings.http);
  if (!client) return tl::unexpected(std::move(client.error()));
  return std::unique_ptr<HttpChannel>(new HttpChannel(*std::move(client), std::move(settings)));
}

}  // namespace mesh
