#include "provider/plugin/serve.h"

#include <fcntl.h>
#include <grpcpp/impl/service_type.h>
#include <malloc.h>
#include <openssl/crypto.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <span>
#include <thread>

#include "provider/plugin/certificate.h"
#include "provider/plugin/ending.h"
#include "provider/plugin/handshake.h"
#include "provider/plugin/manual.h"
#include "provider/plugin/server.h"
#include "provider/plugin/socket.h"

namespace mesh::plugin {
namespace {

std::string FromEnvironment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

void Complain(const Diagnostics& diagnostics) {
  for (const Diagnostic& one : diagnostics) {
    std::cerr << "Error: " << one.summary << "\n" << one.detail << "\n";
  }
}

/// Many small calls on few threads: two arenas keep the process small, and large values go back to
/// the system at once.
void TuneMemory() {
  mallopt(M_ARENA_MAX, 2);
  mallopt(M_MMAP_THRESHOLD, 256 * 1024);
  mallopt(M_TRIM_THRESHOLD, 512 * 1024);
}

/// Points descriptor `target` at `path`; a tree without device files keeps what it has.
void Redirect(int target, const char* path, int flags) {
  const int opened = open(path, flags | O_CLOEXEC);
  if (opened < 0) return;
  dup2(opened, target);
  close(opened);
}

/// The signals that end this process in an orderly way, taken from every thread but one.
class EndSignals {
 public:
  /// Before any thread starts. Ctrl-C reaches host and provider alike, and it is the host that
  /// decides what it means, unless there is none (`with_interrupt`).
  explicit EndSignals(bool with_interrupt) : with_interrupt_(with_interrupt) {
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&set_);
    sigaddset(&set_, SIGTERM);
    if (with_interrupt) {
      sigaddset(&set_, SIGINT);
    } else {
      signal(SIGINT, SIG_IGN);
    }
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }

  void EndOnArrival(Ending& ending) const {
    std::thread([this, &ending] {
      int number = 0;
      while (sigwait(&set_, &number) != 0) {
      }
      if (with_interrupt_) ending.Now(EndReason::kAsked);
      ending.BySignal(number);
    }).detach();
  }

 private:
  const bool with_interrupt_;
  sigset_t set_{};
};

/// What differs between a host that started us and a person who debugs.
struct Role {
  bool debug = false;
  /// Says where we are, on standard output; false when nobody can hear it.
  std::function<bool(const std::string& socket_path, const std::string& certificate_der)> announce;
};

/// Starts the server and serves until the end of the process; returns only on failure.
Diagnostics ServeAs(const Role& role, const HostRequest& host, const ServeOptions& options) {
  TuneMemory();
  // Our TLS needs none of the system's settings, and a static program cannot load their modules.
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
  const EndSignals signals(role.debug);
  Log log(LogLevelFrom(FromEnvironment), "provider.mesh", WriteTo(STDERR_FILENO));

  Server::Options server_options;
  server_options.parent = getppid();
  const Result<std::string> path = ChooseSocketPath(host, FromEnvironment("TMPDIR"));
  if (!path) return path.error();
  server_options.socket_path = *path;
  std::string der;
  if (!host.client_certificate.empty() && !role.debug) {
    Result<Certificate> certificate = MakeCertificate();
    if (!certificate) return certificate.error();
    der = certificate->certificate_der;
    server_options.certificate = std::move(*certificate);
    server_options.client_certificate_pem = host.client_certificate;
  }
  Ending ending(*path, options.on_shutdown, log);
  server_options.on_end = [&](EndReason why) {
    if (!role.debug) ending.Now(why);
  };

  constexpr mode_t kOwnerOnly = 0177;
  const mode_t mask = umask(kOwnerOnly);
  auto server = Server::Start(server_options, options.make_provider(log), log);
  umask(mask);
  if (!server) return server.error();
  if (!host.socket_group.empty()) {
    const Result<void> given = GiveToGroup(*path, host.socket_group);
    if (!given) {
      unlink(path->c_str());
      return given.error();
    }
  }
  signals.EndOnArrival(ending);
  // A host that died before this process asked who its parent is has left no other trace.
  if (!role.announce(*path, der)) ending.Now(EndReason::kHostGone);
  log.Debug("serving", {{"version", options.version}, {"socket", *path}});
  (*server)->Run();
  return {};
}

int ServeHost(const ServeOptions& options, const HostRequest& host) {
  const Role role{false, [&](const std::string& path, const std::string& der) {
                    std::cout << HandshakeLine(host, path, der) << std::flush;
                    if (!std::cout) return false;
                    // Whatever else prints must neither fill a pipe nobody reads nor take what a
                    // person types at the host.
                    dup2(STDERR_FILENO, STDOUT_FILENO);
                    Redirect(STDIN_FILENO, "/dev/null", O_RDONLY);
                    return true;
                  }};
  Complain(ServeAs(role, host, options));
  return 1;
}

int ServeDebugging(const ServeOptions& options, const HostRequest& host) {
  const Role role{true, [&](const std::string& path, const std::string&) {
                    std::cout << DebugText(options, ReattachJson(options.source, getpid(), path))
                              << std::flush;
                    return true;
                  }};
  Complain(ServeAs(role, host, options));
  return 1;
}

}  // namespace

int Serve(int argc, char** argv, const ServeOptions& options) {
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  const HostRequest host = HostRequest::From(FromEnvironment);
  for (const char* argument : arguments.subspan(1)) {
    const std::string_view word(argument);
    if (word == "-debug" || word == "--debug") return ServeDebugging(options, host);
    if (word == "-version" || word == "--version") {
      std::cout << options.program << ' ' << options.version << '\n';
      return 0;
    }
    if (word == "-help" || word == "--help" || word == "-h") {
      std::cout << ManualText(options);
      return 0;
    }
    std::cerr << options.program << ": unknown argument " << word << "; try --help\n";
    return 2;
  }
  if (host.cookie) return ServeHost(options, host);
  std::cerr << ManualText(options);
  return 1;
}

}  // namespace mesh::plugin
