#include "core/checks/istio_networking/workload.h"

#include <algorithm>

#include "core/checks/istio/host_text.h"
#include "core/checks/istio/label_text.h"
#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio_networking/endpoint_rules.h"
#include "core/checks/istio_networking/listener_parts.h"
#include "core/checks/istio_networking/listener_rules.h"
#include "core/checks/istio_networking/networking_kinds.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kWorkloadPath = RuleOf(kListenerRules, "MSH2205");
constexpr const Rule& kWorkloadAddress = RuleOf(kEndpointRules, "MSH2311");
constexpr const Rule& kNoAddress = RuleOf(kEndpointRules, "MSH2330");
constexpr const Rule& kNetworkAlone = RuleOf(kEndpointRules, "MSH2331");
constexpr const Rule& kSocketPorts = RuleOf(kEndpointRules, "MSH2332");
constexpr const Rule& kPortName = RuleOf(kEndpointRules, "MSH2334");
constexpr const Rule& kTemplateLabel = RuleOf(kEndpointRules, "MSH2335");
constexpr const Rule& kNoProbe = RuleOf(kEndpointRules, "MSH2336");
constexpr const Rule& kGrpc = RuleOf(kEndpointRules, "MSH2337");
constexpr const Rule& kScheme = RuleOf(kEndpointRules, "MSH2338");
constexpr const Rule& kHeader = RuleOf(kEndpointRules, "MSH2339");
constexpr const Rule& kNoCommand = RuleOf(kEndpointRules, "MSH2340");

constexpr std::size_t kLongestPortName = 62;

void CheckTemplateLabels(const Value& labels, const Place& at, Findings& out) {
  for (const auto& [key, value] : MembersOf(labels)) {
    std::string wrong = WrongLabelKey(key);
    if (wrong.empty()) wrong = WrongLabelValue(TextOf(value));
    if (!wrong.empty()) out.Add(kTemplateLabel, at.Key(key), std::move(wrong));
  }
}

void CheckHttpProbe(const Value& probe, const Place& at, Findings& out) {
  CheckPort(probe.Get("port"), at / "port", out);
  const std::string_view scheme = TextOf(probe.Get("scheme"));
  if (!scheme.empty() && scheme != "HTTP" && scheme != "HTTPS") {
    out.Add(kScheme, at / "scheme", "It is " + InQuotes(scheme) + ".");
  }
  const Value::List& headers = ItemsOf(probe.Get("httpHeaders"));
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (!headers[i].is_map()) continue;
    const Place header_at = (at / "httpHeaders")[i];
    const Value& name = headers[i].Get("name");
    // The API server has refused anything else.
    if (name.is_null()) out.Add(kHeader, header_at, "There is no name.");
    if (TextOf(name).find('_') != std::string_view::npos) {
      out.Add(kHeader, header_at / "name", InQuotes(TextOf(name)) + " has an underscore.");
    }
  }
}

void CheckProbe(const Value& probe, const Place& at, Findings& out) {
  if (!probe.is_map()) return;
  CheckHttpProbe(probe.Get("httpGet"), at / "httpGet", out);
  CheckPort(probe.At({"tcpSocket", "port"}), at / "tcpSocket" / "port", out);
  CheckPort(probe.At({"grpc", "port"}), at / "grpc" / "port", out);
  const Value& command = probe.At({"exec", "command"});
  if (command.is_list() && command.as_list().empty()) {
    out.Add(kNoCommand, at / "exec" / "command", "The list is empty.");
  }
  if (!probe.Get("grpc").is_null()) return out.Add(kGrpc, at / "grpc", "It is there.");
  for (const std::string_view method : {"httpGet", "tcpSocket", "exec"}) {
    if (!probe.Get(method).is_null()) return;
  }
  out.Add(kNoProbe, at, "There is none of httpGet, tcpSocket and exec.");
}

}  // namespace

void CheckWorkload(const Value& workload, const Place& at, Findings& out) {
  const std::string_view address = TextOf(workload.Get("address"));
  const Value& ports = workload.Get("ports");
  if (IsUnixSocket(address)) {
    CheckUnixSocket(address, at / "address", out);
    if (address.starts_with("unix://@") && address.ends_with('/')) {
      out.Add(kWorkloadPath, at / "address", InQuotes(address) + " ends with a slash.");
    }
    if (!ports.is_null()) out.Add(kSocketPorts, at / "ports", "The address is a Unix socket.");
  }
  for (const auto& [name, port] : MembersOf(ports)) {
    const Place port_at = (at / "ports").Key(name);
    if (name.size() > kLongestPortName || !IsDnsLabel(name)) {
      out.Add(kPortName, port_at, "It is " + InQuotes(name) + ".");
    }
    CheckPort(port, port_at, out);
  }
}

void CheckHasAddress(const Value& workload, const Place& at, Findings& out) {
  if (!TextOf(workload.Get("address")).empty()) return;
  const std::string_view network = TextOf(workload.Get("network"));
  if (network.empty()) {
    out.Add(kNoAddress, at, "There is neither address nor network.");
  } else {
    out.Add(kNetworkAlone, at, "There is no address; the network is " + InQuotes(network) + ".");
  }
}

bool IsNameOrIp(std::string_view address) {
  return IsIpAddress(address) || WrongFqdn(address).empty();
}

void CheckWorkloadEntry(const Value& object, const CheckContext&, Findings& out) {
  CheckAnnotations(object, out);
  const Value& spec = object.Get("spec");
  if (!spec.is_map()) return;
  const Place at = Place() / "spec";
  CheckWorkload(spec, at, out);
  CheckHasAddress(spec, at, out);
  const std::string_view address = TextOf(spec.Get("address"));
  if (!address.empty() && !IsUnixSocket(address) && !IsNameOrIp(address)) {
    out.Add(kWorkloadAddress, at / "address",
            InQuotes(address) + " is no IP address. " + WrongFqdn(address));
  }
  CheckLabels(spec.Get("labels"), at / "labels", out);
}

void CheckWorkloadGroup(const Value& object, const CheckContext&, Findings& out) {
  CheckAnnotations(object, out);
  const Value& spec = object.Get("spec");
  const Place at = Place() / "spec";
  CheckWorkload(spec.Get("template"), at / "template", out);
  CheckTemplateLabels(spec.At({"template", "labels"}), at / "template" / "labels", out);
  CheckLabels(spec.At({"metadata", "labels"}), at / "metadata" / "labels", out);
  CheckProbe(spec.Get("probe"), at / "probe", out);
}

}  // namespace mesh::istio
