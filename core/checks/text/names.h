#pragma once

#include <string>
#include <string_view>

namespace mesh::kubernetes {

// Names as API servers read them. `Wrong...` answers what is wrong with a text, as a sentence that
// names it, and is empty when nothing is.

/// `name` or `domain/name`: the key of a label, an annotation or a resource. The domain has at most
/// 253 lower-case letters, digits, `-` and `.`; the name 1 to 63 letters, digits, `-`, `_` and `.`,
/// with a letter or digit at both ends.
std::string WrongQualifiedName(std::string_view name);
/// Empty, or as the name of a qualified name.
std::string WrongLabelValue(std::string_view value);
/// The name of a port of a pod: 1 to 15 lower-case letters, digits and single inner hyphens, a
/// letter among them (RFC 6335).
std::string WrongPortName(std::string_view name);

/// Labels of lower-case letters, digits and inner hyphens with dots between them; 253 characters at
/// most.
bool IsDnsSubdomain(std::string_view text);
/// One such label of at most 63 characters.
bool IsDnsLabel(std::string_view text);

}  // namespace mesh::kubernetes
