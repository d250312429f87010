#pragma once

#include "planes/kubernetes/access/aws/keys.h"

namespace mesh {

/// True when the environment names an endpoint that gives a container its keys (EKS pod identity,
/// ECS).
bool HasContainerKeys(const Environment& environment);

/// Keys from AWS_CONTAINER_CREDENTIALS_FULL_URI or _RELATIVE_URI, with the authorization token in
/// AWS_CONTAINER_AUTHORIZATION_TOKEN(_FILE). Plain http is used for loopback and the addresses of
/// ECS and EKS only.
Result<AwsKeys> ContainerKeys(const Surroundings& surroundings);

/// Keys of the role of this EC2 instance, by IMDSv2; nullopt when there is no instance metadata
/// service, it is switched off (AWS_EC2_METADATA_DISABLED), or the instance has no role.
Result<std::optional<AwsKeys>> InstanceKeys(const Surroundings& surroundings);

}  // namespace mesh
