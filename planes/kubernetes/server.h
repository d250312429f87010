#pragma once

#include <functional>
#include <string>

#include "planes/kubernetes/live_objects.h"
#include "planes/kubernetes/patience.h"

namespace mesh {

/// What everything that works on one API server shares. All of it is thread-safe.
struct Server {
  HttpChannel& channel;
  ApiResources& resources;
  LiveObjects& objects;
  Patience& patience;
  /// The field manager of our applies.
  std::string manager;
  /// Tells a person who follows a log what is waited for; may be empty.
  std::function<void(const std::string&)> tell = {};
};

}  // namespace mesh
