namespace SneakerCheck.Hosting.Local.Azurite;

/// <summary>How it is noticed that a running Azurite hangs: several probes in a row get no reply of any kind.</summary>
/// <remarks>All waits are of the system's clock, because they are about a process, not about the product's time.</remarks>
public sealed record AzuriteProbes
{
    /// <summary>The wait between a reply and the next probe.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait for a reply.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>So many probes without a reply, in a row, are a process that hangs.</summary>
    public int Missed { get; init; } = 3;

    /// <summary>How long the process may take to write its index and exit before it is killed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    // Each probe opens a connection, as new clients do. The machine's proxy is for other machines.
    internal HttpClient Client() => new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });

    /// <summary>Whether there is a reply in time; a refusal is one too.</summary>
    internal async Task<bool> IsAnswered(HttpClient client, string address, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Deadline);
        try
        {
            using var reply = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return true;
        }
        catch (Exception exception) when (
            exception is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
