#pragma once

#include <memory>

#include "planes/kubernetes/access/aws/key_chain.h"
#include "planes/kubernetes/access/credentials.h"

namespace mesh {

/// A cluster of EKS, and who asks.
struct EksCluster {
  std::string name = {};
  std::string region = {};
  AwsIdentity identity = {};
  Path at = {};
};

/// The token that EKS takes: a presigned call of STS that says who we are, bound to the cluster.
Secret EksToken(const std::string& cluster, const std::string& region, const AwsKeys& keys,
                TimePoint now);

/// Tokens for a cluster, minted here. A token is good for 15 minutes and renewed after 13; keys
/// that expire are kept until five minutes before.
std::shared_ptr<Credentials> EksCredentials(const EksCluster& cluster,
                                            const Surroundings& surroundings);

/// Where a cluster's API server is.
struct EksEndpoint {
  std::string server;
  std::string ca_pem;
};

/// Looks the cluster up (eks:DescribeCluster).
Result<EksEndpoint> DescribeEksCluster(const EksCluster& cluster, const Surroundings& surroundings);

}  // namespace mesh
