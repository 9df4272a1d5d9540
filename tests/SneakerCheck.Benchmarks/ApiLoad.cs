using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace SneakerCheck.Benchmarks;

/// <summary>
/// Load on a server: connections that each send the next request when the last reply has arrived. One thread serves all of them, so
/// that the load costs little compared with the server.
/// </summary>
internal sealed class ApiLoad : IDisposable
{
    private readonly Connection[] connections;

    public ApiLoad(int port, int count) => connections = [.. Enumerable.Range(0, count).Select(index => new Connection(port, index))];

    /// <summary>Pins this thread to another core than the server's.</summary>
    public static void LeaveCore(string core)
    {
        var cores = ((1UL << Math.Min(Environment.ProcessorCount, 63)) - 1) & ~(1UL << int.Parse(core, CultureInfo.InvariantCulture));
        if (SetAffinity(0, sizeof(ulong), ref cores) != 0)
            throw new InvalidOperationException("The load could not be put on another core.");
    }

    /// <summary>Sends the requests, or fewer if they take too long. Returns how many were answered in how many seconds.</summary>
    public (int Answered, double Seconds) Run(ApiCall call, int count, TimeSpan longest)
    {
        var watch = Stopwatch.StartNew();
        var (sent, answered) = (0, 0);
        foreach (var connection in connections.Take(count))
            Send(connection);
        while (answered < sent)
        {
            List<Socket> ready = [.. connections.Where(connection => connection.IsWaiting).Select(connection => connection.Socket)];
            Socket.Select(ready, null, null, 10_000_000);
            if (ready.Count == 0)
                throw new InvalidOperationException($"No reply to '{call.Name}' within ten seconds.");
            foreach (var connection in connections.Where(connection => connection.IsWaiting && ready.Contains(connection.Socket)))
            {
                if (!connection.Receive(call))
                    continue;
                answered++;
                if (sent < count && watch.Elapsed < longest)
                    Send(connection);
            }
        }

        return (answered, watch.Elapsed.TotalSeconds);

        void Send(Connection connection)
        {
            connection.Send(call);
            sent++;
        }
    }

    /// <summary>The body of one reply.</summary>
    public string Body(ApiCall call)
    {
        connections[0].Send(call);
        while (!connections[0].Receive(call))
        {
            // The rest has not arrived yet.
        }

        return connections[0].Body();
    }

    public void Dispose()
    {
        foreach (var connection in connections)
            connection.Socket.Dispose();
    }

    [DllImport("libc", EntryPoint = "sched_setaffinity")]
    private static extern int SetAffinity(int thread, nint size, ref ulong cores);

    private sealed class Connection
    {
        private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray(), EndOfChunks = "\r\n0\r\n\r\n"u8.ToArray();

        private readonly byte[] buffer = new byte[256 * 1024];
        private readonly int index;
        private int length;

        public Connection(int port, int index)
        {
            this.index = index;
            Socket.Connect(IPAddress.Loopback, port);
        }

        public Socket Socket { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        public bool IsWaiting { get; private set; }

        private ReadOnlySpan<byte> Received => buffer.AsSpan(0, length);

        public void Send(ApiCall call)
        {
            (length, IsWaiting) = (0, true);
            Socket.Send(call.Next(index));
        }

        /// <summary>Reads what has arrived; true if the reply is complete.</summary>
        public bool Receive(ApiCall call)
        {
            var read = Socket.Receive(buffer, length, buffer.Length - length, SocketFlags.None);
            length += read;
            if (read == 0)
                throw new InvalidOperationException("The server closed a connection, or its reply is too long.");
            var head = Received.IndexOf(EndOfHead);
            if (head < 0 || !IsWhole(Received[..(head + 2)], Received[(head + EndOfHead.Length)..]))
                return false;
            // HTTP/1.1 200
            if (!Utf8Parser.TryParse(Received.Slice(9, 3), out int status, out _) || status != call.Status)
                throw new InvalidOperationException($"'{call.Name}' was answered by: {Encoding.UTF8.GetString(Received)}");
            IsWaiting = false;
            return true;
        }

        /// <summary>The text of a reply, without the chunk lengths.</summary>
        public string Body()
        {
            var text = Encoding.UTF8.GetString(Received[(Received.IndexOf(EndOfHead) + EndOfHead.Length)..]);
            if (text.StartsWith('{') || text.StartsWith('['))
                return text;
            var body = new StringBuilder();
            for (var at = 0; ;)
            {
                var line = text.IndexOf("\r\n", at, StringComparison.Ordinal);
                var size = int.Parse(text[at..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                if (size == 0)
                    return body.ToString();
                body.Append(text, line + 2, size);
                at = line + 2 + size + 2;
            }
        }

        private static bool IsWhole(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
        {
            var name = head.IndexOf("Content-Length: "u8);
            return name < 0
                ? body.EndsWith(EndOfChunks)
                : Utf8Parser.TryParse(head[(name + "Content-Length: ".Length)..], out int whole, out _) && body.Length >= whole;
        }
    }
}
