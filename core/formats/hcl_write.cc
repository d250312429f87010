#include <algorithm>
#include <optional>
#include <utility>

#include "core/formats/hcl.h"
#include "core/formats/hcl_text.h"

namespace mesh {
namespace {

using std::string_view;

/// Bytes that the items of a collection or the arguments of a call may take on one line.
constexpr std::size_t kShortLine = 60;

/// A piece of an expression, whether it is told as a Value or as an HclExpression.
class Node {
 public:
  enum class Shape { kScalar, kTuple, kObject, kCall };

  Node(const Value& value) : value_(value.is_dynamic() ? &value.dynamic_value() : &value) {}
  Node(const HclExpression& expression) : expression_(&expression) {
    if (const auto* value = std::get_if<Value>(&expression.data())) *this = Node(*value);
  }

  /// Empty collections are scalars: there is nothing to break over lines.
  Shape shape() const;
  /// Requires: a scalar.
  std::string ScalarText() const;
  /// The text of a string that is written as a heredoc where it stands alone.
  const std::string* heredoc() const;
  /// Requires: a tuple or a call.
  std::vector<Node> elements() const;
  /// Requires: an object.
  std::vector<std::pair<string_view, Node>> members() const;
  /// Requires: a call.
  string_view function() const { return As<HclExpression::Call>()->function; }

 private:
  template <class T>
  const T* As() const {
    return expression_ == nullptr ? nullptr : std::get_if<T>(&expression_->data());
  }

