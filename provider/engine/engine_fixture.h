#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/formats/json.h"
#include "core/model/common.h"
#include "planes/memory/memory_plane.h"
#include "provider/engine/engine.h"

namespace mesh::engine::testing {

using M = Value::Map;

struct Sign {
  Attr<std::string> text;
  Attr<std::string> lamp;
  static std::vector<Binding<Sign>> Fields() {
    return {Bind<&Sign::text>("text", {.on_change = OnChange::kReplace}),
            Bind<&Sign::lamp>("lamp", {})};
  }
};

/// A resource of two objects a name: a Namespace and a ConfigMap in it, closed when asked.
struct Shop {
  Attr<std::string> name;
  Attr<std::string> color;
  Attr<StringList> extra;
  Attr<bool> take_over;
  Attr<Sign> sign;
  static std::vector<Binding<Shop>> Fields() {
    return {Bind<&Shop::name>("name",
                              {.presence = Presence::kRequired, .on_change = OnChange::kReplace}),
            Bind<&Shop::color>("color", {}), Bind<&Shop::extra>("extra", {}),
            Bind<&Shop::take_over>("take_over", {}), Bind<&Shop::sign>("sign", {})};
  }
};

inline Desired RenderShop(const Shop& shop, const Settings&) {
  Desired out;
  if (!shop.name.is_known() || shop.extra.is_unknown()) {
    out.complete = false;
    return out;
  }
  Value space = NewObject("v1", "Namespace", "", *shop.name);
  space.as_map()["metadata"].Set("labels", M{{"color", ToValue(shop.color)}});
  out.objects.push_back({space,
                         false,
                         {{{"metadata", "labels", "stray"}, Value(), "It contradicts."}},
                         shop.take_over.value_or(false)});
  for (const std::string& name : shop.extra.value_or({})) {
    Value map = NewObject("example.com/v1", "Fence", *shop.name, name);
    map.Set("spec", M{{"color", ToValue(shop.color)}});
    out.objects.push_back({map, true});
  }
  return out;
}

inline Resource<Shop> ShopResource() {
  return {.name = "shop",
          .summary = "A shop.",
          .fields = Shop::Fields(),
          .keeps_by_default = true,
          .render = RenderShop,
          .claims = [](const Shop& s) -> std::vector<Claim> {
            if (!s.name.is_known()) return {};
            return {{"namespace", *s.name, "name"}};
          }};
}

class EngineTest : public ::testing::Test {
 protected:
  /// The planes belong to the test, so that it can look into them and outlive sessions.
  class Borrowed final : public Plane {
   public:
    explicit Borrowed(MemoryPlane& plane) : plane_(plane) {}
    Capabilities capabilities() const override { return plane_.capabilities(); }
    Result<std::vector<std::optional<LiveObject>>> Read(
        const std::vector<ObjectKey>& keys) override {
      return plane_.Read(keys);
    }
    std::vector<ChangeResult> Make(const std::vector<Change>& c) override { return plane_.Make(c); }
    Result<std::vector<ObjectKey>> FindByResource(const std::string& r) override {
      return plane_.FindByResource(r);
    }
    Result<std::vector<std::string>> Resources(const std::string& p) override {
      return plane_.Resources(p);
    }
    Diagnostics Finish() override { return {}; }

   private:
    MemoryPlane& plane_;
  };

  std::unique_ptr<Session> NewSession(Value platform = M{}) {
    return std::make_unique<Session>(Decode(TableOf<Platform>(), platform),
                                     [this](const ClusterSettings&, const std::string&,
                                            const std::string&) -> Result<std::unique_ptr<Plane>> {
                                       return std::make_unique<Borrowed>(plane_);
                                     });
  }

  Value Config(M members) const {
    for (const Field& field : shop_.fields) members.try_emplace(field.name, Value());
    return members;
  }

  PlanAnswer PlanIt(const Value& prior, const Value& config, const std::string& priv = "") {
    return Plan(shop_, *session_, {prior, config, config, priv});
  }

  /// Plans and applies; keeps state and private data as a host does.
  ApplyAnswer Run(const Value& config) {
    PlanAnswer plan = PlanIt(state_, config, private_);
    EXPECT_FALSE(HasErrors(plan.diagnostics)) << Text(plan.diagnostics);
    ApplyAnswer applied =
        Apply(shop_, *session_, {state_, plan.planned, config, plan.planned_private});
    state_ = applied.state;
    private_ = applied.private_data;
    return applied;
  }

  ReadAnswer Refresh() {
    ReadAnswer read = engine::Read(shop_, *session_, state_, private_);
    state_ = read.state;
    return read;
  }

  LiveObject& Live(const std::string& identity) { return plane_.objects.at(identity); }

  static std::string Text(const Diagnostics& diagnostics) {
    std::string out;
    for (const Diagnostic& d : diagnostics) out += d.summary + "\n" + d.detail + "\n";
    return out;
  }

  MemoryPlane plane_;
  const ServedResource shop_ = Serve(Erase(ShopResource()));
  std::unique_ptr<Session> session_ = NewSession();
  Value state_;
  std::string private_;
};

}  // namespace mesh::engine::testing
