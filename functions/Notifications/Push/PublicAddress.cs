using System.Net;
using System.Net.Sockets;

namespace SneakerCheck.Notifications.Push;

/// <summary>
/// Distinguishes public internet addresses from all others by IANA's special-purpose registries for IPv4 and IPv6. Not public
/// are private, loopback, link-local (cloud metadata services), shared, documentation, multicast and reserved addresses.
/// </summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] SpecialPurpose =
    [
        .. from network in new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            // Azure's host agent: a public address that only virtual machines in Azure can reach.
            "168.63.129.16/32",
            // Tunnels and translations in the global unicast block: each embeds another address.
            "2001::/23", "2002::/16",
            "2001:db8::/32", "3fff::/20",
        }
        select IPNetwork.Parse(network),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !GlobalUnicast.Contains(address))
            return false;
        return !Array.Exists(SpecialPurpose, network => network.Contains(address));
    }
}
