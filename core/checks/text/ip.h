#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mesh::kubernetes {

/// An IPv4 or IPv6 address, without a zone.
struct IpAddress {
  /// In network order; of IPv4 the first four.
  std::array<std::uint8_t, 16> bytes = {};
  bool v6 = false;
  /// A part has zeros in front (`010.0.0.1`): some programs skip them, some read octal numbers, and
  /// some refuse them.
  bool padded = false;

  int bits() const { return v6 ? 128 : 32; }
  /// IPv4 in the clothes of IPv6: `::ffff:10.0.0.1`.
  bool mapped() const;
};

/// Nullopt for text that is no address. Zeros in front pass and are told by `padded`.
std::optional<IpAddress> ParseIp(std::string_view text);

/// `10.0.0.0/8`: an address, and how many of its bits name the network.
struct Subnet {
  IpAddress address;
  int length = 0;
  /// The length has zeros in front.
  bool padded = false;

  /// The address with all bits beyond the length cleared.
  IpAddress Network() const;
  /// Whether each address of `inner` is one of this. Families do not mix.
  bool Contains(const Subnet& inner) const;
};

/// Nullopt for text that is no address with a length.
std::optional<Subnet> ParseSubnet(std::string_view text);

/// The one recommended spelling (of IPv6: RFC 5952).
std::string ToText(const IpAddress& address);
std::string ToText(const Subnet& subnet);

}  // namespace mesh::kubernetes
