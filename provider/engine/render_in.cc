#include "provider/engine/engine.h"

namespace mesh::engine {

Rendered RenderIn(const ServedResource& resource, const Session& session, const Value& config) {
  Rendered out;
  if (session.rendering_unknown()) {
    out.diagnostics = CheckFields(resource.fields, config);
    out.complete = false;
    return out;
  }
  Diagnostics checked = ValidateResource(resource.definition, config, session.settings());
  if (HasErrors(checked)) {
    out.diagnostics = std::move(checked);
    out.complete = false;
    return out;
  }
  out = RenderResource(resource.definition, config, session.platform());
  Append(checked, std::move(out.diagnostics));
  out.diagnostics = std::move(checked);
  return out;
}

}  // namespace mesh::engine
