#include "generator/rendered_platform.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <unordered_map>

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
    out.name = definition.display_name(stated.config).value_or(stated.label);
    out.mark = ResourceMark(definition, *out.common.cluster, out.name);
    out.claims = ClaimsOf(definition, stated.config, out.rendered, *out.common.cluster);
  }
  Root(found, stated);
  out.rendered.diagnostics = std::move(found);
  return out;
}

Diagnostic TwoClaims(const RenderedResource& first, const RenderedResource& second,
                     const Claim& claim) {
  return Error("Two resources claim one " + claim.what,
               first.stated->Title() + " and " + second.stated->Title() + " both claim the " +
                   claim.what + " " + claim.key +
                   ". It can belong to one resource only: remove it from one of the two.",
               Join(second.stated->path, claim.path));
}

Diagnostics RefuseSharedClaims(const std::vector<RenderedResource>& resources) {
  struct Holder {
    const RenderedResource* resource;
    const Claim* claim;
  };
  std::unordered_multimap<std::string, Holder> held;
  Diagnostics out;
  const auto holder = [](const RenderedResource& r) {
    return ClaimHolder{"mesh_" + r.stated->definition->name, *r.common.cluster, r.name};
  };
  const RenderedResource* reported = nullptr;
  for (const RenderedResource& resource : resources) {
    for (const Claim& claim : resource.claims) {
      const std::string key = claim.what + "\n" + claim.key;
      const auto [begin, end] = held.equal_range(key);
      for (auto it = begin; it != end; ++it) {
        const RenderedResource& other = *it->second.resource;
        // One reason is enough: a shared namespace brings a dozen shared objects with it.
        if (&other == &resource || reported == &resource) continue;
        if (!Conflicts(holder(other), holder(resource))) continue;
        out.push_back(TwoClaims(other, resource, claim));
        reported = &resource;
      }
      held.emplace(key, Holder{&resource, &claim});
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

void InParallel(std::size_t count, unsigned threads, std::size_t chunk,
                const std::function<void(std::size_t begin, std::size_t end)>& each) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t begin = next.fetch_add(chunk); begin < count; begin = next.fetch_add(chunk)) {
      each(begin, std::min(begin + chunk, count));
    }
  };
  std::vector<std::jthread> others;
  const std::size_t chunks = (count + chunk - 1) / chunk;
  for (unsigned t = 1; t < threads && t < chunks; ++t) others.emplace_back(work);
  work();
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
