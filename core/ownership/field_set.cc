#include "core/ownership/field_set.h"

#include <algorithm>

#include "core/formats/json.h"
#include "core/ownership/field_set_builder.h"

namespace mesh::ownership {
namespace {

using Node = FieldSet::Node;

std::vector<Node> ChildrenOf(const Node& node) {
  std::vector<Node> out;
  for (Node child = node.FirstChild(); child; child = node.NextChild(child)) out.push_back(child);
  return out;
}

void Write(const Node& node, std::string& out) {
  std::vector<Node> children = ChildrenOf(node);
  const auto named = [](const Node& child) { return child.element().starts_with("f:"); };
  if (!std::ranges::all_of(children, named)) {
    // Names sort as their texts do; the other elements by what their JSON means.
    std::ranges::stable_sort(children, [&](const Node& a, const Node& b) {
      if (named(a) || named(b)) return named(a) && !named(b);
      return ElementLess(*ParseElement(a.element()), *ParseElement(b.element()));
    });
  }
  out += '{';
  if (node.is_member() && !children.empty()) out += "\".\":{}";
  for (const Node& child : children) {
    if (out.back() != '{') out += ',';
    out += WriteJson(Value(child.element()));
    out += ':';
    Write(child, out);
  }
  out += '}';
}

void Collect(const Node& node, FieldPath& path, std::vector<FieldPath>& out) {
  if (node.is_member()) out.push_back(path);
  for (Node child = node.FirstChild(); child; child = node.NextChild(child)) {
    path.push_back(*ParseElement(child.element()));
    Collect(child, path, out);
    path.pop_back();
  }
}

void Subtract(const Node& from, const Node& what, FieldSetBuilder& out) {
  Node other;
  for (Node child = from.FirstChild(); child; child = from.NextChild(child)) {
    const Node found = what.Child(child.element(), other);
    if (found) other = found;
    out.Open(child.element());
    Subtract(child, found, out);
    out.Close(child.is_member() && !found.is_member());
  }
}

}  // namespace

FieldSet FieldSet::Of(const std::vector<FieldPath>& paths) {
  FieldSetBuilder out;
  for (const FieldPath& path : paths) {
    for (const FieldStep& step : path) out.Open(ElementText(step));
    for (std::size_t i = path.size(); i > 0; --i) out.Close(i == path.size());
  }
  return out.Finish();
}

std::string FieldSet::ToJson() const {
  std::string out;
  Write(root(), out);
  return out;
}

std::size_t FieldSet::size() const {
  return static_cast<std::size_t>(std::ranges::count_if(entries_, &Entry::member));
}

bool FieldSet::Contains(const FieldPath& path) const { return Find(path).is_member(); }

bool FieldSet::IsOwned(const FieldPath& path) const {
  Node here = root();
  for (const FieldStep& step : path) {
    if (here.is_leaf()) return true;
    here = here.Child(ElementText(step));
    if (!here) return false;
  }
  return here.is_member() || here.has_children();
}

std::vector<FieldPath> FieldSet::Paths() const {
  std::vector<FieldPath> out;
  FieldPath path;
  Collect(root(), path, out);
  return out;
}

FieldSet FieldSet::Union(const FieldSet& other) const {
  return FieldSetBuilder::Join(*this, other);
}

FieldSet FieldSet::Difference(const FieldSet& other) const {
  FieldSetBuilder out;
  Subtract(root(), other.root(), out);
  return out.Finish();
}

bool operator==(const FieldSet& a, const FieldSet& b) {
  return std::ranges::equal(
      a.entries_, b.entries_, [&](const FieldSet::Entry& x, const FieldSet::Entry& y) {
        return x.span == y.span && x.member == y.member && a.ElementOf(x) == b.ElementOf(y);
      });
}

FieldSet::Node FieldSet::root() const { return {this, 0}; }

FieldSet::Node FieldSet::Find(const FieldPath& path) const {
  Node here = root();
  for (const FieldStep& step : path) {
    here = here.Child(ElementText(step));
    if (!here) break;
  }
  return here;
}

FieldSet::Node FieldSet::Node::Child(std::string_view element, const Node& hint) const {
  if (element.size() < 2) return {};
  return Seek(element[0], element.substr(2), hint);
}

FieldSet::Node FieldSet::Node::ChildField(std::string_view name, const Node& hint) const {
  return Seek('f', name, hint);
}

FieldSet::Node FieldSet::Node::Seek(char kind, std::string_view rest, const Node& hint) const {
  if (!has_children()) return {};
  for (Node child = hint ? hint : FirstChild(); child; child = NextChild(child)) {
    const std::string_view element = child.element();
    if (element[0] != kind) {
      if (element[0] > kind) return {};
      continue;
    }
    const int order = element.substr(2).compare(rest);
    if (order == 0) return child;
    if (order > 0) return {};
  }
  return {};
}

}  // namespace mesh::ownership
