#pragma once

#include <memory>
#include <span>

#include "core/kinds/shape.h"
#include "core/model/diagnostic.h"

namespace mesh {

/// Every kind that has a typed resource, read from the text files in core/kinds/catalogue, whose
/// README says how they are written. What is named by views lives as long as the catalogue and the
/// texts do.
class Catalogue {
 public:
  /// One text of the catalogue and where it is from.
  struct Text {
    std::string_view name;
    std::string_view text;
  };

  /// Reads texts; errors name file and line.
  static Result<Catalogue> Read(std::span<const Text> texts);

  /// Sorted by resource name.
  std::span<const KindShape> kinds() const { return kinds_; }
  /// By API group and kind; null when the catalogue has none.
  const KindShape* Find(std::string_view group, std::string_view kind) const;
  const KindShape* FindResource(std::string_view resource) const;

 private:
  std::vector<KindShape> kinds_;
  /// Shapes that fields point to.
  std::vector<std::unique_ptr<ObjectShape>> objects_;
};

/// The texts that this program was built with.
std::span<const Catalogue::Text> CatalogueTexts();

/// The catalogue that this program was built with, read once.
const Catalogue& Kinds();

/// `maxConnections` as HCL spells it: `max_connections`.
std::string AttributeName(std::string_view field);

}  // namespace mesh
