#include "core/formats/yaml.h"
#include "core/model/data_source.h"
#include "core/resources/object/manifest.h"

namespace mesh {

FunctionDefinition ManifestDecodeFunction() {
  return {.name = "manifest_decode",
          .summary = "Reads YAML with any number of documents into a list of values.",
          .description =
              "Unlike `yamldecode` it takes several documents, refuses duplicate keys, and keeps "
              "numbers exactly. Empty documents are left out.",
          .parameters = {{.name = "yaml",
                          .type = Type::String(),
                          .doc = "YAML text with any number of documents."}},
          .result = Type::Dynamic(),
          .call = [](const std::vector<Value>& arguments) -> Result<Value> {
            Result<std::vector<YamlDocument>> documents =
                ReadYaml(arguments[0].as_string(), "yaml");
            if (!documents) {
              for (Diagnostic& d : documents.error()) d.path = Path().Index(0);
              return tl::unexpected(std::move(documents.error()));
            }
            Value::List out;
            for (YamlDocument& document : *documents) {
              if (!document.value.is_null()) out.push_back(std::move(document.value));
            }
            return AsDynamic(out);
          }};
}

FunctionDefinition ManifestEncodeFunction() {
  return {.name = "manifest_encode",
          .summary = "Writes a value as one YAML document, the way mesh writes its files.",
          .description =
              "Keys are sorted, lines end in LF, and strings that YAML would read as something "
              "else are quoted. Members that are null are left out, as in `mesh_object`.",
          .parameters = {{.name = "object", .type = Type::Dynamic(), .doc = "Value to write."}},
          .result = Type::String(),
          .call = [](const std::vector<Value>& arguments) -> Result<Value> {
            return Value(WriteYaml(WithoutNullMembers(arguments[0].Plain())));
          }};
}

}  // namespace mesh
