#include "core/ownership/field_set_builder.h"

#include <algorithm>

namespace mesh::ownership {

void FieldSetBuilder::Open(std::string_view element) {
  Level& parent = open_.back();
  std::vector<Entry>& entries = set_.entries_;
  if (parent.last != 0 && set_.ElementOf(entries[parent.last - 1]) >= element) {
    parent.sorted = false;
  }
  entries.push_back({static_cast<std::uint32_t>(set_.text_.size()),
                     static_cast<std::uint32_t>(element.size()), 1, false});
  set_.text_ += element;
  const Level child{entries.size(), 0, parent.last, true};
  parent.last = entries.size();
  open_.push_back(child);
}

void FieldSetBuilder::Close(bool member) {
  const Level level = open_.back();
  open_.pop_back();
  std::vector<Entry>& entries = set_.entries_;
  if (!level.sorted) Arrange(level.at);
  Entry& entry = entries[level.at - 1];
  entry.member = member;
  entry.span = static_cast<std::uint32_t>(entries.size() - level.at + 1);
  if (member || entry.span > 1) return;
  set_.text_.resize(entry.begin);
  entries.pop_back();
  open_.back().last = level.before;
}

void FieldSetBuilder::Add(const FieldSet::Node& tree) {
  Open(tree.element());
  for (auto child = tree.FirstChild(); child; child = tree.NextChild(child)) Add(child);
  Close(tree.is_member());
}

FieldSet FieldSetBuilder::Finish() {
  if (!open_.back().sorted) Arrange(0);
  return std::move(set_);
}

FieldSet FieldSetBuilder::Join(const FieldSet& a, const FieldSet& b) {
  std::vector<Entry> both = a.entries_;
  both.insert(both.end(), b.entries_.begin(), b.entries_.end());
  const auto shift = static_cast<std::uint32_t>(a.text_.size());
  for (std::size_t i = a.entries_.size(); i < both.size(); ++i) both[i].begin += shift;
  std::vector<std::size_t> siblings;
  for (std::size_t at = 0; at < both.size(); at += both[at].span) siblings.push_back(at);
  FieldSetBuilder out;
  out.set_.text_ = a.text_ + b.text_;
  out.set_.entries_.reserve(both.size());
  out.Emit(both, std::move(siblings));
  return std::move(out.set_);
}

void FieldSetBuilder::Arrange(std::size_t first) {
  std::vector<Entry>& entries = set_.entries_;
  const std::vector<Entry> from(entries.begin() + static_cast<std::ptrdiff_t>(first),
                                entries.end());
  entries.resize(first);
  std::vector<std::size_t> siblings;
  for (std::size_t at = 0; at < from.size(); at += from[at].span) siblings.push_back(at);
  Emit(from, std::move(siblings));
}

void FieldSetBuilder::Emit(const std::vector<Entry>& from, std::vector<std::size_t> siblings) {
  const auto element = [&](std::size_t at) { return set_.ElementOf(from[at]); };
  std::ranges::stable_sort(siblings, {}, element);
  std::vector<Entry>& entries = set_.entries_;
  for (std::size_t i = 0; i < siblings.size();) {
    std::size_t same = i + 1;
    while (same < siblings.size() && element(siblings[same]) == element(siblings[i])) ++same;
    if (same == i + 1) {
      const auto begin = from.begin() + static_cast<std::ptrdiff_t>(siblings[i]);
      entries.insert(entries.end(), begin, begin + from[siblings[i]].span);
      i = same;
      continue;
    }
    const std::size_t at = entries.size();
    entries.push_back(from[siblings[i]]);
    std::vector<std::size_t> children;
    for (; i < same; ++i) {
      const std::size_t own = siblings[i];
      entries[at].member = entries[at].member || from[own].member;
      for (std::size_t c = own + 1; c < own + from[own].span; c += from[c].span)
        children.push_back(c);
    }
    Emit(from, std::move(children));
    entries[at].span = static_cast<std::uint32_t>(entries.size() - at);
  }
}

}  // namespace mesh::ownership
