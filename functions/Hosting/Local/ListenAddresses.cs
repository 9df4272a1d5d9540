using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace SneakerCheck.Hosting.Local;

/// <summary>Where the host is to listen, checked before anything else is started.</summary>
internal static class ListenAddresses
{
    /// <summary>Reads addresses, separated by semicolons, and tries each port.</summary>
    /// <exception cref="StartupException">An address is not one the host can serve, or its port is taken.</exception>
    public static string[] Check(string urls)
    {
        var addresses = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (addresses.Length == 0)
            throw new StartupException("ASPNETCORE_URLS names no address.");
        foreach (var address in addresses)
            Check(Parse(address));
        return addresses;
    }

    /// <summary>The line that says that an address is taken.</summary>
    public static StartupException Taken(string address, Exception cause) => new(
        $"{address} is taken by another program. Set ASPNETCORE_URLS to another address, for example http://localhost:7072.", cause);

    private static BindingAddress Parse(string address)
    {
        try
        {
            var parsed = BindingAddress.Parse(address);
            if (!parsed.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase))
                throw new StartupException($"ASPNETCORE_URLS: {address} cannot be served here; only http is.");
            if (parsed.Port > ushort.MaxValue)
                throw new StartupException($"ASPNETCORE_URLS: {address} has no port that exists; the last is {ushort.MaxValue}.");
            if (parsed.Port == 0 && IsLocalhost(parsed))
                throw new StartupException($"ASPNETCORE_URLS: a free port (0) needs one address; write http://127.0.0.1:0 for {address}.");
            return parsed;
        }
        catch (FormatException exception)
        {
            throw new StartupException($"ASPNETCORE_URLS: '{address}' is not an address.", exception);
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
                // No IPv6 on this machine: localhost is served without it.
            }
            catch (SocketException exception)
            {
                throw new StartupException($"The host cannot listen on {address}: {exception.Message}.", exception);
            }
        }
    }

    private static bool IsLocalhost(BindingAddress address) => address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
}
