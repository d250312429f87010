#pragma once

namespace mesh::plugin {

/// What a completion queue hands back: every tag is the address of one of these.
class Event {
 public:
  virtual ~Event() = default;
  /// Called by the thread that polls. `ok` as gRPC defines it for the operation that completed.
  virtual void Happened(bool ok) = 0;
  /// True when Happened may take long; another thread may then go on polling meanwhile. All others
  /// happen strictly one after the other.
  virtual bool MayTakeLong() const { return false; }
};

}  // namespace mesh::plugin
