#include "planes/kubernetes/run_record.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/formats/json.h"
#include "planes/http/testing/h2_server.h"
#include "planes/kubernetes/marks.h"
#include "planes/kubernetes/run_name.h"

namespace mesh {
namespace {

using testing::H2Reply;
using testing::H2Request;

constexpr char kDeadRun[] = "0badb007.1.2.3.4";

ObjectKey Map(const std::string& name) { return {"v1", "ConfigMap", "a", name}; }

/// An API server that has config maps only, and answers with what they carry about runs.
class RunRecordTest : public ::testing::Test {
 protected:
  H2Reply Answer(const H2Request& request) {
    requests_.push_back(request.method + " " + request.path + " " + request.body);
    if (request.path == "/api/v1") {
      return {.body = R"({"resources":[{"name":"configmaps","kind":"ConfigMap","namespaced":true,)"
                      R"("verbs":["list","patch","get"]}]})"};
    }
    const auto found = objects_.find(request.path.substr(0, request.path.find('?')));
    if (found == objects_.end()) return {.status = 404, .body = "{}"};
    return {.body = WriteJson(found->second)};
  }

  static Value Carrying(Value::Map annotations) {
    return Value(
        Value::Map{{"apiVersion", "v1"},
                   {"kind", "ConfigMap"},
                   {"metadata", Value::Map{{"annotations", Value(std::move(annotations))}}}});
  }

  std::size_t Asked(const std::string& beginning) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        requests_, [&](const std::string& r) { return r.starts_with(beginning); }));
  }

  std::map<std::string, Value> objects_;
  std::vector<std::string> requests_;
  const testing::TestCa ca_{"ca"};
  testing::SocketServer listener_{
      testing::ServeH2([this](const H2Request& r) { return Answer(r); }),
      testing::H2Tls(ca_.Issue())};
  std::unique_ptr<HttpChannel> channel_ = std::move(
      *HttpChannel::Open({.http = {.base_url = listener_.HttpsUrl(), .ca_pem = ca_.pem()}}));
  ApiResources resources_{*channel_};
  LiveObjects objects_of_{*channel_, resources_};
  Patience patience_{std::chrono::seconds(1)};
  const Server server_{*channel_, resources_, objects_of_, patience_, "mesh:o"};
  RunRecord record_{server_};
};

TEST_F(RunRecordTest, WhatIsSentBeforeTheRunIsHeldOpenHoldsItItself) {
  const auto first = record_.LabelFor(Map("x"), "");
  const auto second = record_.LabelFor(Map("y"), "");
  EXPECT_TRUE(first.holds_this && second.holds_this);
  EXPECT_EQ(first.name, NameOfThisRun() + " v1/ConfigMap/a/x");
  EXPECT_EQ(first.open, NameOfThisRun());
  record_.Opened(Map("x"), "");
  const auto later = record_.LabelFor(Map("z"), "");
  EXPECT_FALSE(later.holds_this);
  EXPECT_EQ(later.name, first.name);
  EXPECT_EQ(later.open, "");
  EXPECT_EQ(record_.LabelFor(Map("x"), "").open, NameOfThisRun()) << "written once more";
  EXPECT_TRUE(record_.IsOfThisRun(later.name));
  EXPECT_FALSE(record_.IsOfThisRun(std::string(kDeadRun) + " v1/ConfigMap/a/x"));
}

TEST_F(RunRecordTest, ADeadRunIsOpenWhileItsHolderSaysSo) {
  const std::string name = std::string(kDeadRun) + " v1/ConfigMap/a/x";
  const std::string place = "/api/v1/namespaces/a/configmaps/x";
  EXPECT_FALSE(RunRecord(server_).LeftOpen(name)) << "the holder is gone";
  objects_[place] = Carrying({});
  EXPECT_FALSE(RunRecord(server_).LeftOpen(name)) << "it was closed";
  objects_[place] = Carrying({{kOpenAnnotation, std::string(kDeadRun) + "0"}});
  EXPECT_FALSE(RunRecord(server_).LeftOpen(name)) << "another run";
  objects_[place] = Carrying({{kOpenAnnotation, "a.1.1.1.1 " + std::string(kDeadRun)}});
  EXPECT_TRUE(record_.LeftOpen(name));
  requests_.clear();
  EXPECT_TRUE(record_.LeftOpen(name));
  EXPECT_TRUE(requests_.empty()) << "it is asked once";
  for (const char* text : {"", "x", "0badb007.1.2.3.4", "0badb007.1.2.3.4 nothing"}) {
    EXPECT_FALSE(record_.LeftOpen(text)) << text;
  }
}

TEST_F(RunRecordTest, ARunStaysOpenWhenItsHolderIsReplaced) {
  const std::string name = std::string(kDeadRun) + " v1/ConfigMap/a/x";
  record_.Leaves(Map("x"), Carrying({{kOpenAnnotation, kDeadRun}}));
  EXPECT_TRUE(record_.LeftOpen(name));
  const auto again = record_.LabelFor(Map("x"), "");
  EXPECT_EQ(again.others, kDeadRun);
  EXPECT_EQ(again.open, std::string(kDeadRun) + " " + NameOfThisRun());
}

TEST_F(RunRecordTest, ClosingTakesThisRunFromItsHoldersAndNoOther) {
  objects_["/api/v1/namespaces/a/configmaps/x"] = Carrying({});
  record_.Opened(Map("x"), "");
  record_.Opened(Map("y"), kDeadRun);
  record_.Close();
  EXPECT_EQ(Asked("PATCH"), 2u);
  EXPECT_EQ(Asked("PATCH /api/v1/namespaces/a/configmaps/x?fieldManager=mesh%3Ao "
                  R"({"metadata":{"annotations":{"meshgen.io/open-runs":null,)"
                  R"("meshgen.io/run":null}}})"),
            1u)
      << ::testing::PrintToString(requests_);
  EXPECT_EQ(Asked("PATCH /api/v1/namespaces/a/configmaps/y?fieldManager=mesh%3Ao "
                  R"({"metadata":{"annotations":{"meshgen.io/open-runs":"0badb007.1.2.3.4",)"
                  R"("meshgen.io/run":null}}})"),
            1u)
      << ::testing::PrintToString(requests_);
}

TEST_F(RunRecordTest, ARunWithAnObjectOfUnknownFateStaysOpen) {
  record_.Opened(Map("x"), "");
  record_.KeepOpen();
  record_.Close();
  EXPECT_EQ(Asked("PATCH"), 0u);
}

}  // namespace
}  // namespace mesh