  const Value* value_ = nullptr;
  const HclExpression* expression_ = nullptr;
};

Node::Shape Node::shape() const {
  if (value_ != nullptr) {
    if (value_->is_list() && !value_->as_list().empty()) return Shape::kTuple;
    if (value_->is_map() && !value_->as_map().empty()) return Shape::kObject;
    return Shape::kScalar;
  }
  if (As<HclExpression::Call>() != nullptr) return Shape::kCall;
  const auto* tuple = As<HclExpression::Tuple>();
  if (tuple != nullptr && !tuple->empty()) return Shape::kTuple;
  const auto* object = As<HclExpression::Object>();
  return object != nullptr && !object->empty() ? Shape::kObject : Shape::kScalar;
}

std::string Node::ScalarText() const {
  if (value_ == nullptr) {
    if (const auto* raw = As<HclExpression::Raw>()) return raw->text;
    return As<HclExpression::Tuple>() != nullptr ? "[]" : "{}";
  }
  if (value_->is_bool()) return value_->as_bool() ? "true" : "false";
  if (value_->is_number()) return value_->as_number().text();
  if (value_->is_string()) return QuoteHcl(value_->as_string());
  if (value_->is_list()) return "[]";
  return value_->is_map() ? "{}" : "null";
}

const std::string* Node::heredoc() const {
  if (value_ == nullptr || !value_->is_string()) return nullptr;
  const std::string& text = value_->as_string();
  return FitsHeredoc(text) ? &text : nullptr;
}

std::vector<Node> Node::elements() const {
  if (value_ != nullptr) return {value_->as_list().begin(), value_->as_list().end()};
  const auto* call = As<HclExpression::Call>();
  const auto& list = call != nullptr ? call->arguments : *As<HclExpression::Tuple>();
  return {list.begin(), list.end()};
}

std::vector<std::pair<string_view, Node>> Node::members() const {
  std::vector<std::pair<string_view, Node>> out;
  if (value_ != nullptr) {
    for (const auto& [key, value] : value_->as_map()) out.emplace_back(key, value);
  } else {
    for (const auto& m : *As<HclExpression::Object>()) out.emplace_back(m.key, m.value);
  }
  return out;
}

/// A scalar, a short collection of nothing but scalars, or a call of such: the text that is never
/// broken over lines.
std::optional<std::string> OneLine(const Node& node);

/// `items` with commas between them; nothing where that is long or one of them is broken.
std::optional<std::string> ShortItems(const std::vector<Node>& items, bool only_scalars) {
  std::string out;
  for (const Node& item : items) {
    const bool scalar = item.shape() == Node::Shape::kScalar;
    const auto text = only_scalars && !scalar ? std::nullopt : OneLine(item);
    if (!text || out.size() + text->size() > kShortLine) return std::nullopt;
    if (!out.empty()) out += ", ";
    out += *text;
  }
  return out;
}

std::optional<std::string> ShortMembers(const Node& object) {
  std::string out;
  for (const auto& [key, value] : object.members()) {
    if (value.shape() != Node::Shape::kScalar || value.heredoc() != nullptr) return std::nullopt;
    if (!out.empty()) out += ", ";
    out += WriteHclKey(key).text + " = " + value.ScalarText();
    if (out.size() > kShortLine) return std::nullopt;
  }
  return out;
}

std::optional<std::string> OneLine(const Node& node) {
  switch (node.shape()) {
    case Node::Shape::kScalar:
      return node.ScalarText();
    case Node::Shape::kObject: {
      const auto members = ShortMembers(node);
      return members ? std::optional("{ " + *members + " }") : std::nullopt;
    }
    case Node::Shape::kTuple: {
      const auto items = ShortItems(node.elements(), true);
      return items ? std::optional("[" + *items + "]") : std::nullopt;
    }
    case Node::Shape::kCall:
      break;
  }
  const std::vector<Node> items = node.elements();
  // The brackets of a single argument are those of the call.
  const auto arguments = items.size() == 1 ? OneLine(items.front()) : ShortItems(items, false);
  if (!arguments) return std::nullopt;
  return std::string(node.function()) + "(" + *arguments + ")";
}

/// `name = value`, in an object or in a block.
struct Assignment {
  HclKey key;
  Node value;
};

void WriteAssignments(const std::vector<Assignment>& all, std::size_t indent, std::string& out);
void WriteExpression(const Node& node, std::size_t indent, std::string& out);

void WriteItems(const std::vector<Node>& items, std::size_t indent, std::string& out) {
  out += '\n';
  for (const Node& item : items) {
    out.append(indent + 2, ' ');
    WriteExpression(item, indent + 2, out);
    out += ",\n";
  }
  out.append(indent, ' ');
}

/// An expression over several lines, the last of which stands at `indent`.
void WriteBroken(const Node& node, std::size_t indent, std::string& out) {
  if (node.shape() == Node::Shape::kObject) {
    out += "{\n";
    std::vector<Assignment> all;
    for (const auto& [key, value] : node.members()) all.push_back({WriteHclKey(key), value});
    WriteAssignments(all, indent + 2, out);
    out.append(indent, ' ');
    out += '}';
    return;
  }
  const std::vector<Node> items = node.elements();
  if (node.shape() == Node::Shape::kTuple) {
    out += '[';
    WriteItems(items, indent, out);
    out += ']';
    return;
  }
  out += node.function();
  out += '(';
  if (items.size() == 1) {
    WriteBroken(items.front(), indent, out);
  } else {
    WriteItems(items, indent, out);
  }
  out += ')';
}

/// Strings are quoted: what follows them may have to stand on the same line.
void WriteExpression(const Node& node, std::size_t indent, std::string& out) {
  if (const auto line = OneLine(node)) {
    out += *line;
  } else {
    WriteBroken(node, indent, out);
  }
}

void WriteAssignment(const Assignment& a, const std::optional<std::string>& line,
                     std::size_t columns, std::size_t indent, std::string& out) {
  out.append(indent, ' ');
  out += a.key.text;
  out.append(columns - a.key.columns + 1, ' ');
  out += "= ";
  if (line) {
    out += *line;
  } else if (const std::string* text = a.value.heredoc()) {
    WriteHeredoc(*text, indent, out);
  } else {
    WriteBroken(a.value, indent, out);
  }
  out += '\n';
}

/// Equals signs of neighbours align, but for values that open a bracket and close it further down;
/// a heredoc counts as one line.
void WriteAssignments(const std::vector<Assignment>& all, std::size_t indent, std::string& out) {
  std::vector<std::optional<std::string>> lines(all.size());
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t columns = 0;
    std::size_t end = begin;
    for (; end < all.size(); ++end) {
      const bool heredoc = all[end].value.heredoc() != nullptr;
      if (!heredoc) lines[end] = OneLine(all[end].value);
      if (!heredoc && !lines[end]) break;
      columns = std::max(columns, all[end].key.columns);
    }
    for (; begin < end; ++begin) WriteAssignment(all[begin], lines[begin], columns, indent, out);
    if (end < all.size()) {
      WriteAssignment(all[end], std::nullopt, all[end].key.columns, indent, out);
      begin = end + 1;
    }
  }
}

void WriteComment(string_view text, std::size_t indent, std::string& out) {
  for (;;) {
    const std::size_t end = text.find('\n');
    const string_view line = text.substr(0, end);
    out.append(indent, ' ');
    out += line.empty() ? "#" : "# ";
    out += line;
    out += '\n';
    if (end == string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

void WriteBody(const HclBody& body, std::size_t indent, std::string& out);

void WriteBlock(const HclBlock& block, std::size_t indent, std::string& out) {
  out.append(indent, ' ');
  out += block.type;
  for (const std::string& label : block.labels) out += ' ' + QuoteHcl(label);
  if (block.body.empty()) {
    out += " {}\n";
    return;
  }
  out += " {\n";
  WriteBody(block.body, indent + 2, out);
  out.append(indent, ' ');
  out += "}\n";
}

/// A blank line sets blocks apart from what is around them, and a comment from what is above it.
bool NeedsBlankLine(const HclItem& above, const HclItem& item) {
  if (std::holds_alternative<HclComment>(above)) return false;
  return std::holds_alternative<HclBlock>(above) || !std::holds_alternative<HclAttribute>(item);
}

void WriteBody(const HclBody& body, std::size_t indent, std::string& out) {
  for (std::size_t i = 0; i < body.size();) {
    if (i > 0 && NeedsBlankLine(body[i - 1], body[i])) out += '\n';
    if (const auto* block = std::get_if<HclBlock>(&body[i])) {
      WriteBlock(*block, indent, out);
      ++i;
    } else if (const auto* comment = std::get_if<HclComment>(&body[i])) {
      WriteComment(comment->text, indent, out);
      ++i;
    } else {
      std::vector<Assignment> all;
      for (; i < body.size(); ++i) {
        const auto* attribute = std::get_if<HclAttribute>(&body[i]);
        if (attribute == nullptr) break;
        all.push_back({{attribute->name, attribute->name.size()}, attribute->value});
      }
      WriteAssignments(all, indent, out);
    }
  }
}

}  // namespace

std::string WriteHcl(const HclBody& file) {
  std::string out;
  WriteBody(file, 0, out);
  return out;
}

}  // namespace mesh
