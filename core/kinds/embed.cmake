# Writes OUTPUT, a source that holds the FILES of the catalogue as texts: cmake -DOUTPUT=... -DFILES=a;b -P embed.cmake
set(texts "")
foreach(file ${FILES})
  file(READ ${file} content)
  get_filename_component(name ${file} NAME)
  string(APPEND texts "    {\"${name}\", R\"kinds(${content})kinds\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"core/kinds/catalogue.h\"

namespace mesh {

std::span<const Catalogue::Text> CatalogueTexts() {
  static constexpr Catalogue::Text kTexts[] = {
${texts}  };
  return kTexts;
}

}  // namespace mesh
")
