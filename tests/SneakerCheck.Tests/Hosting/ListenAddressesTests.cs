using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Tests.Hosting;

public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData("http://localhost:7071")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://[::1]:7071")]
    public void What_only_this_machine_reaches_has_no_network_address(string address) =>
        Assert.Null(ListenAddresses.NetworkAddress([address]));

    [Fact]
    public void A_network_address_is_the_one_that_is_served() =>
        Assert.Equal("192.168.1.20", ListenAddresses.NetworkAddress(["http://localhost:7071", "http://192.168.1.20:7071"])?.ToString());

    [Theory]
    [InlineData("http://0.0.0.0:7071")]
    [InlineData("http://*:7071")]
    public void Of_any_address_it_is_this_machines_own(string address)
    {
        var own = System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address).ToArray();

        // A machine without a network has none.
        if (ListenAddresses.NetworkAddress([address]) is { } found)
            Assert.Contains(found, own);
        else
            Assert.All(own, one => Assert.True(System.Net.IPAddress.IsLoopback(one) || one.IsIPv6LinkLocal));
    }
}
