#include "generator/import/imported.h"

#include <algorithm>
#include <map>

#include "core/checks/check_object.h"
#include "core/kinds/catalogue.h"
#include "core/kinds/kind.h"
#include "core/ownership/import.h"
#include "core/ownership/server_fields.h"
#include "core/resources/kind/kind_resource.h"
#include "core/resources/object/object_config.h"
#include "generator/document_codes.h"
#include "generator/import/local_names.h"
#include "planes/parallel.h"

namespace mesh::generator {
namespace {

constexpr const char* kLastApplied = "kubectl.kubernetes.io/last-applied-configuration";
/// One document on its way to a resource.
class Document {
 public:
  /// Takes the document's value.
  Document(const Input& input, InputDocument& document, const ImportRules& rules)
      : input_(input), document_(document), rules_(rules) {}

  void Import() {
    if (const auto not_one = WhyNoObject(document_.value)) {
      return Say(not_one->code, not_one->code.severity, not_one->why);
    }
    out_.key = *KeyOf(document_.value);
    out_.object = std::move(document_.value);
    DropServerFields();
    if (rules_.in_cluster) DropDefaults();
    FillNamespace();
    if (HoldsSecret()) return;
    for (const Finding& finding :
         CheckObject(out_.object, CheckSettings{.istio_version = rules_.istio_version})) {
      const Diagnostic said = finding.ToDiagnostic();
      Note(std::string(finding.rule->code), said.severity, said.summary, said.detail,
           LineOf(document_, finding.path));
    }
    has_resource_ = Typed() || Untyped();
  }

  bool has_resource() const { return has_resource_; }
  const ObjectKey& key() const { return out_.key; }
  ImportedObject TakeObject() { return std::move(out_); }
  std::vector<ImportNote> TakeNotes() { return std::move(notes_); }
  void SayTwice(const std::string& where) {
    Say(codes::kTwice, Severity::kError,
        "Both this document and the one at " + where + " are " + out_.key.ToString() +
            ". The first one was imported; remove one of the two.");
  }
  std::string Place() const {
    return input_.files[document_.file] + ":" + std::to_string(document_.line);
  }

 private:
  void Note(std::string code, Severity severity, std::string summary, std::string detail,
            int line) {
    notes_.push_back({input_.files[document_.file], line, document_.index, std::move(code),
                      severity, std::move(summary), std::move(detail),
                      out_.key.kind.empty() ? "" : out_.key.ToString()});
  }
  void Say(const DocumentCode& code, Severity severity, std::string detail) {
    Note(std::string(code.code), severity, std::string(code.title), std::move(detail),
         document_.line);
  }

  void DropServerFields() {
    std::vector<std::string> dropped = ownership::RemoveServerFields(out_.object);
    const Value& annotations = out_.object.At({"metadata", "annotations"});
    if (annotations.Has(kLastApplied)) {
      Value::Map& metadata = out_.object.as_map().at("metadata").as_map();
      metadata.at("annotations").as_map().erase(kLastApplied);
      if (metadata.at("annotations").as_map().empty()) metadata.erase("annotations");
      dropped.push_back(std::string("the annotation ") + kLastApplied);
    }
    std::string names;
    for (const std::string& one : dropped) names += (names.empty() ? "" : ", ") + one;
    if (names.empty()) return;
    Say(codes::kLeftOut, Severity::kWarning,
        "The server alone sets " + names + ", so these were left out.");
  }

  void DropDefaults() {
    Value kept = ownership::ImportManifest(out_.object);
    if (kept == out_.object) return;
    out_.object = std::move(kept);
    Say(codes::kDefaults, Severity::kWarning,
        "Values that the server would fill in by itself were left out: nobody can tell there who "
        "wrote them.");
  }

  void FillNamespace() {
    const Value& metadata = out_.object.Get("metadata");
    if (rules_.name_space.empty() || !metadata.is_map() || metadata.Has("namespace")) return;
    const ObjectKey key{out_.object.Get("apiVersion").StringOr(""),
                        out_.object.Get("kind").StringOr(""), "x", "x"};
    if (!FactsOf(key).namespaced) return;
    out_.object.as_map().at("metadata").Set("namespace", rules_.name_space);
    out_.key.name_space = rules_.name_space;
    Say(codes::kNamespace, Severity::kWarning,
        "The object names no namespace; it got " + rules_.name_space + ".");
  }

  bool HoldsSecret() {
    const bool data =
        !out_.object.Get("data").is_null() || !out_.object.Get("stringData").is_null();
    if (out_.key.kind != "Secret" || out_.key.api_version != "v1" || !data) return false;
    Say(codes::kSecret, Severity::kError,
        "A Secret's values would stand in plain text in the configuration and the state. Keep them "
        "in a secret store, or write the Secret as mesh_object with `data_wo`, which no plan or "
        "state holds.");
    return true;
  }

