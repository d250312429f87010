#pragma once

#include "core/checks/finding.h"

namespace mesh::kubernetes {

inline constexpr Rule kRules[] = {
    // All kinds
    {"MSH6001", Severity::kError, "Status of a kind that has none",
     "API servers refuse it as an unknown field. Remove it."},
    {"MSH6002", Severity::kError, "Whole number written as a fraction",
     "Kubernetes' own kinds are read more strictly than custom ones: no point and no exponent. "
     "Write plain digits."},
    {"MSH6003", Severity::kError, "Invalid key of a label or an annotation",
     "API servers refuse it. Correct the key."},
    {"MSH6004", Severity::kError, "Invalid value of a label",
     "API servers refuse it. Correct the value; text without a form belongs into an annotation."},
    {"MSH6005", Severity::kError, "Label or annotation that is no text",
     "API servers refuse it. Put the value in quotes."},
    {"MSH6006", Severity::kError, "Annotations that are too large",
     "API servers take 256 KiB of keys and values in all. Keep large texts elsewhere."},
    {"MSH6007", Severity::kError, "Unknown field in metadata",
     "API servers drop it without a word, or refuse it when validation is strict, as it is here. "
     "Correct its name, or use a label or an annotation."},
    {"MSH6008", Severity::kError, "Null where a value is needed",
     "Kubernetes' own kinds read it as an empty item, which is not allowed here. Remove it."},

    // Label selectors
    {"MSH6011", Severity::kError, "Invalid label key in a selector",
     "No object can have such a label, so API servers refuse to look for it. Correct the key."},
    {"MSH6012", Severity::kError, "Invalid label value in a selector",
     "No object can have such a label, so API servers refuse to look for it. Correct the value."},
    {"MSH6013", Severity::kError, "Condition without values",
     "`In` and `NotIn` compare with values. Give some, or use `Exists` or `DoesNotExist`."},
    {"MSH6014", Severity::kError, "Condition with values that nobody reads",
     "`Exists` and `DoesNotExist` do not compare, so API servers refuse values. Remove them, or "
     "use "
     "`In` or `NotIn`."},

    // NetworkPolicy
    {"MSH6021", Severity::kError, "Empty peer",
     "It could mean nobody as well as anybody, so API servers refuse it. Write `podSelector: {}` "
     "for all pods of this namespace, `namespaceSelector: {}` for all pods, or leave the whole "
     "list out for anybody."},
    {"MSH6022", Severity::kError, "Invalid network",
     "API servers refuse it. Write an address and a length, such as `10.0.0.0/16`, "
     "`192.0.2.1/32` or `2001:db8::/64`."},
    {"MSH6023", Severity::kError, "Network with zeros in front of a number",
     "Some programs read `010` as 10 and some as 8, so API servers refuse it from Kubernetes 1.36 "
     "on. Remove the zeros."},
    {"MSH6024", Severity::kError, "IPv4 network written as IPv6",
     "Programs differ in what they make of it, so API servers refuse it from Kubernetes 1.36 on. "
     "Write it as IPv4."},
    {"MSH6025", Severity::kError, "Address in place of a network",
     "Bits beyond the length are set, so it is not clear whether the network or the one address is "
     "meant, and API servers refuse it from Kubernetes 1.36 on."},
    {"MSH6026", Severity::kError, "Exception that is no part of the network",
     "It would except nothing, or everything, so API servers refuse it. Name smaller networks "
     "within `cidr`."},
    {"MSH6027", Severity::kError, "Port out of range", "Ports are 1 to 65535. Use one of those."},
    {"MSH6028", Severity::kError, "Invalid name of a port",
     "No container port can have it. Use the port's name, or its number without quotes."},
    {"MSH6029", Severity::kError, "Range of ports without a first number",
     "`endPort` ends the range that `port` begins, so API servers want a number there. Give `port` "
     "as a number, or remove `endPort`."},
    {"MSH6030", Severity::kError, "Range of ports that ends before it begins",
     "API servers refuse it. Swap the two."},

    // ResourceQuota and LimitRange
    {"MSH6041", Severity::kError, "Invalid name of a resource",
     "API servers refuse it. Write a resource such as `cpu`, or `domain/name`."},
    {"MSH6042", Severity::kError, "Resource that cannot be limited here",
     "API servers know this name nowhere, or not in this place, so nothing would be counted. "
     "Correct it; numbers of other objects are counted by `count/RESOURCE.GROUP`."},
    {"MSH6043", Severity::kError, "Negative amount", "API servers refuse it. Use 0 or more."},
    {"MSH6044", Severity::kError, "Part of something that is counted",
     "There are only whole ones of it, so API servers refuse fractions. Use a whole number."},
    {"MSH6045", Severity::kError, "Scope that does not fit a resource",
     "The scope selects objects that do not use the resource, so API servers refuse the two "
     "together. Put the resource into a quota of its own."},
    {"MSH6046", Severity::kError, "Scopes that exclude each other",
     "No pod is in both, so API servers refuse them together. Keep one."},
    {"MSH6047", Severity::kError, "Scope that has no values",
     "Only PriorityClass and VolumeAttributesClass do; API servers want operator `Exists` for "
     "others."},
    {"MSH6051", Severity::kError, "Invalid type of a limit",
     "API servers refuse it. Use Container, Pod, PersistentVolumeClaim, or a type with a domain."},
    {"MSH6052", Severity::kError, "Same type twice", "API servers refuse it. Merge the two items."},
    {"MSH6053", Severity::kError, "Defaults for pods",
     "Pods have no requests and limits of their own here; their containers have. Put the defaults "
     "into an item of type Container."},
    {"MSH6054", Severity::kError, "Limit of volume claims without storage",
     "API servers want `storage` in `min` or in `max`. Add it."},
    {"MSH6055", Severity::kError, "Amounts in the wrong order",
     "No container could keep to it, so API servers refuse it. The order is min, defaultRequest, "
     "default, max; what is missing of Container's defaults comes from max, default and min."},
    {"MSH6056", Severity::kError, "Ratio below one",
     "No limit is less than its request, so API servers refuse it. Use 1 or more."},
    {"MSH6057", Severity::kError, "Ratio that min and max do not allow",
     "A limit is at most `max` and a request at least `min`, so a larger ratio than max/min never "
     "occurs, and API servers refuse it. Lower the ratio."},
    {"MSH6058", Severity::kError, "Default limit and default request that differ",
     "This resource cannot be promised twice, so API servers want both to be the same. Make them "
     "equal, or leave `defaultRequest` out."},

    // What is accepted and is not what was meant
    {"MSH6101", Severity::kWarning, "Namespaces chosen by a label that they may not have",
     "`name` is a label that somebody must set, and whoever may label namespaces can set it. The "
     "server itself sets kubernetes.io/metadata.name on every namespace: use that."},
    {"MSH6102", Severity::kWarning, "Two peers where one may be meant",
     "Items of the list are alternatives: all pods of those namespaces, or those pods of this "
     "namespace. If pods of other namespaces are meant, put both selectors into one item."},
    {"MSH6103", Severity::kWarning, "Rule that allows everything",
     "It cancels every other policy for these pods in this direction, since policies only add to "
     "each other. Remove it, or name peers and ports."},
    {"MSH6104", Severity::kWarning, "Denying policy that allows",
     "Policies cannot deny: what any of them allows is allowed. To close a direction write a "
     "policy without rules, and allow the rest in others; or rename this one."},
    {"MSH6105", Severity::kWarning, "Selector that matches nothing",
     "No pod or namespace fulfils all of it, so the policy does less than it says. Correct it."},
    {"MSH6106", Severity::kWarning, "Rules that nobody reads",
     "The direction is not among `policyTypes`, so neither is it closed nor do its rules count. "
     "Add it, or remove the rules."},
    {"MSH6107", Severity::kWarning, "Port of the sidecar in place of istiod's",
     "15001 and 15006 are where a pod's own sidecar catches its traffic; no other pod connects to "
     "them. Proxies reach istiod at 15012 (15010 without TLS)."},
    {"MSH6108", Severity::kWarning, "Istio closed to the API server",
     "The API server calls istiod's webhooks at port 15017 from an address that no selector "
     "matches; without them no pod gets a sidecar. Allow 15017 in a rule without `from`."},
    {"MSH6109", Severity::kWarning, "IPv6 network in an unusual spelling",
     "API servers warn: other programs may compare texts. Write it in the recommended spelling."},
    {"MSH6110", Severity::kWarning, "More requests than limits",
     "API servers warn: no pod has a limit below its request, so the smaller number ends it. Raise "
     "the limit, or lower the request."},
    {"MSH6111", Severity::kWarning, "Null in a list of ports",
     "It is read as an item that names no port: all TCP ports. Remove it, or name a port."},
};

}  // namespace mesh::kubernetes
