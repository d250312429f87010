#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include "core/model/diagnostic.h"
#include "core/model/field.h"
#include "core/model/value.h"
#include "proto/tfplugin6.pb.h"

namespace mesh::rpc {

/// The value on the wire; an empty one is null. An error says what is malformed.
Result<Value> FromWire(const tfplugin6::DynamicValue& wire, const Type& type);
/// Always msgpack.
void ToWire(const Value& value, const Type& type, tfplugin6::DynamicValue* wire);

using WireDiagnostics = google::protobuf::RepeatedPtrField<tfplugin6::Diagnostic>;

/// Appends diagnostics; invalid UTF-8 is replaced, because the host refuses the whole answer for
/// it.
void ToWire(const Diagnostics& diagnostics, WireDiagnostics* wire);
void ToWire(const Path& path, tfplugin6::AttributePath* wire);

/// The schema of a block of fields.
void ToWire(const std::vector<Field>& fields, std::int64_t version, const std::string& description,
            tfplugin6::Schema* wire);

/// The identity schema of identity fields.
void ToWire(const std::vector<Field>& identity, tfplugin6::ResourceIdentitySchema* wire);

}  // namespace mesh::rpc
