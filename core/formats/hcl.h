#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/model/value.h"

namespace mesh {

/// What stands on the right of an equals sign.
///
/// A Value stands for itself: its strings are literal text, `${` included. Everything that is no
/// data is one of the other kinds. Requires: valid UTF-8, nothing unknown and no infinity inside.
class HclExpression {
 public:
  /// Text that goes out as it is, such as `mesh_namespace.shop.name` or `var.labels["app"]`.
  /// Requires: one line, spaced as `terraform fmt` spaces it.
  struct Raw {
    std::string text;
  };
  struct Call {
    std::string function;
    std::vector<HclExpression> arguments;
  };
  using Tuple = std::vector<HclExpression>;
  struct Member;
  /// Members stand in the given order; those of a Value are sorted.
  using Object = std::vector<Member>;
  using Data = std::variant<Value, Raw, Call, Tuple, Object>;

  // Defined below, where Member is complete.
  HclExpression();
  HclExpression(std::convertible_to<Value> auto value);
  HclExpression(Raw raw);
  HclExpression(Call call);
  HclExpression(Tuple tuple);
  HclExpression(Object object);

  const Data& data() const { return data_; }

 private:
  Data data_;
};

struct HclExpression::Member {
  std::string key;
  HclExpression value;
};

inline HclExpression::HclExpression() = default;
inline HclExpression::HclExpression(std::convertible_to<Value> auto value)
    : data_(Value(std::move(value))) {}
inline HclExpression::HclExpression(Raw raw) : data_(std::move(raw)) {}
inline HclExpression::HclExpression(Call call) : data_(std::move(call)) {}
inline HclExpression::HclExpression(Tuple tuple) : data_(std::move(tuple)) {}
inline HclExpression::HclExpression(Object object) : data_(std::move(object)) {}

struct HclAttribute {
  /// Requires: an identifier.
  std::string name;
  HclExpression value;
};

/// A line of its own; each line of the text gets a `#`.
struct HclComment {
  std::string text;
};

struct HclItem;
using HclBody = std::vector<HclItem>;

struct HclBlock {
  // Defined below, where HclItem is complete.
  explicit HclBlock(std::string name, std::vector<std::string> labelled = {});
  HclBlock(std::string name, std::vector<std::string> labelled, HclBody items);

  /// Requires: an identifier, and labels without `${` and `%{`.
  std::string type;
  std::vector<std::string> labels;
  HclBody body;
};

struct HclItem : std::variant<HclAttribute, HclComment, HclBlock> {
  using std::variant<HclAttribute, HclComment, HclBlock>::variant;
};

inline HclBlock::HclBlock(std::string name, std::vector<std::string> labelled)
    : HclBlock(std::move(name), std::move(labelled), {}) {}
inline HclBlock::HclBlock(std::string name, std::vector<std::string> labelled, HclBody items)
    : type(std::move(name)), labels(std::move(labelled)), body(std::move(items)) {}

/// A file exactly as `terraform fmt` and `tofu fmt` leave it. Collections of short scalars stand on
/// one line, all others have one item a line; text of several lines is an indented heredoc where
/// that says exactly the same. Equal inputs give equal bytes. Hosts bring every string into Unicode
/// normal form C, whichever way it is written.
std::string WriteHcl(const HclBody& file);

/// True for what may stand bare as a name or a key. Names with letters beyond ASCII are valid to
/// HCL, too; they are quoted here.
bool IsHclIdentifier(std::string_view text);

/// The literal for a string on one line, quotes included.
std::string QuoteHcl(std::string_view text);

}  // namespace mesh
