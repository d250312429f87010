#pragma once

#include <string>

#include "planes/kubernetes/access/aws/sigv4.h"
#include "planes/kubernetes/access/surroundings.h"

namespace mesh {

/// True for text that has the shape of a region (`eu-west-1`); nothing else gets into host names.
bool IsAwsRegion(const std::string& region);

/// The host of a service in a region, by the partition that the region is in: `sts.eu-west-1.
/// amazonaws.com`, `eks.cn-north-1.amazonaws.com.cn`. Requires: IsAwsRegion.
std::string AwsHost(const std::string& service, const std::string& region);

/// The region in the host name of an EKS API server; empty when it is none.
std::string RegionInEksHost(const std::string& host);

/// A request to a service: its host, or what AWS_ENDPOINT_URL_<SERVICE> or AWS_ENDPOINT_URL names
/// in its place.
Result<AwsRequest> RequestTo(const std::string& service, const std::string& region,
                             const Environment& environment);

}  // namespace mesh
