#include "planes/kubernetes/access/file_credentials.h"

#include "planes/kubernetes/access/pem.h"
#include "planes/kubernetes/access/renewed_credentials.h"

namespace mesh {
namespace {

constexpr std::chrono::seconds kReadEvery{60};

std::string Trimmed(const std::string& text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t start = text.find_first_not_of(kSpace);
  if (start == std::string::npos) return "";
  return text.substr(start, text.find_last_not_of(kSpace) - start + 1);
}

class FromFiles final : public RenewedCredentials {
 public:
  FromFiles(WrittenCredentials written, const Surroundings& surroundings)
      : RenewedCredentials(surroundings.clock),
        written_(std::move(written)),
        files_(surroundings.files) {}

 protected:
  Result<Fresh> Fetch(bool last_refused) override {
    auto read = Read();
    if (!read) {
      if (last_.credentials.SameContent({}) || last_refused) {
        return tl::unexpected(std::move(read.error()));
      }
    } else {
      last_.credentials = std::move(*read);
    }
    const bool rotates = !written_.token_file.empty() || !written_.certificate.path.empty() ||
                         !written_.key.path.empty();
    if (rotates) last_.renew_at = Now() + kReadEvery;
    return last_;
  }

 private:
  Result<RequestCredentials> Read() const {
    auto authorization = Authorization();
    if (!authorization) return tl::unexpected(std::move(authorization.error()));
    RequestCredentials out;
    out.authorization = std::move(*authorization);
    if (written_.certificate.empty() && written_.key.empty()) return out;
    return WithCertificate(std::move(out));
  }

  Result<Secret> Authorization() const {
    if (!written_.token_file.empty()) {
      auto text = ReadNeeded(*files_, written_.token_file, "a bearer token", written_.at);
      if (!text) return tl::unexpected(std::move(text.error()));
      const std::string token = Trimmed(*text);
      if (!token.empty() && IsHeaderToken(token)) return BearerAuthorization(Secret(token));
      return Fail("No token in " + written_.token_file,
                  written_.token_file + ", the token file of " + written_.source + ", " +
                      (token.empty() ? "is empty" : "holds more than one word") +
                      ". It must hold one token and nothing else.",
                  written_.at);
    }
    if (!written_.username.empty() || !written_.password.empty()) {
      return BasicAuthorization(written_.username, written_.password);
    }
    if (written_.token.empty()) return Secret();
    if (IsHeaderToken(written_.token.Reveal())) return BearerAuthorization(written_.token);
    return Fail("Invalid token",
                "The token of " + written_.source +
                    " holds a blank or a line break, which no token has. Remove it; for a file "
                    "that ends with a line break: trimspace(file(\"...\")).",
                written_.at);
  }

  Result<RequestCredentials> WithCertificate(RequestCredentials out) const {
    auto certificate = Content(written_.certificate, "a client certificate in PEM");
    if (!certificate) return tl::unexpected(std::move(certificate.error()));
    auto key = Content(written_.key, "the private key of a client certificate in PEM");
    if (!key) return tl::unexpected(std::move(key.error()));
    out.client_certificate = certificate->Reveal();
    out.client_key = std::move(*key);
    if (const auto wrong = KeyPairProblem(out.client_certificate, out.client_key)) {
      return Fail("Invalid client certificate",
                  "The client certificate of " + written_.certificate_source + " " + *wrong,
                  written_.certificate_at);
    }
    return out;
  }

  Result<Secret> Content(const FileOrText& from, const std::string& what) const {
    if (from.path.empty()) return from.text;
    auto text = ReadNeeded(*files_, from.path, what, written_.certificate_at);
    if (!text) return tl::unexpected(std::move(text.error()));
    return Secret(std::move(*text));
  }

  const WrittenCredentials written_;
  const std::shared_ptr<const FilesReader> files_;
  Fresh last_ = {};
};

}  // namespace

Result<std::shared_ptr<Credentials>> FileCredentials(const WrittenCredentials& written,
                                                     const Surroundings& surroundings) {
  auto out = std::make_shared<FromFiles>(written, surroundings);
  auto first = out->Current(0);
  if (!first) return tl::unexpected(std::move(first.error()));
  return out;
}

}  // namespace mesh
