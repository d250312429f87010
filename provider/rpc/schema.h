#pragma once

#include <string>
#include <vector>

#include "provider/rpc/catalogue.h"
#include "provider/rpc/wire.h"

namespace mesh::rpc {

/// The provider block's attributes.
const std::vector<Field>& PlatformFields();

/// What a `list` block of any of our types may say.
const std::vector<Field>& ListFields();

/// What the host may do with this provider.
void SetCapabilities(tfplugin6::ServerCapabilities* to);

/// The schema of everything that is served.
void Describe(const Catalogue& catalogue, tfplugin6::GetProviderSchema::Response* answer);

void Describe(const FunctionDefinition& function, tfplugin6::Function* wire);

/// The schema of everything as it goes over the wire; equal catalogues give equal bytes.
std::string Encoded(const Catalogue& catalogue);

}  // namespace mesh::rpc
