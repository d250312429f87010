#include <nlohmann/json.hpp>

#include "core/formats/json.h"
#include "core/resources/resources.h"
#include "generator/commands.h"
#include "generator/json_schema.h"

namespace mesh::generator {

Command SchemaCommand() {
  return {"schema", "Print the JSON Schema of platform files, for editors.",
          "  meshgen schema > platform.schema.json\n"
          "  Then, as the first line of platform.yaml:\n"
          "  # yaml-language-server: $schema=platform.schema.json\n",
          [](CLI::App&) {
            return [](Console& console) {
              const std::string compact = WriteJson(PlatformSchema(AllResources()));
              const std::string text = nlohmann::json::parse(compact).dump(2) + "\n";
              return WriteOut(text, console) ? kFine : kWrong;
            };
          }};
}

}  // namespace mesh::generator
