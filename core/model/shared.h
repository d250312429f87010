#pragma once

#include <atomic>
#include <utility>

namespace mesh {

/// A value that copies share until one of them changes it: copying costs as much as a pointer, and
/// nobody sees another's changes. Copies may live in different threads. An empty one, left behind
/// by a move, reads as `T()`.
///
/// A reference that Own gave must not be written through once a copy has been made.
template <class T>
class Shared {
 public:
  explicit Shared(T value) : node_(new Node(std::move(value))) {}
  Shared(const Shared& other) noexcept : node_(other.node_) {
    if (node_ != nullptr) node_->uses.fetch_add(1, std::memory_order_relaxed);
  }
  Shared(Shared&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
  Shared& operator=(Shared other) noexcept {
    std::swap(node_, other.node_);
    return *this;
  }
  ~Shared() {
    if (node_ != nullptr && node_->uses.fetch_sub(1, std::memory_order_acq_rel) == 1) delete node_;
  }

  const T& Get() const {
    static const T kEmpty;
    return node_ == nullptr ? kEmpty : node_->value;
  }
  /// For writing: what was shared becomes a copy of its own first.
  T& Own() {
    // std::shared_ptr's use_count would not do: it does not wait for what others last read.
    if (node_ == nullptr || node_->uses.load(std::memory_order_acquire) != 1) *this = Shared(Get());
    return node_->value;
  }

  friend bool operator==(const Shared& a, const Shared& b) {
    return a.node_ == b.node_ || a.Get() == b.Get();
  }

 private:
  struct Node {
    explicit Node(T v) : value(std::move(v)) {}
    T value;
    std::atomic<unsigned> uses = 1;
  };
  Node* node_;
};

}  // namespace mesh
