#include "provider/plugin/utf8.h"
#include "provider/rpc/handlers.h"
#include "provider/rpc/schema.h"

namespace mesh::rpc {
namespace {

Result<const Catalogue::Data*> FindData(const Catalogue& catalogue, const std::string& type_name) {
  const auto found = catalogue.data_sources.find(type_name);
  if (found != catalogue.data_sources.end()) return &found->second;
  return Fail(
      "Unknown data source \"" + type_name + "\"",
      "This version of the provider does not have it. Check the name, or use a version that "
      "has it.");
}

}  // namespace

void Handlers::Answer(const tfplugin6::ValidateDataResourceConfig::Request& request,
                      tfplugin6::ValidateDataResourceConfig::Response* answer) {
  const auto data = FindData(catalogue_, request.type_name());
  if (!data) return ToWire(data.error(), answer->mutable_diagnostics());
  const auto config = FromWire(request.config(), (*data)->type);
  ToWire(config ? CheckFields((*data)->definition.fields, *config) : config.error(),
         answer->mutable_diagnostics());
}

void Handlers::Answer(const tfplugin6::ReadDataSource::Request& request,
                      tfplugin6::ReadDataSource::Response* answer) {
  const auto data = FindData(catalogue_, request.type_name());
  if (!data) return ToWire(data.error(), answer->mutable_diagnostics());
  const auto config = FromWire(request.config(), (*data)->type);
  Diagnostics wrong = config ? CheckFields((*data)->definition.fields, *config) : config.error();
  if (HasErrors(wrong)) return ToWire(wrong, answer->mutable_diagnostics());
  const auto state = (*data)->definition.read(*config, *files_);
  if (!state) return ToWire(state.error(), answer->mutable_diagnostics());
  ToWire(*state, (*data)->type, answer->mutable_state());
}

void Handlers::Answer(const tfplugin6::GetFunctions::Request&,
                      tfplugin6::GetFunctions::Response* answer) {
  for (const auto& [name, function] : catalogue_.functions) {
    Describe(function, &(*answer->mutable_functions())[name]);
  }
}

void Handlers::Answer(const tfplugin6::CallFunction::Request& request,
                      tfplugin6::CallFunction::Response* answer) {
  const auto fail = [&](const Diagnostics& diagnostics) {
    const Diagnostic& first = diagnostics.front();
    answer->mutable_error()->set_text(plugin::ValidUtf8(first.summary + ": " + first.detail));
    if (first.path.empty()) return;
    if (const auto* index = std::get_if<IndexStep>(&first.path.steps().front())) {
      answer->mutable_error()->set_function_argument(index->index);
    }
  };
  const auto found = catalogue_.functions.find(request.name());
  if (found == catalogue_.functions.end()) {
    return fail({Error("Unknown function \"" + request.name() + "\"",
                       "This version of the provider does not have it.")});
  }
  const FunctionDefinition& function = found->second;
  const auto wanted = static_cast<int>(function.parameters.size());
  const int given = request.arguments_size();
  if (given < wanted || (given > wanted && !function.variadic)) {
    return fail(
        {Error("Wrong number of arguments", function.name + " takes " + std::to_string(wanted) +
                                                (function.variadic ? " or more" : "") +
                                                " and was given " + std::to_string(given) + ".")});
  }
  std::vector<Value> arguments;
  for (int i = 0; i < given; ++i) {
    const auto& parameter =
        i < wanted ? function.parameters[static_cast<std::size_t>(i)] : *function.variadic;
    auto argument = FromWire(request.arguments(i), parameter.type);
    Path at = Path().Index(static_cast<std::size_t>(i));
    if (!argument) {
      argument.error().front().path = at;
      return fail(argument.error());
    }
    if (argument->is_null()) {
      return fail({Error("Null argument", parameter.name + " must not be null.", at)});
    }
    arguments.push_back(std::move(*argument));
  }
  const auto result = function.call(arguments);
  if (!result) return fail(result.error());
  ToWire(*result, function.result, answer->mutable_result());
}

}  // namespace mesh::rpc
