using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace SneakerCheck.Hosting.Local;

/// <summary>The addresses that the host listens on, checked before anything else starts.</summary>
public static class ListenAddresses
{
    /// <summary>Parses addresses that are separated by semicolons, and tries each port.</summary>
    /// <exception cref="StartupException">The host cannot serve an address, or its port is taken.</exception>
    public static string[] Check(string urls)
    {
        var addresses = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (addresses.Length == 0)
            throw new StartupException("ASPNETCORE_URLS has no address. Set one, for example http://localhost:7071.");
        foreach (var address in addresses)
            Check(Parse(address));
        return addresses;
    }

    /// <summary>
    /// The address of this machine by which others on its network reach it, if one of the addresses is served to them; otherwise null.
    /// </summary>
    public static IPAddress? NetworkAddress(IEnumerable<string> addresses)
    {
        foreach (var address in addresses.Select(BindingAddress.Parse).Where(address => !IsLocalhost(address)))
        {
            var isAddress = IPAddress.TryParse(address.Host.Trim('[', ']'), out var one);
            if (isAddress && !IPAddress.IsLoopback(one!) && !one!.Equals(IPAddress.Any) && !one.Equals(IPAddress.IPv6Any))
                return one.AddressFamily == AddressFamily.InterNetwork ? one : null;
            if (!isAddress || !IPAddress.IsLoopback(one!))
                return OwnAddress();
        }
        return null;
    }

    // The interface with a gateway is the one that phones on the same Wi-Fi reach, not one of a container or a virtual machine.
    private static IPAddress? OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up
            && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .Select(network => network.GetIPProperties())
        .OrderByDescending(network => network.GatewayAddresses.Count)
        .SelectMany(network => network.UnicastAddresses)
        .FirstOrDefault(address => address.Address.AddressFamily == AddressFamily.InterNetwork)?.Address;

    public static StartupException Taken(string address, Exception cause) => new(
        $"{address} is taken by another program. Set ASPNETCORE_URLS to another address, for example http://localhost:7072.", cause);

    private static BindingAddress Parse(string address)
    {
        try
        {
            var parsed = BindingAddress.Parse(address);
            if (!parsed.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase))
                throw new StartupException($"ASPNETCORE_URLS: {address} cannot be served here; use an http address.");
            if (parsed.Port > ushort.MaxValue)
                throw new StartupException($"ASPNETCORE_URLS: {address} has an invalid port; the highest is {ushort.MaxValue}.");
            if (parsed.Port == 0 && IsLocalhost(parsed))
                throw new StartupException(
                    $"ASPNETCORE_URLS: port 0 (any free port) needs an IP address; write http://127.0.0.1:0 instead of {address}.");
            return parsed;
        }
        catch (FormatException exception)
        {
            throw new StartupException($"ASPNETCORE_URLS: '{address}' is not an address. Use one like http://localhost:7071.", exception);
        }
    }

    private static void Check(BindingAddress address)
    {
        IPAddress[] hosts = IsLocalhost(address)
            ? Socket.OSSupportsIPv6 ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback]
            : [IPAddress.TryParse(address.Host.Trim('[', ']'), out var one) ? one : IPAddress.Any];
        foreach (var host in hosts)
        {
            using var listener = new TcpListener(host, address.Port);
            try
            {
                listener.Start();
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw Taken(address.ToString(), exception);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressNotAvailable && IsLocalhost(address))
            {
                // This machine has no IPv6, so localhost is served over IPv4 only.
            }
            catch (SocketException exception)
            {
                throw new StartupException($"The host cannot listen on {address}: {exception.Message}.", exception);
            }
        }
    }

    private static bool IsLocalhost(BindingAddress address) => address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
}
