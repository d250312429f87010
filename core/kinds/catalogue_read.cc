#include "core/kinds/catalogue_read.h"

#include <algorithm>
#include <charconv>

namespace mesh {
namespace {

/// The text up to the next space, which is taken off `rest`.
std::string_view TakeWord(std::string_view& rest) {
  const std::size_t end = rest.find(' ');
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  return word;
}

std::vector<std::string_view> Split(std::string_view text, char at) {
  std::vector<std::string_view> out;
  while (true) {
    const std::size_t end = text.find(at);
    out.push_back(text.substr(0, end));
    if (end == text.npos) return out;
    text.remove_prefix(end + 1);
  }
}

std::optional<std::int64_t> ToInt(std::string_view text) {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

/// `1..16`, `..16` or `1..`.
std::optional<Range> ToRange(std::string_view text) {
  const std::size_t dots = text.find("..");
  if (dots == text.npos) return std::nullopt;
  Range out;
  if (dots > 0) {
    const auto least = ToInt(text.substr(0, dots));
    if (!least) return std::nullopt;
    out.least = *least;
  }
  if (dots + 2 < text.size()) {
    const auto most = ToInt(text.substr(dots + 2));
    if (!most) return std::nullopt;
    out.most = *most;
  }
  return out;
}

struct Scalar {
  std::string_view name;
  Shape::Kind kind;
  std::string_view width = {};
};

constexpr Scalar kScalars[] = {
    {"string", Shape::Kind::kString},
    {"bool", Shape::Kind::kBool},
    {"int32", Shape::Kind::kInteger, "int32"},
    {"int64", Shape::Kind::kInteger, "int64"},
    {"uint32", Shape::Kind::kInteger, "uint32"},
    {"number", Shape::Kind::kNumber},
    {"int_or_string", Shape::Kind::kIntOrString},
    {"quantity", Shape::Kind::kQuantity},
    {"duration", Shape::Kind::kDuration},
    {"any", Shape::Kind::kAny},
};

/// Reads `name=value` or a flag into the limits; false when there is no such limit.
bool ReadLimit(std::string_view name, std::string_view value, Limits& limits) {
  const auto range = [&](Range& into) {
    const auto read = ToRange(value);
    if (read) into = *read;
    return read.has_value();
  };
  const auto number = [&](std::optional<std::int64_t>& into) {
    into = ToInt(value);
    return into.has_value();
  };
  if (name == "values") {
    limits.values = Split(value, '|');
    std::ranges::replace(limits.values, std::string_view("\"\""), std::string_view());
    return true;
  }
  if (name == "min") return number(limits.min);
  if (name == "max") return number(limits.max);
  if (name == "length") return range(limits.length);
  if (name == "items") return range(limits.items);
  if (name == "members") return range(limits.members);
  if (name == "format") return limits.format = value, true;
  if (name == "unique") return limits.unique = true;
  if (name == "nullable") return limits.nullable = true;
  if (name == "open") return limits.open = true;
  if (name == "atomic") return limits.atomic = true;
  if (name == "set") return limits.list = ListKind::kSet, true;
  if (name == "key") {
    limits.list = ListKind::kMap;
    limits.keys = Split(value, ',');
    return true;
  }
  if (name == "pattern" && value.size() > 1 && value.front() == '/' && value.back() == '/') {
    limits.pattern = value.substr(1, value.size() - 2);
    return true;
  }
  return false;
}

}  // namespace

void CatalogueReader::Wrong(std::string what) {
  errors.push_back(Error("Invalid catalogue", std::string(file_) + ":" + std::to_string(line_) +
                                                  ": " + std::move(what)));
}

ObjectShape* CatalogueReader::TypeNamed(std::string_view name) {
  ObjectShape*& found = types_[std::string(group_) + "/" + std::string(name)];
  if (found == nullptr) {
    objects.push_back(std::make_unique<ObjectShape>(ObjectShape{.name = name}));
    found = objects.back().get();
  }
  return found;
}

void CatalogueReader::Read(const Catalogue::Text& text) {
  file_ = text.name;
  line_ = 0;
  group_ = product_ = {};
  object_ = nullptr;
  kind_ = nullptr;
  for (const std::string_view line : Split(text.text, '\n')) {
    ++line_;
    if (!line.empty() && line.front() != '#') Line(line);
  }
}

void CatalogueReader::Line(std::string_view line) {
  if (line.starts_with("    ")) return Remark(line.substr(4));
  if (line.starts_with("  ")) return Member(line.substr(2));
  const std::string_view word = TakeWord(line);
  if (word == "group") return Group(line);
  if (word == "kind") return BeginKind(line);
  if (word == "type") return BeginType(line);
  Wrong("a line at the margin is `group`, `kind` or `type`.");
}

void CatalogueReader::Group(std::string_view rest) {
  group_ = TakeWord(rest);
  if (group_ == "core") group_ = "";
  product_ = rest;
}

void CatalogueReader::BeginKind(std::string_view rest) {
  open_kinds_.push_back(std::make_unique<KindShape>(
      KindShape{.group = group_, .product = product_, .kind = rest, .resource = {}}));
  kind_ = open_kinds_.back().get();
  object_ = &kind_->body;
}

void CatalogueReader::BeginType(std::string_view rest) {
  kind_ = nullptr;
  object_ = TypeNamed(rest);
  if (!object_->fields.empty()) Wrong("type " + std::string(rest) + " is written twice.");
}

void CatalogueReader::Member(std::string_view line) {
  if (object_ == nullptr) return Wrong("a member of nothing: write `kind` or `type` first.");
  if (!line.starts_with(':')) return ReadField(line);
  const std::string_view word = TakeWord(line);
  if (word == ":at_most_one" || word == ":exactly_one") {
    object_->choices.push_back({word == ":exactly_one", Split(line, ' ')});
  } else if (kind_ != nullptr && word == ":resource") {
    kind_->resource = line;
  } else if (kind_ != nullptr && word == ":doc") {
    kind_->doc += (kind_->doc.empty() ? "" : " ") + std::string(line);
  } else if (kind_ != nullptr && word == ":version") {
    ServedVersion version{TakeWord(line)};
    while (!line.empty()) {
      const std::string_view bound = TakeWord(line);
      if (bound.starts_with("since=")) {
        version.since = bound.substr(6);
      } else if (bound.starts_with("until=")) {
        version.until = bound.substr(6);
      } else {
        Wrong("a version has `since=` and `until=`, and not " + std::string(bound) + ".");
      }
    }
    kind_->versions.push_back(version);
  } else {
    Wrong("unknown directive " + std::string(word) + ".");
  }
}

void CatalogueReader::Remark(std::string_view line) {
  if (object_ == nullptr || object_->fields.empty()) return Wrong("documentation of no field.");
  FieldShape& field = object_->fields.back();
  std::string* into = &field.doc;
  if (line.starts_with(":deprecated ")) {
    into = &field.deprecated;
  } else if (line.starts_with(":ignored ")) {
    into = &field.ignored;
  }
  if (into != &field.doc) TakeWord(line);
  *into += (into->empty() ? "" : " ") + std::string(line);
}

bool CatalogueReader::ReadAttribute(std::string_view word, FieldShape& field) {
  const std::size_t equals = word.find('=');
  std::string_view name = word.substr(0, equals);
  const std::string_view value = equals == word.npos ? "" : word.substr(equals + 1);
  if (name == "required") return field.required = true;
  if (name == "secret") return field.secret = true;
  if (name == "immutable") return field.immutable = true;
  if (name == "experimental") return field.experimental = true;
  if (name == "since") return field.since = value, true;
  if (name == "until") return field.until = value, true;
  if (name == "as") return field.attribute = value, true;
  if (name == "default") return field.default_json = value, true;
  Shape* shape = &field.shape;
  while (name.starts_with("each.") && !shape->element.empty()) {
    name.remove_prefix(5);
    shape = &shape->element.front();
  }
  return ReadLimit(name, value, shape->limits);
}

void CatalogueReader::ReadField(std::string_view line) {
  FieldShape field{.name = TakeWord(line), .attribute = {}, .shape = {}};
  field.attribute = AttributeName(field.name);
  field.shape = ReadShape(TakeWord(line));
  while (!line.empty()) {
    // A pattern may have spaces and ends the line.
    const bool last = line.starts_with("pattern=") || line.starts_with("each.pattern=");
    const std::string_view word = last ? std::exchange(line, {}) : TakeWord(line);
    if (!ReadAttribute(word, field)) Wrong("cannot read " + std::string(word) + ".");
  }
  object_->fields.push_back(std::move(field));
}

Shape CatalogueReader::ReadShape(std::string_view text) {
  Shape out;
  if (text.size() > 2 && (text.front() == '[' || text.front() == '{')) {
    out.kind = text.front() == '[' ? Shape::Kind::kList : Shape::Kind::kMap;
    out.element.push_back(ReadShape(text.substr(1, text.size() - 2)));
    return out;
  }
  const auto* scalar = std::ranges::find(kScalars, text, &Scalar::name);
  if (scalar != std::end(kScalars)) {
    out.kind = scalar->kind;
    out.width = scalar->width;
  } else if (!text.empty() && text.front() >= 'A' && text.front() <= 'Z') {
    out.kind = Shape::Kind::kObject;
    out.object = TypeNamed(text);
  } else {
    Wrong("unknown type " + std::string(text) + ".");
  }
  return out;
}

void CatalogueReader::Finish() {
  line_ = 0;
  for (const auto& [name, object] : types_) {
    if (object->fields.empty()) Wrong("type " + name + " is used and not written.");
  }
  for (auto& kind : open_kinds_) kinds.push_back(std::move(*kind));
  open_kinds_.clear();
  std::ranges::sort(kinds, {}, &KindShape::resource);
}

}  // namespace mesh
