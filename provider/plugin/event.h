#pragma once

#ifdef MESH_TSAN
#include <sanitizer/tsan_interface.h>
#endif

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

/// The tag to give to gRPC for an event, and the event of a tag that came back. What was written
/// before the one is visible after the other; ThreadSanitizer cannot see that through gRPC.
inline void* TagOf(Event* event) {
#ifdef MESH_TSAN
  __tsan_release(event);
#endif
  return event;
}
inline Event* EventOf(void* tag) {
#ifdef MESH_TSAN
  __tsan_acquire(tag);
#endif
  return static_cast<Event*>(tag);
}

}  // namespace mesh::plugin
