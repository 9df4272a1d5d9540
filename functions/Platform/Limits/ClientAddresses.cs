using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace SneakerCheck.Platform.Limits;

/// <summary>Tells from where a request comes, for limits by network.</summary>
public sealed class ClientAddresses(IOptions<ClientSettings> options)
{
    // What one customer of a provider usually has: with single addresses, limits would be passed by taking the next one.
    private const int NetworkBits = 24;
    private const int NetworkBitsOfVersion6 = 48;

    private const string Unknown = "unknown";

    /// <summary>The network of the client: <c>192.0.2.0/24</c> or <c>2001:db8:1::/48</c>.</summary>
    public string Network(HttpRequest request)
    {
        if (Of(request) is not { } address)
            return Unknown;
        var bits = address.AddressFamily == AddressFamily.InterNetwork ? NetworkBits : NetworkBitsOfVersion6;
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, bits / 8, bytes.Length - bits / 8);
        return new IPNetwork(new IPAddress(bytes), bits).ToString();
    }

    /// <summary>The address of the client; null if there is none, as in memory.</summary>
    internal IPAddress? Of(HttpRequest request)
    {
        var connection = request.HttpContext.Connection.RemoteIpAddress;
        var hops = request.Headers["X-Forwarded-For"].ToString().Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var trusted = Math.Min(options.Value.TrustedProxies, hops.Length);
        // An IPv4 address may come with a port, an IPv6 address in brackets.
        var address = trusted > 0 && IPEndPoint.TryParse(hops[^trusted], out var hop) ? hop.Address : connection;
        return address?.IsIPv4MappedToIPv6 == true ? address.MapToIPv4() : address;
    }
}
