#include "provider/rpc/schema.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "core/model/common.h"
#include "provider/protocol/type_json.h"

namespace mesh::rpc {
namespace {

void ParameterToWire(const FunctionDefinition::Parameter& parameter,
                     tfplugin6::Function::Parameter* to) {
  to->set_name(parameter.name);
  to->set_type(TypeJson(parameter.type));
  to->set_description(parameter.doc);
  to->set_description_kind(tfplugin6::MARKDOWN);
}

std::string Told(const std::string& summary, const std::string& description) {
  return description.empty() ? summary : summary + "\n\n" + description;
}

}  // namespace

const std::vector<Field>& PlatformFields() {
  static const std::vector<Field> fields = FieldsOf(TableOf<Platform>());
  return fields;
}

const std::vector<Field>& ListFields() {
  static const std::vector<Field> fields = {
      {.name = "cluster", .doc = "Name of the cluster to list; `default` when left out."}};
  return fields;
}

void SetCapabilities(tfplugin6::ServerCapabilities* to) {
  to->set_plan_destroy(true);
  to->set_get_provider_schema_optional(true);
  to->set_move_resource_state(true);
  to->set_generate_resource_config(true);
}

void Describe(const FunctionDefinition& function, tfplugin6::Function* wire) {
  for (const FunctionDefinition::Parameter& parameter : function.parameters) {
    ParameterToWire(parameter, wire->add_parameters());
  }
  if (function.variadic) {
    ParameterToWire(*function.variadic, wire->mutable_variadic_parameter());
  }
  wire->mutable_return_()->set_type(TypeJson(function.result));
  wire->set_summary(function.summary);
  wire->set_description(function.description);
  wire->set_description_kind(tfplugin6::MARKDOWN);
}

void Describe(const Catalogue& catalogue, tfplugin6::GetProviderSchema::Response* answer) {
  rpc::ToWire(PlatformFields(), 0, "Service-mesh platforms for many clients.",
              answer->mutable_provider());
  for (const auto& [view, lazy] : catalogue.All()) {
    const std::string name(view);
    const engine::ServedResource resource = lazy->served.Make();
    const ResourceDefinition& d = resource.definition;
    rpc::ToWire(resource.fields, d.version, Told(d.summary, d.description),
                &(*answer->mutable_resource_schemas())[name]);
    rpc::ToWire(ListFields(), 0, "Lists what exists: " + d.summary,
                &(*answer->mutable_list_resource_schemas())[name]);
  }
  for (const auto& [name, data] : catalogue.data_sources) {
    rpc::ToWire(data.definition.fields, 0,
                Told(data.definition.summary, data.definition.description),
                &(*answer->mutable_data_source_schemas())[name]);
  }
  for (const auto& [name, function] : catalogue.functions) {
    Describe(function, &(*answer->mutable_functions())[name]);
  }
  SetCapabilities(answer->mutable_server_capabilities());
}

std::string Encoded(const Catalogue& catalogue) {
  tfplugin6::GetProviderSchema::Response answer;
  Describe(catalogue, &answer);
  std::string out;
  {
    google::protobuf::io::StringOutputStream bytes(&out);
    google::protobuf::io::CodedOutputStream stream(&bytes);
    stream.SetSerializationDeterministic(true);
    answer.SerializeToCodedStream(&stream);
  }
  return out;
}

}  // namespace mesh::rpc
