#pragma once

// protobuf's map fields have other members where ThreadSanitizer's macro is defined. Debian's
// library and our generated code are built without it, so what includes their headers must not see
// it either, or both sides disagree on where things are. The standard library sees it first: its
// annotations count. Code of ours that asks whether it runs under ThreadSanitizer asks for
// MESH_TSAN.
#include <condition_variable>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>

#ifdef __SANITIZE_THREAD__
#define MESH_TSAN 1
#undef __SANITIZE_THREAD__
#endif
