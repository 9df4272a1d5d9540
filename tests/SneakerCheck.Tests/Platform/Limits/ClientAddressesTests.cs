using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SneakerCheck.Platform.Limits;

namespace SneakerCheck.Tests.Platform.Limits;

/// <summary>The client's network: what proxies wrote that are trusted, and nothing that a client can forge.</summary>
public sealed class ClientAddressesTests
{
    [Theory]
    [InlineData(0, "203.0.113.9", null, "203.0.113.0/24")]
    [InlineData(0, "::ffff:203.0.113.9", null, "203.0.113.0/24")]
    [InlineData(0, "2001:db8:1:2:3::4", null, "2001:db8:1::/48")]
    [InlineData(0, "203.0.113.9", "198.51.100.1", "203.0.113.0/24")]
    [InlineData(1, "10.0.0.1", "198.51.100.7", "198.51.100.0/24")]
    [InlineData(1, "10.0.0.1", "198.51.100.7:50123", "198.51.100.0/24")]
    [InlineData(1, "10.0.0.1", "[2001:db8:1::7]:50123", "2001:db8:1::/48")]
    [InlineData(1, "10.0.0.1", "2001:db8:1::7", "2001:db8:1::/48")]
    [InlineData(1, "10.0.0.1", "1.1.1.1, 2.2.2.2, 198.51.100.7:50123", "198.51.100.0/24")]
    [InlineData(2, "10.0.0.1", "1.1.1.1, 198.51.100.7, 192.0.2.1", "198.51.100.0/24")]
    [InlineData(2, "10.0.0.1", "198.51.100.7", "198.51.100.0/24")]
    [InlineData(1, "10.0.0.1", null, "10.0.0.0/24")]
    [InlineData(1, "10.0.0.1", "nonsense", "10.0.0.0/24")]
    [InlineData(1, null, null, "unknown")]
    public void The_network_is_that_of_the_first_hop_which_is_not_trusted(
        int proxies, string? connection, string? forwarded, string network)
    {
        var request = new DefaultHttpContext().Request;
        request.HttpContext.Connection.RemoteIpAddress = connection is null ? null : IPAddress.Parse(connection);
        if (forwarded is not null)
            request.Headers["X-Forwarded-For"] = forwarded;

        var addresses = new ClientAddresses(Options.Create(new ClientSettings { TrustedProxies = proxies }));

        Assert.Equal(network, addresses.Network(request));
    }

    [Fact]
    public void A_header_that_is_sent_several_times_is_one_list()
    {
        var request = new DefaultHttpContext().Request;
        request.Headers["X-Forwarded-For"] = new(["1.1.1.1", "198.51.100.7"]);

        var addresses = new ClientAddresses(Options.Create(new ClientSettings { TrustedProxies = 1 }));

        Assert.Equal("198.51.100.0/24", addresses.Network(request));
    }
}
