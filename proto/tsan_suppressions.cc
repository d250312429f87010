// Debian's gRPC, protobuf and OpenSSL are not built for ThreadSanitizer: it sees neither their
// locks nor what they hand from thread to thread. What they call, and gRPC's own operation objects,
// whose code is in headers and therefore in ours, would be reported as races.
// Weak, because a program and its libraries may both bring it.
extern "C" __attribute__((weak)) const char* __tsan_default_suppressions();

extern "C" const char* __tsan_default_suppressions() {
  return "called_from_lib:libgrpc.so\n"
         "called_from_lib:libgrpc++.so\n"
         "called_from_lib:libgpr.so\n"
         "called_from_lib:libabsl_cord.so\n"
         "called_from_lib:libabsl_graphcycles_internal.so\n"
         "called_from_lib:libabsl_status.so\n"
         "called_from_lib:libabsl_strings.so\n"
         "called_from_lib:libabsl_synchronization.so\n"
         "called_from_lib:libprotobuf.so\n"
         "called_from_lib:libcrypto.so\n"
         "called_from_lib:libssl.so\n"
         "thread:libgpr.so\n"
         "race:^grpc::internal::\n"
         "race:^grpc::Server\n"
         // The libraries free their shared objects through our copy of this function.
         "race:^std::_Sp_counted_base*_M_release_last_use\n";
}
