#include "core/model/common.h"

namespace mesh {

std::vector<Binding<Common>> Common::Fields() {
  return {
      Bind<&Common::cluster>(
          "cluster", {.doc = "Name of the cluster, as the provider's `clusters` names it, that the "
                             "objects belong to.",
                      .on_change = OnChange::kReplace,
                      .fallback = "default"}),
      Bind<&Common::on_destroy>(
          "on_destroy",
          {.doc =
               "What destroying the resource does to its objects: `delete` removes them, `keep` "
               "leaves them as they are and gives up only our record of owning them. Namespaces, "
               "tenants and topics are kept unless this says `delete`; other resources are "
               "deleted. Objects that existed before and were adopted are deleted only when this "
               "says `delete`. Destroying obeys the value that was applied last.",
           .one_of = {"delete", "keep"}}),
      Bind<&Common::adopt>(
          "adopt",
          {.doc =
               "What to do when an object exists already. Left out, an object that nobody of "
               "ours manages is adopted, with a warning. `true` also takes over an object that "
               "another resource or state manages; `false` makes any existing object an error."}),
      Bind<&Common::force_conflicts>(
          "force_conflicts",
          {.doc = "`true` takes fields over that another manager of server-side apply has, instead "
                  "of the error that names it. Trees of files know no managers."}),
      Bind<&Common::ignore_fields>(
          "ignore_fields",
          {.doc = "Dotted paths of object fields that are neither written nor compared, such as "
                  "`spec.replicas` or `metadata.labels.team`."}),
  };
}

std::vector<Field> WithCommonFields(std::vector<Field> own) {
  for (Field& field : FieldsOf(TableOf<Common>())) own.push_back(std::move(field));
  own.push_back(
      {.name = kManifests,
       .doc = "The objects that this resource owns, as canonical JSON by "
              "`<apiVersion>/<kind>/<namespace>/<name>`. A plan shows here exactly what changes.",
       .presence = Presence::kComputed,
       .type = Type::Map(Type::String())});
  return own;
}

}  // namespace mesh
