#include "planes/kubernetes/failure.h"

#include "core/formats/json.h"

namespace mesh {

Diagnostics ExplainFailure(const HttpResponse& answer, const ownership::AskedFor& asked) {
  const auto status = ReadJson(answer.body, "answer");
  const Value none;
  return ownership::StatusToDiagnostics(
      {.code = answer.status, .status = status ? *status : none, .body = answer.body}, asked);
}

Diagnostics WarningsOf(const HttpResponse& answer, const ObjectKey& key) {
  Diagnostics out;
  for (const HttpHeader& header : answer.headers) {
    if (header.name != "warning" && header.name != "Warning") continue;
    // 299 - "text" (RFC 7234)
    const std::size_t begin = header.value.find('"');
    const std::size_t end = header.value.rfind('"');
    const std::string text = begin != std::string::npos && end > begin
                                 ? header.value.substr(begin + 1, end - begin - 1)
                                 : header.value;
    out.push_back(Warning("The API server warns about " + key.kind + " " + key.name, text + "."));
  }
  return out;
}

}  // namespace mesh
