#include "core/kinds/catalogue.h"

#include <algorithm>
#include <stdexcept>

#include "core/kinds/catalogue_read.h"
#include "core/model/ascii.h"

namespace mesh {
std::string AttributeName(std::string_view field) {
  std::string out;
  for (std::size_t i = 0; i < field.size(); ++i) {
    const char c = field[i];
    if (!IsUpper(c)) {
      out += c == '-' || c == '.' ? '_' : c;
      continue;
    }
    const bool after_small = i > 0 && !IsUpper(field[i - 1]) && field[i - 1] != '_';
    // The last capital of several begins a word: `caCRLs` is `ca_crls`, `fooHTTPBar`
    // `foo_http_bar`.
    const bool begins_word =
        i > 0 && IsUpper(field[i - 1]) && i + 2 < field.size() && !IsUpper(field[i + 1]);
    if (after_small || begins_word) out += '_';
    out += ToLower(c);
  }
  return out;
}

const FieldShape* ObjectShape::Find(std::string_view field) const {
  const auto found = std::ranges::find(fields, field, &FieldShape::name);
  return found == fields.end() ? nullptr : &*found;
}

const FieldShape* ObjectShape::FindAttribute(std::string_view attribute) const {
  const auto found = std::ranges::find(fields, attribute, &FieldShape::attribute);
  return found == fields.end() ? nullptr : &*found;
}

std::string KindShape::ApiVersion(std::string_view version) const {
  return (group.empty() ? "" : std::string(group) + "/") + std::string(version);
}

Result<Catalogue> Catalogue::Read(std::span<const Text> texts) {
  CatalogueReader reader;
  for (const Text& text : texts) reader.Read(text);
  reader.Finish();
  if (!reader.errors.empty()) return tl::unexpected(std::move(reader.errors));
  Catalogue out;
  out.kinds_ = std::move(reader.kinds);
  out.objects_ = std::move(reader.objects);
  return out;
}

const KindShape* Catalogue::Find(std::string_view group, std::string_view kind) const {
  const auto found = std::ranges::find_if(
      kinds_, [&](const KindShape& k) { return k.kind == kind && k.group == group; });
  return found == kinds_.end() ? nullptr : &*found;
}

const KindShape* Catalogue::FindResource(std::string_view resource) const {
  const auto found = std::ranges::lower_bound(kinds_, resource, {}, &KindShape::resource);
  return found == kinds_.end() || found->resource != resource ? nullptr : &*found;
}

const Catalogue& Kinds() {
  static const Catalogue kKinds = [] {
    Result<Catalogue> read = Catalogue::Read(CatalogueTexts());
    if (read) return std::move(*read);
    // No program with a broken catalogue is ever built whole: a test reads it.
    throw std::logic_error(read.error().front().detail);
  }();
  return kKinds;
}

}  // namespace mesh
