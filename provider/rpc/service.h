#pragma once

#include <functional>
#include <memory>
#include <string>

#include "provider/rpc/handlers.h"

namespace grpc {
class Service;
}

namespace mesh::rpc {

/// The gRPC face of the handlers: an exception becomes an error diagnostic, never a lost answer.
std::unique_ptr<grpc::Service> MakeService(std::shared_ptr<Handlers> handlers);

}  // namespace mesh::rpc
