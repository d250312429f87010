#pragma once

#include <iosfwd>
#include <string>
#include <utility>

namespace mesh {

/// A text that must never reach a log, a message or a state: it does not convert to a string and
/// does not print. Whoever needs the text says so with Reveal.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  const std::string& Reveal() const { return text_; }
  bool empty() const { return text_.empty(); }
  bool operator==(const Secret&) const = default;

  friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

 private:
  std::string text_;
};

}  // namespace mesh
