using System.Net.Sockets;
using System.Text;

namespace SneakerCheck.Tests.Security;

/// <summary>Sends requests that a well-behaved client cannot send.</summary>
internal static class RawRequest
{
    /// <summary>Sends a request line and headers unchanged, and returns the status and the whole reply.</summary>
    public static async Task<(int Status, string Reply)> Send(TestHost host, string line, params string[] headers)
    {
        var address = new Uri(host.Address);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        var request = string.Join("\r\n", [line, $"Host: {address.Authority}", "Connection: close", .. headers, "", ""]);
        var reply = new StringBuilder();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
            using var reader = new StreamReader(stream, Encoding.UTF8);
            reply.Append(await reader.ReadToEndAsync());
        }
        catch (IOException) when (reply.Length > 0)
        {
            // The server has replied and closed before reading everything.
        }
        var text = reply.ToString();
        Assert.StartsWith("HTTP/1.1 ", text);
        return (int.Parse(text.AsSpan(9, 3), provider: null), text);
    }
}
