#pragma once

#include <grpcpp/grpcpp.h>

#include "proto/tfplugin6.grpc.pb.h"

namespace mesh::plugin {

/// What a provider implements: the plain synchronous class, and the schema in the form in which it
/// goes over the wire, for those that have it so.
class ProviderService : public tfplugin6::Provider::Service {
 public:
  /// The answer to GetProviderSchema. Left alone, it is encoded anew at each call.
  virtual grpc::Status GetEncodedSchema(grpc::ServerContext* context,
                                        const tfplugin6::GetProviderSchema::Request* request,
                                        grpc::ByteBuffer* response) {
    tfplugin6::GetProviderSchema::Response schema;
    const grpc::Status status = GetProviderSchema(context, request, &schema);
    if (!status.ok()) return status;
    bool own = false;
    return grpc::SerializationTraits<tfplugin6::GetProviderSchema::Response>::Serialize(
        schema, response, &own);
  }
};

}  // namespace mesh::plugin
