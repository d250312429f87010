#include "generator/docs_pages.h"

#include "core/model/common.h"
#include "core/model/platform.h"

namespace mesh::generator {
namespace {

std::string Trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

/// Indents each line by two spaces, as a YAML block scalar needs it.
std::string Indented(const std::string& text) {
  std::string out = "  ";
  for (const char c : text) {
    out += c;
    if (c == '\n') out += "  ";
  }
  return out;
}

std::string FrontMatter(const std::string& title, const std::string& summary,
                        bool with_subcategory) {
  return std::string("---\n") + kGeneratedLine + "\npage_title: \"" + title + "\"\n" +
         (with_subcategory ? "subcategory: \"\"\n" : "") + "description: |-\n" + Indented(summary) +
         "\n---\n\n";
}

std::string Fence(const std::string& language, const std::string& text) {
  return "```" + language + "\n" + Trimmed(text) + "\n```\n";
}

std::string Paragraphs(const std::string& summary, const std::string& description) {
  return summary + "\n" + (description.empty() ? "" : "\n" + Trimmed(description) + "\n");
}

/// The examples of one folder whose names start with `stem` and end with `.tf`, each in a fence.
std::string Examples(const DocsSources& sources, const std::string& folder,
                     const std::string& stem) {
  std::string out;
  for (const auto& [path, text] : sources.examples) {
    if (path.starts_with(folder + "/" + stem) && path.ends_with(".tf")) {
      out += "\n" + Fence("terraform", text);
    }
  }
  return out.empty() ? "" : "\n## Example Usage\n" + out;
}

std::string Import(const DocsSources& sources, const std::string& folder) {
  std::string out;
  const auto add = [&](const std::string& file, const std::string& language,
                       const std::string& sentence) {
    const auto found = sources.examples.find(folder + "/" + file);
    if (found != sources.examples.end()) {
      out += "\n" + sentence + "\n\n" + Fence(language, found->second);
    }
  };
  add("import-by-identity.tf", "terraform",
      "With an `import` block and the resource's identity (Terraform and OpenTofu 1.12 and "
      "later):");
  add("import-by-string-id.tf", "terraform",
      "With an `import` block and an id (Terraform 1.5 and later, OpenTofu):");
  add("import.sh", "shell", "With the `import` command:");
  return out.empty() ? "" : "\n## Import\n" + out;
}

std::string ResourcePage(const ResourceDefinition& definition, const DocsSources& sources) {
  const std::string name = "mesh_" + definition.name;
  const std::string folder = "resources/" + name;
  return FrontMatter(name + " Resource - mesh", definition.summary, true) + "# " + name +
         " (Resource)\n\n" + Paragraphs(definition.summary, definition.description) +
         Examples(sources, folder, "resource") + "\n" +
         SchemaSection(WithCommonFields(definition.fields)) + Import(sources, folder);
}

std::string DataSourcePage(const DataSourceDefinition& definition, const DocsSources& sources) {
  const std::string name = "mesh_" + definition.name;
  return FrontMatter(name + " Data Source - mesh", definition.summary, true) + "# " + name +
         " (Data Source)\n\n" + Paragraphs(definition.summary, definition.description) +
         Examples(sources, "data-sources/" + name, "data-source") + "\n" +
         SchemaSection(definition.fields);
}

/// A type as a function signature shows it.
std::string SignatureType(const Type& type) {
  switch (type.kind()) {
    case Type::Kind::kString:
      return "string";
    case Type::Kind::kNumber:
      return "number";
    case Type::Kind::kBool:
      return "bool";
    case Type::Kind::kList:
      return "list of " + SignatureType(type.element());
    case Type::Kind::kSet:
      return "set of " + SignatureType(type.element());
    case Type::Kind::kMap:
      return "map of " + SignatureType(type.element());
    case Type::Kind::kObject:
      return "object";
    case Type::Kind::kTuple:
      return "tuple";
    case Type::Kind::kDynamic:
      break;
  }
  return "dynamic";
}

std::string FunctionPage(const FunctionDefinition& definition, const DocsSources& sources) {
  std::string signature, arguments;
  int number = 0;
  const auto add = [&](const FunctionDefinition::Parameter& parameter, const char* more,
                       const char* note) {
    const std::string type = SignatureType(parameter.type);
    signature += (number == 0 ? "" : ", ") + parameter.name + " " + type + more;
    arguments += std::to_string(++number) + ". `" + parameter.name + "` (" + note + type + ") " +
                 parameter.doc + "\n";
  };
  for (const auto& parameter : definition.parameters) add(parameter, "", "");
  if (definition.variadic) add(*definition.variadic, "...", "Variadic, ");
  return FrontMatter(definition.name + " function - mesh", definition.summary, true) +
         "# function: " + definition.name + "\n\n" +
         Paragraphs(definition.summary, definition.description) +
         Examples(sources, "functions/" + definition.name, "function") + "\n## Signature\n\n" +
         Fence("text",
               definition.name + "(" + signature + ") " + SignatureType(definition.result)) +
         "\n## Arguments\n\n" + arguments;
}

constexpr char kProviderSummary[] =
    "Declares the mesh namespaces, tenants, routes and topics of a multi-client Istio platform.";

constexpr char kProviderText[] =
    R"(The provider turns typed configuration into the Kubernetes objects that isolate and connect the clients of
a platform: labels for sidecar or ambient mode, strict mutual TLS, the fence of each tenant, network policies,
quotas, routes and topics. It checks what it can before anything is written, and every plan shows the exact
change of every object in the attribute `manifests`.

With nothing configured, objects are written as a tree of files that `kubectl apply -k`, Argo CD and Flux read;
no cluster and no credentials are needed. Drift, adoption and destroy work on files as they do on a cluster.

The same core is in the program `meshgen`, which renders the same tree from one YAML file without Terraform.

- New here? [Getting started](guides/getting-started.md).
- What isolation means: [The tenancy model](guides/tenancy.md).
- What the tree looks like: [The GitOps tree](guides/gitops-tree.md).
- API servers: [Real clusters](guides/clusters.md), [coming from kubernetes and kubectl](guides/migrating.md).
- YAML, Helm output or a cluster: [Importing what exists](guides/importing.md).
- Namespaces that exist already: [Taking over namespaces](guides/namespace-ownership.md).
- Pipelines: [Running in CI](guides/ci.md).
)";

std::string IndexPage(const DocsSources& sources) {
  return FrontMatter("Provider: mesh", kProviderSummary, false) + "# mesh Provider\n\n" +
         Paragraphs(kProviderSummary, kProviderText) + Examples(sources, "provider", "provider") +
         "\n" + SchemaSection(FieldsOf(TableOf<Platform>()));
}

}  // namespace

std::map<std::string, std::string> DocsPages(const DocsSources& sources) {
  std::map<std::string, std::string> out;
  out["index.md"] = IndexPage(sources);
  for (const ResourceDefinition& definition : sources.resources) {
    out["resources/" + definition.name + ".md"] = ResourcePage(definition, sources);
  }
  for (const DataSourceDefinition& definition : sources.data_sources) {
    out["data-sources/" + definition.name + ".md"] = DataSourcePage(definition, sources);
  }
  for (const FunctionDefinition& definition : sources.functions) {
    out["functions/" + definition.name + ".md"] = FunctionPage(definition, sources);
  }
  return out;
}

}  // namespace mesh::generator
