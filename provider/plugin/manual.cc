#include "provider/plugin/manual.h"

namespace mesh::plugin {

std::string ManualText(const ServeOptions& options) {
  const std::string name = options.source.substr(options.source.find('/') + 1);
  return options.program + ' ' + options.version + R"(

This program is a provider plugin. Terraform or OpenTofu starts it; started by
hand it has nothing to do. To use it, name it in a configuration

    terraform {
      required_providers {
        )" +
         name + R"( = { source = ")" + options.source + R"(" }
      }
    }

and run `terraform init` or `tofu init` in that folder, then `plan`.

Options:
  -debug     serve until Ctrl-C, and print what makes terraform or tofu use this
             very process: run it under a debugger
  --version  print the version
  --help     print this text

Environment:
  TF_LOG, TF_LOG_PROVIDER, TF_LOG_PROVIDER_MESH   trace, debug, info, warn, error or off
)";
}

std::string DebugText(const ServeOptions& options, const std::string& reattach_json) {
  return options.program + ' ' + options.version +
         " serves until Ctrl-C. Where terraform or tofu runs, set first:\n\n"
         "    export TF_REATTACH_PROVIDERS='" +
         reattach_json +
         "'\n\n"
         "It holds for the source addresses registry.terraform.io/" +
         options.source + " (Terraform) and registry.opentofu.org/" + options.source +
         " (OpenTofu).\n";
}

}  // namespace mesh::plugin
