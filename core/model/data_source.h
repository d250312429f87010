#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/model/field.h"

namespace mesh {

/// The files a data source may read: the only outside world that one sees.
class Files {
 public:
  virtual ~Files() = default;
  /// The bytes of a file; an error names the path and why.
  virtual Result<std::string> Read(const std::string& path) const = 0;
  /// Paths of all regular files below `path`, sorted; `path` itself when it is a file.
  virtual Result<std::vector<std::string>> List(const std::string& path) const = 0;
};

/// A data source: its attributes, and how a known configuration becomes them all.
struct DataSourceDefinition {
  /// Without the provider's prefix.
  std::string name;
  std::string summary;
  std::string description = {};
  std::vector<Field> fields;
  /// Gets a wholly known configuration; returns every field, computed ones filled in.
  std::function<Result<Value>(const Value& config, const Files& files)> read;
};

/// A provider function: pure, offline.
struct FunctionDefinition {
  struct Parameter {
    std::string name;
    Type type;
    std::string doc;
  };
  std::string name;
  std::string summary;
  std::string description = {};
  std::vector<Parameter> parameters;
  /// Takes any number of further arguments, none included.
  std::optional<Parameter> variadic = {};
  Type result;
  /// Gets known, non-null arguments in order, as many as `parameters` at least. The path of an
  /// error starts with the index of the argument at fault.
  std::function<Result<Value>(const std::vector<Value>& arguments)> call;
};

}  // namespace mesh
