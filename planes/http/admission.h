#pragma once

namespace mesh {

/// Who may begin, so that many requests share few connections. As long as it is not known whether
/// the server speaks HTTP/2, one request opens the way; the others follow on its connection, or on
/// a few of their own where there is HTTP/1.1 only.
class Admission {
 public:
  struct Limits {
    int requests;
    int streams;
    int http1_connections;
  };
  enum class Kind { kRequest, kStream };

  explicit Admission(Limits limits) : limits_(limits) {}

  /// Whether one of that kind may begin now.
  bool HasRoom(Kind kind) const {
    if (way_ == Way::kUnknown && opening_) return false;
    if (kind == Kind::kStream) return streams_ < limits_.streams;
    return requests_ < (way_ == Way::kShared || way_ == Way::kUnknown ? limits_.requests
                                                                      : limits_.http1_connections);
  }
  /// Begins one; true when it is the one that opens the way. Requires: HasRoom.
  bool Begin(Kind kind) {
    ++(kind == Kind::kStream ? streams_ : requests_);
    if (way_ != Way::kUnknown) return false;
    opening_ = true;
    return true;
  }
  /// One of that kind is over.
  void End(Kind kind) { --(kind == Kind::kStream ? streams_ : requests_); }
  /// A connection stands; `shared` when requests share it (HTTP/2).
  void Connected(bool shared) {
    way_ = shared ? Way::kShared : Way::kSingle;
    opening_ = false;
  }
  bool shared() const { return way_ == Way::kShared; }
  /// The one that was to open the way has ended without a connection.
  void OpenerEnded() { opening_ = false; }
  /// The last connection is gone.
  void Lost() { way_ = Way::kUnknown; }
  /// What was known no longer holds: new settings are to be used.
  void Forget() {
    way_ = Way::kUnknown;
    opening_ = false;
  }

 private:
  enum class Way { kUnknown, kShared, kSingle };
  Limits limits_;
  Way way_ = Way::kUnknown;
  bool opening_ = false;
  int requests_ = 0;
  int streams_ = 0;
};

}  // namespace mesh
