#pragma once

#include <map>
#include <memory>

#include "core/kinds/catalogue.h"

namespace mesh {

/// What one reading of the catalogue's texts collects, line by line.
class CatalogueReader {
 public:
  void Read(const Catalogue::Text& text);
  /// Puts the shapes together; errors when a field names a type that there is not.
  void Finish();

  std::vector<KindShape> kinds;
  std::vector<std::unique_ptr<ObjectShape>> objects;
  Diagnostics errors;

 private:
  void Line(std::string_view line);
  void Group(std::string_view rest);
  void BeginKind(std::string_view rest);
  void BeginType(std::string_view rest);
  /// A line of a kind or a type: a directive or a field.
  void Member(std::string_view line);
  /// A line below a field: its documentation, or a remark.
  void Remark(std::string_view line);
  void ReadField(std::string_view line);
  bool ReadAttribute(std::string_view word, FieldShape& field);
  Shape ReadShape(std::string_view text);
  void Wrong(std::string what);
  ObjectShape* TypeNamed(std::string_view name);

  std::string_view file_;
  int line_ = 0;
  std::string_view group_;
  std::string_view product_;
  /// Types by `<group>/<name>`: what is named before it is written stands there without fields.
  std::map<std::string, ObjectShape*, std::less<>> types_;
  ObjectShape* object_ = nullptr;
  KindShape* kind_ = nullptr;
  std::vector<std::unique_ptr<KindShape>> open_kinds_;
};

}  // namespace mesh
