#pragma once

#include <map>
#include <string>

#include "generator/import/imported.h"

namespace mesh::generator {

/// How resources are divided among files.
enum class SplitBy { kKind, kNamespace, kTenant };

/// Where the imported objects are managed.
struct ModuleTarget {
  std::string owner = "mesh";
  /// Of the directory plane; empty where `kubeconfig` says where.
  std::string tree = "./out";
  /// A real cluster's kubeconfig, and a context of it (empty: the current one).
  std::string kubeconfig = {};
  std::string context = {};
};

struct ModuleOptions {
  SplitBy split_by = SplitBy::kKind;
  /// Import blocks with identities, which hosts know from 1.12 on, instead of ids.
  bool identity = false;
  std::string istio_version = {};
};

/// A complete root module for the objects: file names to texts, as `terraform fmt` leaves them.
/// Import blocks stand in imports.tf alone.
std::map<std::string, std::string> ModuleFor(const Imported& imported, const ModuleTarget& target,
                                             const ModuleOptions& options);

}  // namespace mesh::generator
