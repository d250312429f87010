#pragma once

#include "core/checks/finding.h"

namespace mesh::istio {

/// Rules about filters of one's own: WasmPlugin and TrafficExtension.
inline constexpr Rule kExtensionRules[] = {
    {"MSH4051", Severity::kError, "Invalid address of a module",
     "The API server refuses it. Write `oci://registry/name:tag`, `https://...`, `http://...` or "
     "`file:///...`. A registry with a port needs `oci://`: without it, what stands before the "
     "colon is read as a scheme."},
    {"MSH4052", Severity::kError, "Variable with a value of its own and of the host",
     "With `valueFrom: HOST` the value comes from the proxy's container, so the API server refuses "
     "`value` beside it. Remove one of the two."},
    {"MSH4053", Severity::kError, "Text with too many bytes",
     "The API server counts characters, Istio counts bytes and refuses it. Shorten it, or write "
     "it without characters of several bytes."},

    {"MSH4061", Severity::kWarning, "Module that can be changed on its way",
     "Over plain HTTP anyone between the proxy and the server can put in code of their own, which "
     "then sees all traffic. Use https:// or oci://, or pin the module with `sha256`."},
    {"MSH4062", Severity::kWarning, "Module that is not pinned",
     "The image behind `latest`, or behind no tag, changes, so proxies run different code without "
     "any change here. Name a version, or a digest with `@sha256:...`."},
    {"MSH4063", Severity::kWarning, "Security filter that is skipped when it fails",
     "In phase AUTHN or AUTHZ with FAIL_OPEN, requests pass unchecked when the module cannot be "
     "fetched or crashes. Use FAIL_CLOSE or FAIL_RELOAD."},
    {"MSH4064", Severity::kWarning, "Secret that is not used",
     "Credentials are sent to registries alone, so `imagePullSecret` has no effect on other "
     "addresses. Use oci://, or remove it."},
    {"MSH4065", Severity::kWarning, "Script that proxies never call",
     "Proxies call the functions `envoy_on_request` and `envoy_on_response`; there is neither. "
     "Define one of them."},
};

}  // namespace mesh::istio
