#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace mesh {

/// The texts of an XML document by the path of their element, as in `Error/Code`; of elements that
/// repeat, the first. Made for the short answers of AWS: elements, attributes (ignored) and
/// character data only. Nullopt for anything else, such as a document type, and for what is not
/// well-formed.
std::optional<std::map<std::string, std::string>> XmlTexts(std::string_view xml);

}  // namespace mesh
