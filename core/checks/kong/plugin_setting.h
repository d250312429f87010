#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace mesh::kong {

/// One setting of a plugin, as plugin_fields.h tells it.
struct Setting {
  std::string_view name;
  char type = 'X';
  bool is_needed = false;
  bool is_secret = false;
  /// The new name when this is an old one.
  std::string_view renamed = {};
  /// With `|` between them.
  std::string_view values = {};
  bool is_bounded = false;
  std::int64_t least = 0;
  std::int64_t most = 0;
  /// Of an object, or of the objects in a list; empty: not told.
  std::string_view members = {};
};

/// Reads settings in the form of PluginFields().
std::vector<Setting> ReadSettings(std::string_view text);

/// The settings of a plugin as text; empty when they are not told.
std::string_view SettingsOf(std::string_view plugin);

/// Names of plugins, those of Kong Enterprise last.
std::vector<std::string_view> PluginNames();
bool IsEnterprise(std::string_view plugin);

}  // namespace mesh::kong
