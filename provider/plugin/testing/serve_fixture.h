#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "provider/plugin/testing/host.h"

namespace mesh::plugin::testing {

/// The program under test.
inline const std::string kProgram = MESH_BUILD_DIR "/tests/mesh_echo_provider";

/// A test with a folder of its own.
class ServeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = "/tmp/mesh-serve-test-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string folder_;
};

/// Plans with `value` as the proposed state and fills what came back.
grpc::Status Plan(tfplugin6::Provider::Stub& provider, const std::string& value,
                  std::string* planned);

/// Reads a resource of type `what`, which says what the program shall do meanwhile.
grpc::Status Read(tfplugin6::Provider::Stub& provider, const std::string& what);

/// Whether this connection gets an answer.
grpc::StatusCode Reach(const std::shared_ptr<grpc::Channel>& channel);

}  // namespace mesh::plugin::testing
