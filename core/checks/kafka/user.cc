#include "core/checks/kafka/user.h"

#include <algorithm>
#include <array>

#include "core/checks/kafka/kafka_rules.h"
#include "core/checks/read.h"

namespace mesh::kafka {
namespace {

constexpr const Rule& kNotTls = RuleOf(kKafkaRules, "MSH7201");
constexpr const Rule& kHalf = RuleOf(kKafkaRules, "MSH7202");
constexpr const Rule& kTooEarly = RuleOf(kKafkaRules, "MSH7203");
constexpr const Rule& kNoRights = RuleOf(kKafkaRules, "MSH7230");
constexpr const Rule& kNoResource = RuleOf(kKafkaRules, "MSH7231");
constexpr const Rule& kOperation = RuleOf(kKafkaRules, "MSH7232");
constexpr const Rule& kEverything = RuleOf(kKafkaRules, "MSH7233");
constexpr const Rule& kLongName = RuleOf(kKafkaRules, "MSH7234");
constexpr const Rule& kPassword = RuleOf(kKafkaRules, "MSH7235");
constexpr const Rule& kNoSecret = RuleOf(kKafkaRules, "MSH7236");

constexpr std::size_t kLongestCommonName = 64;

/// The operations that Kafka knows for a type of resource, beside All.
struct ResourceRow {
  std::string_view type;
  std::array<std::string_view, 8> operations;
};
constexpr ResourceRow kResources[] = {
    {"topic",
     {"Read", "Write", "Create", "Delete", "Alter", "Describe", "AlterConfigs", "DescribeConfigs"}},
    {"group", {"Read", "Delete", "Describe", "AlterConfigs", "DescribeConfigs"}},
    {"cluster",
     {"Create", "ClusterAction", "Alter", "AlterConfigs", "Describe", "DescribeConfigs",
      "IdempotentWrite"}},
    {"transactionalId", {"Write", "Describe"}},
};

void CheckDays(const Value& authentication, const Place& at, Findings& out) {
  const Value& validity = authentication.Get("validityDays");
  const Value& renewal = authentication.Get("renewalDays");
  if (validity.is_null() && renewal.is_null()) return;
  if (TextOf(authentication.Get("type")) != "tls") {
    out.Add(kNotTls, at, "The type is " + std::string(TextOf(authentication.Get("type"))) + ".");
  } else if (validity.is_null() || renewal.is_null()) {
    out.Add(kHalf, at,
            std::string(validity.is_null() ? "validityDays" : "renewalDays") + " is not there.");
  } else if (WholeOf(renewal) >= WholeOf(validity)) {
    out.Add(kTooEarly, at / "renewalDays",
            "It is " + std::to_string(WholeOf(renewal)) + ", and validityDays is " +
                std::to_string(WholeOf(validity)) + ".");
  }
}

void CheckAuthentication(const Value& object, Findings& out) {
  const Value& authentication = object.At({"spec", "authentication"});
  const Place at = Place() / "spec" / "authentication";
  CheckDays(authentication, at, out);
  const std::string_view type = TextOf(authentication.Get("type"));
  const std::string_view name = TextOf(object.At({"metadata", "name"}));
  if (type == "tls" && name.size() > kLongestCommonName) {
    out.Add(kLongName, Place() / "metadata" / "name",
            "It has " + std::to_string(name.size()) + " characters.");
  }
  const Value& password = authentication.Get("password");
  if (password.is_null()) return;
  const Value& key = password.At({"valueFrom", "secretKeyRef"});
  if (type != "scram-sha-512") {
    out.Add(kPassword, at / "password", "The type is " + std::string(type) + ".");
  } else if (TextOf(key.Get("name")).empty() || TextOf(key.Get("key")).empty()) {
    out.Add(kNoSecret, at / "password" / "valueFrom", "The Secret or its key is not named.");
  }
}

void CheckOperation(const ResourceRow& row, std::string_view operation, const Place& at,
                    Findings& out) {
  if (operation.empty() || operation == "All") return;
  if (std::ranges::find(row.operations, operation) != row.operations.end()) return;
  out.Add(kOperation, at, "A " + std::string(row.type) + " has no " + std::string(operation) + ".");
}

void CheckRight(const Value& acl, const Place& at, Findings& out) {
  const Value& resource = acl.Get("resource");
  const std::string_view type = TextOf(resource.Get("type"));
  const auto* const row = std::ranges::find(kResources, type, &ResourceRow::type);
  if (row == std::end(kResources)) return;
  const Value& name = resource.Get("name");
  if (name.is_null() && type != "cluster") {
    out.Add(kNoResource, at / "resource", "The " + std::string(type) + " is not named.");
  }
  CheckOperation(*row, TextOf(acl.Get("operation")), at / "operation", out);
  const Value::List& operations = ItemsOf(acl.Get("operations"));
  bool is_all = TextOf(acl.Get("operation")) == "All";
  for (std::size_t i = 0; i < operations.size(); ++i) {
    CheckOperation(*row, TextOf(operations[i]), (at / "operations")[i], out);
    is_all = is_all || TextOf(operations[i]) == "All";
  }
  if (is_all && acl.Get("type").StringOr("allow") == "allow" &&
      (type == "cluster" || TextOf(name) == "*")) {
    out.Add(kEverything, at,
            "It allows All on " +
                (type == "cluster" ? "the cluster" : "every " + std::string(type)) + ".");
  }
}

}  // namespace

void CheckUser(const Value& object, const CheckContext&, Findings& out) {
  CheckAuthentication(object, out);
  const Value& authorization = object.At({"spec", "authorization"});
  const Value::List& acls = ItemsOf(authorization.Get("acls"));
  const Place at = Place() / "spec" / "authorization";
  if (acls.empty()) {
    out.Add(kNoRights, at, authorization.is_null() ? "It is not there." : "There are no acls.");
  }
  for (std::size_t i = 0; i < acls.size(); ++i) CheckRight(acls[i], (at / "acls")[i], out);
}

}  // namespace mesh::kafka
