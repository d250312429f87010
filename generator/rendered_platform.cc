#include "generator/rendered_platform.h"

#include "core/render/claims.h"
#include "planes/parallel.h"

namespace mesh::generator {
namespace {

/// The path of a diagnostic, seen from the file's root.
void Root(Diagnostics& diagnostics, const Stated& stated) {
  for (Diagnostic& diagnostic : diagnostics) diagnostic.path = Join(stated.path, diagnostic.path);
}

RenderedResource RenderOne(const Stated& stated, const Platform& platform,
                           const Settings& settings) {
  RenderedResource out{&stated, {}, {}, {}, {}, {}};
  const ResourceDefinition& definition = *stated.definition;
  Diagnostics found = ValidateResource(definition, stated.config, settings);
  if (!HasErrors(found)) {
    out.common = Decode(TableOf<Common>(), stated.config);
    if (const auto cluster = FindCluster(platform, *out.common.cluster); !cluster) {
      Append(found, cluster.error());
    }
  }
  if (!HasErrors(found)) {
    out.rendered = RenderResource(definition, stated.config, platform);
    Append(found, std::move(out.rendered.diagnostics));
    Append(found, SecretsInFiles(out.rendered));
    out.name = definition.display_name(stated.config).value_or(stated.label);
    out.mark = ResourceMark(definition, *out.common.cluster, out.name);
    out.claims = ClaimsOf(definition, stated.config, out.rendered, *out.common.cluster);
  }
  Root(found, stated);
  out.rendered.diagnostics = std::move(found);
  return out;
}

Diagnostics RefuseSharedClaims(const std::vector<RenderedResource>& resources) {
  ClaimTable table;
  Diagnostics out;
  for (const RenderedResource& resource : resources) {
    const ClaimHolder holder{"mesh_" + resource.stated->definition->name, *resource.common.cluster,
                             resource.name};
    const std::string title = resource.stated->Title();
    bool reported = false;
    for (const Claim& claim : resource.claims) {
      const auto other = table.Take(title, holder, claim);
      // One reason is enough: a shared namespace brings a dozen shared objects with it.
      if (!other || reported) continue;
      reported = true;
      Diagnostic wrong = TwoClaims(other->owner, title, claim);
      wrong.path = Join(resource.stated->path, claim.path);
      out.push_back(std::move(wrong));
    }
  }
  return out;
}

}  // namespace

std::size_t RenderedPlatform::CountObjects() const {
  std::size_t out = 0;
  for (const RenderedResource& resource : resources) out += resource.rendered.objects.size();
  return out;
}

RenderedPlatform RenderPlatform(const PlatformFile& file, unsigned threads) {
  const Settings settings = file.platform.settings();
  RenderedPlatform out;
  out.resources.resize(file.resources.size());
  InParallel(file.resources.size(), threads, 16, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      out.resources[i] = RenderOne(file.resources[i], file.platform, settings);
    }
  });
  for (RenderedResource& resource : out.resources) {
    Append(out.diagnostics, std::move(resource.rendered.diagnostics));
    resource.rendered.diagnostics.clear();
  }
  if (!HasErrors(out.diagnostics)) Append(out.diagnostics, RefuseSharedClaims(out.resources));
  if (HasErrors(out.diagnostics)) out.resources.clear();
  return out;
}

}  // namespace mesh::generator
