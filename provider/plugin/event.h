#pragma once

namespace mesh::plugin {

/// What a completion queue hands back: every tag is the address of one of these.
class Event {
 public:
  virtual ~Event() = default;
  /// Called by the polling thread. `ok` as gRPC defines it for the operation that completed.
  virtual void Happened(bool ok) = 0;
};

}  // namespace mesh::plugin
