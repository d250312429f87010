#include "core/formats/yaml.h"
#include "core/model/data_source.h"
#include "core/resources/object/manifest.h"

namespace mesh {
namespace {

/// One document for each element.
Result<Value> EncodeAll(const Value::List& list) {
  std::string out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!list[i].is_map()) {
      return Fail("Not an object",
                  "object[" + std::to_string(i) +
                      "] is no object, and a list is written as one document for each of its "
                      "elements. Take it out, or write a list of anything else with yamlencode.",
                  Path().Index(0));
    }
    if (i > 0) out += "---\n";
    WriteYaml(WithoutNullMembers(list[i]), out);
  }
  return Value(std::move(out));
}

}  // namespace

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
          .summary =
              "Writes an object as YAML, or a list of objects as one document each, the way "
              "mesh writes its files.",
          .description =
              "Keys are sorted, lines end in LF, and strings that YAML would read as something "
              "else are quoted. Members that are null are left out, as in `mesh_object`. It takes "
              "back the list that `manifest_decode` returns.",
          .parameters = {{.name = "object",
                          .type = Type::Dynamic(),
                          .doc = "Object to write, or a list of objects."}},
          .result = Type::String(),
          .call = [](const std::vector<Value>& arguments) -> Result<Value> {
            const Value value = arguments[0].Plain();
            if (value.is_list()) return EncodeAll(value.as_list());
            return Value(WriteYaml(WithoutNullMembers(value)));
          }};
}

}  // namespace mesh