  bool Typed() {
    const KindShape* kind = Kinds().Find(out_.key.group(), out_.key.kind);
    if (kind == nullptr || !CanBeTyped(*kind)) return false;
    std::vector<Unheld> unheld;
    Value config = ConfigOf(out_.object, *kind, unheld);
    if (unheld.empty()) {
      out_.type = std::string(kind->resource);
      out_.config = std::move(config);
      return true;
    }
    const bool secret = std::ranges::any_of(
        unheld, [](const Unheld& one) { return one.why.find("holds a secret") != one.why.npos; });
    std::string why;
    for (const Unheld& one : unheld) {
      why += (why.empty() ? "" : " ") + one.path.ToString() + ": " + one.why;
    }
    const std::string type = "mesh_" + std::string(kind->resource);
    if (secret) {
      Say(codes::kSecret, Severity::kError,
          why + " Refer to a Secret instead, and import it then.");
      out_.type = "none";
    } else if (rules_.typed_only) {
      Say(codes::kUntyped, Severity::kError,
          type + " cannot hold it, and --typed allows nothing else. " + why);
      out_.type = "none";
    } else {
      Say(codes::kUntyped, Severity::kWarning, type + " cannot hold it. " + why);
    }
    return false;
  }

  bool Untyped() {
    if (out_.type == "none") return false;
    const bool known = Kinds().Find(out_.key.group(), out_.key.kind) != nullptr;
    if (!known && rules_.typed_only) {
      Say(codes::kUntyped, Severity::kError,
          "There is no typed resource for " + out_.key.kind + ", and --typed allows nothing else.");
      return false;
    }
    if (!known) {
      Say(codes::kUntyped, Severity::kWarning,
          "There is no typed resource for " + out_.key.kind + ".");
    }
    const ObjectSpelling spelling = SpellObject(out_.object);
    out_.type = "object";
    out_.config = spelling.yaml.empty() ? Value(Value::Map{{"manifest", out_.object}})
                                        : Value(Value::Map{{"yaml", spelling.yaml}});
    return true;
  }

  const Input& input_;
  InputDocument& document_;
  const ImportRules& rules_;
  ImportedObject out_;
  std::vector<ImportNote> notes_;
  bool has_resource_ = false;
};

/// The tenant of each namespace that the input has a Namespace of.
std::map<std::string, std::string> TenantsOf(const std::vector<ImportedObject>& objects) {
  std::map<std::string, std::string> out;
  for (const ImportedObject& one : objects) {
    if (one.key.kind != "Namespace" || !one.key.group().empty()) continue;
    for (const char* label : {"tenant", "client"}) {
      const std::string tenant = one.object.At({"metadata", "labels", label}).StringOr("");
      if (!tenant.empty()) out.try_emplace(one.key.name, tenant);
    }
  }
  return out;
}

}  // namespace

Imported ImportObjects(Input input, const ImportRules& rules) {
  std::vector<Document> documents;
  documents.reserve(input.documents.size());
  for (InputDocument& one : input.documents) documents.emplace_back(input, one, rules);
  constexpr std::size_t kChunk = 64;
  InParallel(documents.size(), UsefulThreads(), kChunk, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) documents[i].Import();
  });

  Imported out;
  for (const InputProblem& problem : input.problems) {
    out.notes.push_back({input.files[problem.file], problem.line, problem.index,
                         std::string(codes::kUnreadable.code), problem.what.severity,
                         problem.what.summary, problem.what.detail, ""});
  }
  out.objects.reserve(documents.size());
  std::map<std::string, std::string> seen;
  for (Document& document : documents) {
    if (document.has_resource()) {
      const auto [there, added] = seen.try_emplace(document.key().Identity(), document.Place());
      if (added) {
        out.objects.push_back(document.TakeObject());
      } else {
        document.SayTwice(there->second);
      }
    }
    std::ranges::move(document.TakeNotes(), std::back_inserter(out.notes));
  }
  if (rules.sorted) {
    std::ranges::sort(out.objects, {}, [](const ImportedObject& one) {
      return std::tie(one.key.name_space, one.key.kind, one.key.name, one.key.api_version);
    });
  }
  const auto tenants = TenantsOf(out.objects);
  for (ImportedObject& one : out.objects) {
    const auto found =
        tenants.find(one.key.kind == "Namespace" ? one.key.name : one.key.name_space);
    if (found != tenants.end()) one.tenant = found->second;
  }
  NameResources(out.objects);
  return out;
}

}  // namespace mesh::generator
