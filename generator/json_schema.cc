#include "generator/json_schema.h"

#include "core/model/common.h"
#include "core/model/platform.h"
#include "generator/platform_file.h"

namespace mesh::generator {
namespace {

Value Only(const char* keyword, Value value) {
  Value out;
  out.Set(keyword, std::move(value));
  return out;
}

Value SchemaOfFields(const std::vector<Field>& fields);

Value SchemaOfType(const Type& type) {
  switch (type.kind()) {
    case Type::Kind::kString:
      return Only("type", "string");
    case Type::Kind::kNumber:
      return Only("type", "number");
    case Type::Kind::kBool:
      return Only("type", "boolean");
    case Type::Kind::kList:
      return Only("type", "array").Set("items", SchemaOfType(type.element()));
    case Type::Kind::kSet:
      return Only("type", "array")
          .Set("items", SchemaOfType(type.element()))
          .Set("uniqueItems", true);
    case Type::Kind::kMap:
      return Only("type", "object").Set("additionalProperties", SchemaOfType(type.element()));
    case Type::Kind::kObject: {
      Value::Map properties;
      for (const auto& [name, attribute] : type.attributes()) {
        properties.emplace(name, SchemaOfType(attribute));
      }
      return Only("type", "object")
          .Set("properties", std::move(properties))
          .Set("additionalProperties", false);
    }
    case Type::Kind::kTuple: {
      Value::List items;
      for (const Type& element : type.elements()) items.push_back(SchemaOfType(element));
      return Only("type", "array").Set("prefixItems", std::move(items)).Set("items", false);
    }
    case Type::Kind::kDynamic:
      break;
  }
  return Value::Map{};
}

/// Puts the allowed strings where the strings are: on the value or on each element of a collection.
void AddEnum(const Field& field, Value& schema) {
  if (field.one_of.empty()) return;
  const Value allowed = Value::List(field.one_of.begin(), field.one_of.end());
  for (const char* inner : {"items", "additionalProperties"}) {
    if (!schema.Has(inner)) continue;
    Value element = schema.Get(inner);
    schema.Set(inner, element.Set("enum", allowed));
    return;
  }
  schema.Set("enum", allowed);
}

Value ShapeOf(const Field& field) {
  switch (field.nesting) {
    case Nesting::kSingle:
      return SchemaOfFields(field.fields);
    case Nesting::kList:
      return Only("type", "array").Set("items", SchemaOfFields(field.fields));
    case Nesting::kSet:
      return Only("type", "array")
          .Set("items", SchemaOfFields(field.fields))
          .Set("uniqueItems", true);
    case Nesting::kMap:
      return Only("type", "object").Set("additionalProperties", SchemaOfFields(field.fields));
    case Nesting::kNone:
      break;
  }
  Value schema = SchemaOfType(field.type);
  AddEnum(field, schema);
  return schema;
}

Value SchemaOfField(const Field& field) {
  Value schema = ShapeOf(field);
  if (!field.doc.empty()) schema.Set("description", field.doc);
  if (!field.fallback.is_null()) schema.Set("default", field.fallback.Plain());
  if (!field.deprecated.empty()) schema.Set("deprecated", true);
  return schema;
}

Value SchemaOfFields(const std::vector<Field>& fields) {
  Value::Map properties;
  Value::List required;
  for (const Field& field : fields) {
    if (field.presence == Presence::kComputed) continue;
    properties.emplace(field.name, SchemaOfField(field));
    if (field.presence == Presence::kRequired) required.emplace_back(field.name);
  }
  Value out = Only("type", "object")
                  .Set("properties", std::move(properties))
                  .Set("additionalProperties", false);
  if (!required.empty()) out.Set("required", std::move(required));
  return out;
}

}  // namespace

Value PlatformSchema(const std::vector<ResourceDefinition>& definitions) {
  Value::Map types;
  Value::Map defs;
  for (const ResourceDefinition& definition : definitions) {
    defs.emplace(
        definition.name,
        SchemaOfFields(WithCommonFields(definition.fields)).Set("description", definition.summary));
    types.emplace(definition.name,
                  Only("type", "object")
                      .Set("description", definition.summary +
                                              " Each key is a label of your choice that messages "
                                              "use.")
                      .Set("additionalProperties", Only("$ref", "#/$defs/" + definition.name)));
  }
  Value schema = SchemaOfFields(FieldsOf(TableOf<Platform>()));
  Value::Map properties = schema.Get("properties").as_map();
  properties.emplace(kResources, Only("type", "object")
                                     .Set("description",
                                          "The resources by type and label. Objects of this owner "
                                          "that no resource renders any more leave the tree.")
                                     .Set("properties", std::move(types))
                                     .Set("additionalProperties", false));
  return schema.Set("properties", std::move(properties))
      .Set("required", Value::List{kResources})
      .Set("$schema", "https://json-schema.org/draft/2020-12/schema")
      .Set("title", "Platform file of meshgen")
      .Set("$defs", std::move(defs));
}

}  // namespace mesh::generator
