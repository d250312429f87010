#include "provider/plugin/testing/host.h"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <sstream>

namespace mesh::plugin::testing {
namespace {

template <class Write>
std::string Text(Write write) {
  BIO* const memory = BIO_new(BIO_s_mem());
  write(memory);
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  std::string out(data, static_cast<std::size_t>(size));
  BIO_free(memory);
  return out;
}

std::string PemOf(const std::string& der) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  X509* const certificate = d2i_X509(nullptr, &bytes, static_cast<long>(der.size()));
  if (certificate == nullptr) return "";
  std::string out = Text([&](BIO* to) { PEM_write_bio_X509(to, certificate); });
  X509_free(certificate);
  return out;
}

Child::Variables Merged(Child::Variables base, const Child::Variables& more) {
  for (const auto& [name, value] : more) {
    base[name] = value;
    if (value.empty()) base.erase(name);
  }
  return base;
}

}  // namespace

HostCertificate MakeHostCertificate() {
  EVP_PKEY* const key = EVP_EC_gen("P-521");
  X509* const certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 7);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -30);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_NAME* const name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_set_pubkey(certificate, key);
  for (const auto& [nid, value] : std::initializer_list<std::pair<int, const char*>>{
           {NID_basic_constraints, "critical,CA:TRUE"},
           {NID_subject_alt_name, "DNS:localhost"},
           {NID_key_usage, "critical,digitalSignature,keyCertSign"},
           {NID_ext_key_usage, "clientAuth,serverAuth"}}) {
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }
  X509_sign(certificate, key, EVP_sha512());
  HostCertificate out;
  out.certificate = Text([&](BIO* to) { PEM_write_bio_X509(to, certificate); });
  out.key = Text(
      [&](BIO* to) { PEM_write_bio_PrivateKey(to, key, nullptr, nullptr, 0, nullptr, nullptr); });
  X509_free(certificate);
  EVP_PKEY_free(key);
  return out;
}

std::vector<std::string> Fields(const std::string& line) {
  std::vector<std::string> out(1);
  for (const char c : line) {
    if (c == '|') {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

std::string DecodeUnpadded(const std::string& text) {
  if (text.find('=') != std::string::npos) return "";
  std::string padded = text + std::string((4 - text.size() % 4) % 4, '=');
  std::string out(padded.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(padded.data()),
                                   static_cast<int>(padded.size()));
  if (size < 0) return "";
  out.resize(static_cast<std::size_t>(size) - (padded.size() - text.size()));
  return out;
}

Child::Variables HostVariables(const std::string& client_certificate) {
  return {{"TF_PLUGIN_MAGIC_COOKIE",
           "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"},
          {"PLUGIN_PROTOCOL_VERSIONS", "6,5"},
          {"PLUGIN_MIN_PORT", "10000"},
          {"PLUGIN_MAX_PORT", "25000"},
          {"PLUGIN_CLIENT_CERT", client_certificate}};
}

std::unique_ptr<grpc::ClientContext> Bounded() {
  auto out = std::make_unique<grpc::ClientContext>();
  out->set_deadline(std::chrono::system_clock::now() + kBound);
  return out;
}

Host::Host(const std::string& program, const Child::Variables& variables)
    : certificate_(MakeHostCertificate()),
      child_({program}, Merged(HostVariables(certificate_.certificate), variables)),
      line_(child_.ReadLine()),
      fields_(Fields(line_)) {}

Host::~Host() { Vanish(); }

std::shared_ptr<grpc::Channel> Host::Connect(const HostCertificate& as) const {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  const std::string certificate = fields_.size() > 5 ? fields_[5] : "";
  if (certificate.empty()) {
    return grpc::CreateCustomChannel("unix:" + socket(), grpc::InsecureChannelCredentials(),
                                     arguments);
  }
  arguments.SetSslTargetNameOverride("localhost");
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = PemOf(DecodeUnpadded(certificate));
  tls.pem_cert_chain = as.certificate;
  tls.pem_private_key = as.key;
  return grpc::CreateCustomChannel("unix:" + socket(), grpc::SslCredentials(tls), arguments);
}

void Host::Open() {
  channel_ = Connect();
  provider_ = tfplugin6::Provider::NewStub(channel_);
  broker_context_ = std::make_unique<grpc::ClientContext>();
  broker_ = ::plugin::GRPCBroker::NewStub(channel_)->StartStream(broker_context_.get());
  stdio_context_ = std::make_unique<grpc::ClientContext>();
  stdio_ = ::plugin::GRPCStdio::NewStub(channel_)->StreamStdio(stdio_context_.get(), {});
}

void Host::Vanish() {
  if (broker_context_) broker_context_->TryCancel();
  if (stdio_context_) stdio_context_->TryCancel();
  broker_.reset();
  stdio_.reset();
  provider_.reset();
  channel_.reset();
}

std::optional<int> Host::End() {
  if (broker_) {
    broker_->WritesDone();
    broker_->Finish();
  }
  const auto context = Bounded();
  ::plugin::Empty response;
  const auto channel = channel_ ? channel_ : Connect();
  ::plugin::GRPCController::NewStub(channel)->Shutdown(context.get(), {}, &response);
  return child_.Wait();
}

}  // namespace mesh::plugin::testing
