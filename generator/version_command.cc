#include "generator/commands.h"

namespace mesh::generator {

Command VersionCommand() {
  return {"version", "Print the version.", "  meshgen version\n", [](CLI::App&) {
            return [](Console& console) {
              return WriteOut("meshgen " MESH_VERSION "\n", console) ? kFine : kWrong;
            };
          }};
}

}  // namespace mesh::generator
