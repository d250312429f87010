#pragma once

#include <string_view>

namespace mesh::kong {

/// The settings of the plugins that open-source Kong brings, and of openid-connect, as text. A line
/// is `name setting setting ...`, where indented lines go on. A setting is `name=TYPE`, with these
/// before it: `^` an old name, `*` needed, `!` holds a secret; and these behind it:
///   `s` string, `b` boolean, `n` number, `i` whole number, `L` list of strings, `X` list, `M` map;
///   `R{settings}` object, `A{settings}` list of objects, `R@name` an object as line `@name` says;
///   `(a|b)` allowed values, `[0..9]` bounds, `>path` the new name.
std::string_view PluginFields();

/// Names of plugins that only Kong Enterprise and Konnect have, with a space behind each.
std::string_view EnterprisePlugins();

}  // namespace mesh::kong
