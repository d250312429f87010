#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

namespace mesh {

/// One step of a path: an attribute by name, a map element by key, or a list element by index.
struct AttributeStep {
  std::string name;
  bool operator==(const AttributeStep&) const = default;
};
struct KeyStep {
  std::string key;
  bool operator==(const KeyStep&) const = default;
};
struct IndexStep {
  std::int64_t index = 0;
  bool operator==(const IndexStep&) const = default;
};

/// Where in a configuration something is. Elements of sets cannot be named: stop at the set.
class Path {
 public:
  using Step = std::variant<AttributeStep, KeyStep, IndexStep>;
  Path() = default;
  Path(const char* attribute) : steps_{AttributeStep{attribute}} {}
  Path(std::string attribute) : steps_{AttributeStep{std::move(attribute)}} {}

  /// A longer path; this one is unchanged.
  Path Attribute(std::string name) const { return With(AttributeStep{std::move(name)}); }
  Path Key(std::string key) const { return With(KeyStep{std::move(key)}); }
  Path Index(std::size_t index) const { return With(IndexStep{static_cast<std::int64_t>(index)}); }

  Path Then(const Path& rest) const {
    Path out = *this;
    out.steps_.insert(out.steps_.end(), rest.steps_.begin(), rest.steps_.end());
    return out;
  }

  const std::vector<Step>& steps() const { return steps_; }
  bool empty() const { return steps_.empty(); }
  /// As HCL would write it: `namespaces["a"].labels`, `rules[0].path`.
  std::string ToString() const;
  bool operator==(const Path&) const = default;

 private:
  Path With(Step step) const {
    Path out = *this;
    out.steps_.push_back(std::move(step));
    return out;
  }
  std::vector<Step> steps_;
};

enum class Severity { kError, kWarning };

/// Something to tell the user: what is wrong, where, why it matters and what to do about it.
struct Diagnostic {
  Severity severity = Severity::kError;
  /// One line without a full stop: what is wrong.
  std::string summary;
  /// Sentences: where exactly, why it matters, and the fix.
  std::string detail;
  /// The attribute at fault; empty when it is the whole resource.
  Path path;
};

using Diagnostics = std::vector<Diagnostic>;

inline Diagnostic Error(std::string summary, std::string detail, Path path = {}) {
  return {Severity::kError, std::move(summary), std::move(detail), std::move(path)};
}
inline Diagnostic Warning(std::string summary, std::string detail, Path path = {}) {
  return {Severity::kWarning, std::move(summary), std::move(detail), std::move(path)};
}

bool HasErrors(const Diagnostics& diagnostics);
void Append(Diagnostics& to, Diagnostics from);

/// A value, or the diagnostics that say why there is none.
template <class T>
using Result = tl::expected<T, Diagnostics>;

/// The error arm of a Result, from one diagnostic.
inline tl::unexpected<Diagnostics> Fail(Diagnostic diagnostic) {
  return tl::unexpected<Diagnostics>(Diagnostics{std::move(diagnostic)});
}
inline tl::unexpected<Diagnostics> Fail(std::string summary, std::string detail, Path path = {}) {
  return Fail(Error(std::move(summary), std::move(detail), std::move(path)));
}

}  // namespace mesh
