#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/model/diagnostic.h"
#include "core/model/value.h"

namespace mesh::generator {

/// What can be said of a document besides the rules of its kind; MSH00.. are its codes.
struct DocumentCode {
  std::string_view code;
  Severity severity = Severity::kError;
  std::string_view title;
  /// What it means and what to do, as sentences.
  std::string_view advice;
};

namespace codes {

inline constexpr DocumentCode kUnreadable{
    "MSH0001", Severity::kError, "Text that cannot be read",
    "The text is no YAML or JSON, or what it says is not certain, such as a key that appears "
    "twice. "
    "Nothing was taken from that document, or from that item of a list. Correct the line."};
inline constexpr DocumentCode kNoObject{
    "MSH0002", Severity::kError, "Document that is no object",
    "Every object has apiVersion, kind and metadata.name. Correct the document, or leave its file "
    "out."};
inline constexpr DocumentCode kTwice{
    "MSH0003", Severity::kError, "Object that was there already",
    "Two documents are one object, of which an import takes the first. Remove one of them."};
inline constexpr DocumentCode kUntyped{
    "MSH0004", Severity::kWarning, "Imported as mesh_object",
    "There is no typed resource for the kind, or it cannot hold what the object says. Nothing is "
    "lost, but less is checked. With --typed it is an error."};
inline constexpr DocumentCode kSecret{"MSH0005", Severity::kError, "Secret that is not imported",
                                      "Its values would stand in plain text in the configuration "
                                      "and the state. Keep them in a secret "
                                      "store, or write the Secret as mesh_object with `data_wo`."};
inline constexpr DocumentCode kLeftOut{
    "MSH0006", Severity::kWarning, "Fields of the server left out",
    "The server alone sets status, uid, resourceVersion and the like; nobody can apply them."};
inline constexpr DocumentCode kNamespace{
    "MSH0007", Severity::kWarning, "Namespace filled in",
    "The object names no namespace; it got the one of --namespace."};
inline constexpr DocumentCode kSkipped{
    "MSH0008", Severity::kWarning, "Document that is for another tool",
    "A kustomization is input of kustomize, and no object. Import what `kustomize build` prints."};
inline constexpr DocumentCode kDefaults{
    "MSH0009", Severity::kWarning, "Defaults of the server left out",
    "In a cluster nobody can tell who wrote a value that equals the server's default, so it is "
    "left "
    "out of the configuration. Write it there if it matters to you."};

/// All of them.
inline constexpr std::array kAll{kUnreadable, kNoObject,  kTwice,   kUntyped, kSecret,
                                 kLeftOut,    kNamespace, kSkipped, kDefaults};

}  // namespace codes

/// Why a document is none that a kind's rules apply to.
struct NotAnObject {
  DocumentCode code;
  /// Sentences.
  std::string why;
};

/// Nothing where `document` is an object.
std::optional<NotAnObject> WhyNoObject(const Value& document);

}  // namespace mesh::generator
