#include <malloc.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "generator/commands.h"

namespace {

using mesh::generator::Command;
using mesh::generator::Console;

constexpr char kExitCodes[] =
    "Exit codes: 0 fine, 1 findings or differences, 2 wrong use or unreadable input.\n"
    "Results go to standard output, everything else to standard error.";

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of the write, with a message
  Console console;
  CLI::App app{
      "Renders, checks and documents multi-client Istio platforms: the configuration "
      "generator of mesh."};
  app.name("meshgen");
  app.footer("Start with: meshgen render -f platform.yaml --stdout\n" + std::string(kExitCodes));
  app.require_subcommand(1);
  std::function<int(Console&)> chosen;
  for (const Command& command : {mesh::generator::RenderCommand(), mesh::generator::CheckCommand(),
                                 mesh::generator::ImportCommand(), mesh::generator::KindsCommand(),
                                 mesh::generator::SchemaCommand(), mesh::generator::DocsCommand(),
                                 mesh::generator::VersionCommand()}) {
    CLI::App* sub = app.add_subcommand(command.name, command.summary);
    sub->footer("Examples:\n" + command.examples + "\n" + kExitCodes);
    const auto run = command.declare(*sub);
    sub->callback([&chosen, run] { chosen = run; });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? mesh::generator::kFine : mesh::generator::kWrong;
  }
#ifdef M_TOP_PAD
  // Objects are made of many small pieces: ask for their memory in large ones.
  mallopt(M_TOP_PAD, 32 << 20);
#endif
  const int code = chosen(console);
  // What the command still holds dies with the process: to free an input of many objects piece by
  // piece takes longer than to judge it.
  std::fflush(nullptr);
  std::_Exit(code);
}
