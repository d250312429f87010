#pragma once

#include "core/resources/gateway_route/route.h"

namespace mesh {

// Each returns the rules that RenderHttpRoute or RenderVirtualService would make these from, null
// where they hold something that no rule says.

Attr<std::vector<RouteRule>> ReadHttpRouteRules(const Value& rules);
Attr<std::vector<RouteRule>> ReadVirtualServiceRules(const Value& http,
                                                     const std::string& name_space);

/// What both have in common: reads leaves into attributes, and remembers what nobody read.
class MemberReader {
 public:
  explicit MemberReader(const Value& object) : rest_(object) {}

  /// Takes a member out; null when there is none.
  Value Take(const std::string& key);
  template <class T>
  void Read(const std::string& key, Attr<T>& to);
  /// True when everything was taken and had the shape it was read with.
  bool Done() const { return fine_ && (!rest_.is_map() || rest_.as_map().empty()); }
  void Fail() { fine_ = false; }

 private:
  Value rest_;
  bool fine_ = true;
};

/// True when `value` can be decoded into a field of the type that T has.
bool Fits(const Value& value, const Field& shape);

template <class T>
void MemberReader::Read(const std::string& key, Attr<T>& to) {
  const Value value = Take(key);
  if (value.is_null()) return;
  Field shape;
  Codec<T>::Shape(shape);
  if (!Fits(value, shape)) return Fail();
  to = Attr<T>(Codec<T>::From(value));
}

}  // namespace mesh
