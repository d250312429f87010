#include "core/model/readiness.h"

#include <gtest/gtest.h>

namespace mesh {
namespace {

using M = Value::Map;
using L = Value::List;

Value Condition(const char* type, const char* status, int generation) {
  return M{{"type", type},
           {"status", status},
           {"observedGeneration", generation},
           {"reason", "Waiting"},
           {"message", "no pods"}};
}

Value Object(Value status) {
  return M{{"metadata", M{{"generation", 3}}}, {"status", std::move(status)}};
}

TEST(Readiness, AConditionMustBeThereAndHaveItsStatus) {
  const Readiness ready{.conditions = {{"Ready", "True"}}};
  EXPECT_EQ(Lacks(ready, Object({})), "Condition Ready is not there yet.");
  EXPECT_EQ(Lacks(ready, Object(M{{"conditions", L{Condition("Ready", "False", 3)}}})),
            "Condition Ready is False, not True (Waiting: no pods).");
  EXPECT_EQ(Lacks(ready, Object(M{{"conditions", L{Condition("Ready", "True", 3)}}})), "");
}

TEST(Readiness, AConditionAboutAnOlderGenerationSaysNothing) {
  const Readiness ready{.conditions = {{"Ready", "True"}}};
  EXPECT_EQ(Lacks(ready, Object(M{{"conditions", L{Condition("Ready", "True", 2)}}})),
            "Condition Ready is about an older generation of the object.");
}

TEST(Readiness, ARouteMustBeAcceptedByEachParent) {
  const Readiness accepted{.conditions = {{"Accepted", "True"}}};
  const Value yes = M{{"conditions", L{Condition("Accepted", "True", 3)}}};
  const Value no = M{{"conditions", L{Condition("Accepted", "False", 3)}}};
  EXPECT_EQ(Lacks(accepted, Object(M{{"parents", L{}}})), "Condition Accepted is not there yet.");
  EXPECT_EQ(Lacks(accepted, Object(M{{"parents", L{yes, yes}}})), "");
  EXPECT_EQ(Lacks(accepted, Object(M{{"parents", L{yes, no}}})),
            "Condition Accepted is False, not True (Waiting: no pods).");
}

TEST(Readiness, AFieldIsComparedAsText) {
  const Value live = Object(M{{"phase", "Bound"},
                              {"ready", 2},
                              {"ok", true},
                              {"empty", ""},
                              {"a.b", "dotted"},
                              {"ingress", L{M{{"ip", "1.2.3.4"}}, M{{"ip", "5.6.7.8"}}}}});
  const auto lacks = [&](const char* path, const char* text) {
    return Lacks({.fields = {{path, text}}}, live);
  };
  EXPECT_EQ(lacks("status.phase", "Bound"), "");
  EXPECT_EQ(lacks("status.phase", "Lost"), "status.phase is \"Bound\", not \"Lost\".");
  EXPECT_EQ(lacks("status.ready", "2"), "");
  EXPECT_EQ(lacks("status.ok", "true"), "");
  EXPECT_EQ(lacks("status.a.b", "dotted"), "");
  EXPECT_EQ(lacks("status.none", "*"), "status.none is not there yet.");
  EXPECT_EQ(lacks("status.empty", "*"), "status.empty is \"\", not \"*\".");
  EXPECT_EQ(lacks("status.ingress.ip", "*"), "");
  EXPECT_EQ(lacks("status.ingress.ip", "1.2.3.4"),
            "status.ingress.ip is \"5.6.7.8\", not \"1.2.3.4\".");
  EXPECT_EQ(lacks("status.ingress[0].ip", "1.2.3.4"), "");
  EXPECT_EQ(lacks("status.ingress.1.ip", "5.6.7.8"), "");
  EXPECT_EQ(lacks("status.ingress[2].ip", "*"), "status.ingress[2].ip is not there yet.");
  EXPECT_EQ(lacks("status.ingress", "*"), "status.ingress is no text, not \"*\".");
}

TEST(Readiness, TheControllerMustHaveLookedAtThisGeneration) {
  const Readiness observed{.observed_generation = true};
  const std::string behind =
      "Its controller has not looked at this generation yet (status.observedGeneration).";
  EXPECT_EQ(Lacks(observed, Object({})), behind);
  EXPECT_EQ(Lacks(observed, Object(M{{"observedGeneration", 2}})), behind);
  EXPECT_EQ(Lacks(observed, Object(M{{"observedGeneration", 3}})), "");
}

TEST(Readiness, WhatIsBeingDeletedIsNeverReady) {
  const Value leaving = M{{"metadata", M{{"deletionTimestamp", "2026-01-01T00:00:00Z"}}}};
  EXPECT_EQ(Lacks({}, leaving), "It is being deleted.");
}

}  // namespace
}  // namespace mesh
