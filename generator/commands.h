#pragma once

#include <functional>
#include <string>
#include <vector>

#include "generator/console.h"

namespace CLI {
class App;
}

namespace mesh::generator {

/// One subcommand: a row of the program's table.
struct Command {
  std::string name;
  std::string summary;
  /// Shown below the options.
  std::string examples;
  /// Declares the options, and returns what runs once they are parsed; its result is the exit code.
  std::function<std::function<int(Console&)>(CLI::App&)> declare;
};

Command RenderCommand();
Command CheckCommand();
Command ImportCommand();
Command KindsCommand();
Command SchemaCommand();
Command DocsCommand();
Command VersionCommand();

}  // namespace mesh::generator
