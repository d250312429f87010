#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "core/formats/json.h"

namespace mesh::ownership {

/// The vectors of one file that the oracle made.
inline Value::List LoadVectors(const std::string& name) {
  const std::string path = MESH_SOURCE_DIR "/core/ownership/oracle/vectors/" + name;
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  const Result<Value> read = ReadJson(text.str(), path);
  EXPECT_TRUE(read) << (read ? "" : read.error().front().detail);
  return read ? read->as_list() : Value::List{};
}

/// JSON that a test has in its text.
inline Value Json(std::string_view text) {
  const Result<Value> read = ReadJson(text, "test");
  EXPECT_TRUE(read) << (read ? "" : read.error().front().detail) << "\n" << text;
  return read ? *read : Value();
}

}  // namespace mesh::ownership
