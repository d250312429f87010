#pragma once

#include <string>
#include <utility>
#include <vector>

#include "planes/kubernetes/access/aws/keys.h"

namespace mesh {

/// A request to AWS that is to be signed.
struct AwsRequest {
  std::string method = "GET";
  std::string scheme = "https";
  /// With the port where it is not the scheme's own.
  std::string host;
  /// As it is sent: encoded, starts with a slash.
  std::string path = "/";
  /// Names and values as they are meant; they are encoded when sent.
  std::vector<std::pair<std::string, std::string>> query = {};
  /// Signed as well, beside Host.
  std::vector<Header> headers = {};
  Secret body = {};
};

/// What a signature is good for.
struct AwsScope {
  std::string region;
  std::string service;
  TimePoint now;
};

/// The URL that the request is sent to.
std::string AwsUrl(const AwsRequest& request);

/// Signature Version 4 in a header: the request's own headers, and X-Amz-Date,
/// X-Amz-Security-Token (where the keys have one) and Authorization.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
std::vector<Header> SignedHeaders(const AwsRequest& request, const AwsKeys& keys,
                                  const AwsScope& scope);

/// Signature Version 4 in the query: a URL that whoever has it can use for `seconds`, if they send
/// the request's headers.
Secret PresignedUrl(AwsRequest request, const AwsKeys& keys, const AwsScope& scope, int seconds);

}  // namespace mesh
