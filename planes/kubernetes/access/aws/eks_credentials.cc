#include "planes/kubernetes/access/aws/eks_credentials.h"

#include "core/formats/encoding.h"
#include "core/formats/json.h"
#include "planes/kubernetes/access/aws/endpoint.h"
#include "planes/kubernetes/access/aws/sigv4.h"
#include "planes/kubernetes/access/renewed_credentials.h"

namespace mesh {
namespace {

constexpr std::chrono::minutes kTokenLife{14};
constexpr std::chrono::minutes kTokenMargin{1};
constexpr std::chrono::minutes kKeysMargin{5};
/// How long the presigned URL itself may be used; EKS asks for no more than 15 minutes.
constexpr int kUrlSeconds = 60;

Result<AwsKeys> KeysFor(const EksCluster& cluster, const Surroundings& surroundings) {
  auto keys = FindAwsKeys(cluster.identity, surroundings);
  if (!keys) {
    for (Diagnostic& d : keys.error()) d.path = cluster.at;
  }
  return keys;
}

class FromEks final : public RenewedCredentials {
 public:
  FromEks(EksCluster cluster, const Surroundings& surroundings)
      : RenewedCredentials(surroundings.clock),
        cluster_(std::move(cluster)),
        surroundings_(surroundings) {}

 protected:
  Result<Fresh> Fetch(bool last_refused) override {
    const bool usable = keys_ && keys_until_ && Now() < *keys_until_ && !last_refused;
    if (!usable) {
      auto keys = KeysFor(cluster_, surroundings_);
      if (!keys) return tl::unexpected(std::move(keys.error()));
      keys_ = std::move(*keys);
      keys_until_.reset();
      if (keys_->expires) keys_until_ = RenewBefore(*keys_->expires, Now(), kKeysMargin);
    }
    const TimePoint now = Now();
    TimePoint expires = now + kTokenLife;
    if (keys_->expires) expires = std::min(expires, *keys_->expires);
    Fresh out;
    out.credentials.authorization =
        BearerAuthorization(EksToken(cluster_.name, cluster_.region, *keys_, now));
    out.renew_at = RenewBefore(expires, now, kTokenMargin);
    return out;
  }

 private:
  const EksCluster cluster_;
  const Surroundings surroundings_;
  std::optional<AwsKeys> keys_;
  std::optional<TimePoint> keys_until_;
};

std::string Advice(int status, const std::string& cluster, const std::string& region) {
  if (status == 404) {
    return "There is no cluster \"" + cluster + "\" in " + region +
           " for this account. Check `eks.cluster_name`, `eks.region` and whose keys are used.";
  }
  if (status == 403 || status == 401 || status == 400) {
    return "The keys do not allow eks:DescribeCluster, or are not valid. Allow it, or give `host` "
           "and `cluster_ca_certificate` so that it is not needed.";
  }
  return "Try again, or give `host` and `cluster_ca_certificate` so that it is not needed.";
}

Result<EksEndpoint> EndpointIn(const Value& answer, const EksCluster& cluster) {
  const Value& found = answer.Get("cluster");
  const std::string endpoint = found.Get("endpoint").StringOr("");
  const auto ca = DecodeBase64(found.At({"certificateAuthority", "data"}).StringOr(""));
  if (!endpoint.empty() && ca && !ca->empty()) return EksEndpoint{endpoint, *ca};
  return Fail("The EKS cluster \"" + cluster.name + "\" is not ready",
              "EKS gives no endpoint and certificate authority for it; its status is " +
                  found.Get("status").StringOr("not told") + ". Wait until it is ACTIVE.",
              cluster.at);
}

}  // namespace

Secret EksToken(const std::string& cluster, const std::string& region, const AwsKeys& keys,
                TimePoint now) {
  AwsRequest request;
  request.host = AwsHost("sts", region);
  request.query = {{"Action", "GetCallerIdentity"}, {"Version", "2011-06-15"}};
  request.headers = {{"x-k8s-aws-id", Secret(cluster)}};
  const Secret url = PresignedUrl(std::move(request), keys, {region, "sts", now}, kUrlSeconds);
  return Secret("k8s-aws-v1." + EncodeBase64Url(url.Reveal()));
}

std::shared_ptr<Credentials> EksCredentials(const EksCluster& cluster,
                                            const Surroundings& surroundings) {
  return std::make_shared<FromEks>(cluster, surroundings);
}

Result<EksEndpoint> DescribeEksCluster(const EksCluster& cluster,
                                       const Surroundings& surroundings) {
  auto keys = KeysFor(cluster, surroundings);
  if (!keys) return tl::unexpected(std::move(keys.error()));
  auto request = RequestTo("eks", cluster.region, surroundings.environment);
  if (!request) return tl::unexpected(std::move(request.error()));
  request->path += "clusters/" + PercentEncode(cluster.name);
  HttpAsk ask{.url = AwsUrl(*request)};
  ask.headers = SignedHeaders(*request, *keys, {cluster.region, "eks", surroundings.clock()});
  auto answer = surroundings.http(ask);
  if (!answer) {
    for (Diagnostic& d : answer.error()) d.path = cluster.at;
    return tl::unexpected(std::move(answer.error()));
  }
  const auto json = ReadJson(answer->body.Reveal(), "");
  if (answer->status == 200 && json) return EndpointIn(*json, cluster);
  const std::string said = json ? json->Get("message").StringOr("").substr(0, 1000) : "";
  return Fail("Cannot look up the EKS cluster \"" + cluster.name + "\"",
              request->host + " answered with status " + std::to_string(answer->status) +
                  (said.empty() ? "" : " and says: " + said) + ". " +
                  Advice(answer->status, cluster.name, cluster.region),
              cluster.at);
}

}  // namespace mesh
