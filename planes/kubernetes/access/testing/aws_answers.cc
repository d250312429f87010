// Does for each question on standard input, one JSON object a line, what `do` in it says, and
// prints the answer as one line of JSON: botocore is asked the same.
#include <iostream>

#include "core/formats/json.h"
#include "planes/kubernetes/access/aws/eks_credentials.h"
#include "planes/kubernetes/access/aws/endpoint.h"
#include "planes/kubernetes/access/aws/profiles.h"
#include "planes/kubernetes/access/aws/sigv4.h"
#include "planes/kubernetes/access/timestamp.h"

namespace mesh {
namespace {

std::string Text(const Value& question, const std::string& key) {
  return question.Get(key).StringOr("");
}

AwsKeys KeysOf(const Value& question) {
  return {Text(question, "id"), Secret(Text(question, "secret")), Secret(Text(question, "token")),
          std::nullopt};
}

AwsScope ScopeOf(const Value& question) {
  return {Text(question, "region"), Text(question, "service"),
          ParseRfc3339(Text(question, "time")).value()};
}

AwsRequest RequestOf(const Value& question) {
  AwsRequest out{.method = Text(question, "method"),
                 .host = Text(question, "host"),
                 .path = Text(question, "path"),
                 .body = Secret(Text(question, "body"))};
  for (const Value& pair : question.Get("query").as_list()) {
    out.query.emplace_back(pair.as_list()[0].as_string(), pair.as_list()[1].as_string());
  }
  for (const Value& pair : question.Get("headers").as_list()) {
    out.headers.push_back({pair.as_list()[0].as_string(), Secret(pair.as_list()[1].as_string())});
  }
  return out;
}

Value Profiles(const Value& question) {
  std::map<std::string, AwsProfile> profiles;
  Diagnostics wrong =
      ReadAwsProfiles(Text(question, "credentials"), "credentials", false, profiles);
  Append(wrong, ReadAwsProfiles(Text(question, "config"), "config", true, profiles));
  if (!wrong.empty()) return wrong.front().detail;
  Value out(Value::Map{});
  for (const auto& [name, profile] : profiles) {
    Value settings(Value::Map{});
    for (const auto& [key, value] : profile) settings.Set(key, value);
    out.Set(name, std::move(settings));
  }
  return out;
}

Value Answer(const Value& question) {
  const std::string task = Text(question, "do");
  if (task == "sign") {
    return SignedHeaders(RequestOf(question), KeysOf(question), ScopeOf(question))
        .back()
        .value.Reveal();
  }
  if (task == "presign") {
    return PresignedUrl(RequestOf(question), KeysOf(question), ScopeOf(question), 60).Reveal();
  }
  if (task == "token") {
    return EksToken(Text(question, "cluster"), Text(question, "region"), KeysOf(question),
                    ScopeOf(question).now)
        .Reveal();
  }
  if (task == "host") return AwsHost(Text(question, "service"), Text(question, "region"));
  if (task == "region") return IsAwsRegion(Text(question, "region"));
  return task == "profiles" ? Profiles(question) : Value();
}

}  // namespace
}  // namespace mesh

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    const auto question = mesh::ReadJson(line, "standard input");
    if (!question) return 2;
    std::cout << mesh::WriteJson(mesh::Answer(*question)) << "\n";
  }
  return 0;
}
