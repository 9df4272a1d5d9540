using SneakerCheck.Hosting.Local.Azurite;

namespace SneakerCheck.Tests.Hosting;

/// <summary>One real Azurite for the whole test run, started on first use and ended with the process.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private static readonly Lazy<Task<AzuriteServer>> Shared = new(Start);

    /// <summary>The connection string, once xunit has initialized the fixture.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>The connection string. Starts Azurite if necessary.</summary>
    public static async Task<string> GetConnectionString() => (await Shared.Value).ConnectionString;

    public async Task InitializeAsync() => ConnectionString = await GetConnectionString();

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>
    /// A test process has little time to exit and may be killed. Azurite then exits by itself, and a later run deletes the folder.
    /// </summary>
    private static Task<AzuriteServer> Start()
    {
        const string prefix = "sneakercheck-azurite-";
        foreach (var old in Directory.EnumerateDirectories(Path.GetTempPath(), prefix + "*"))
        {
            if (Directory.GetLastWriteTimeUtc(old) < DateTime.UtcNow.AddHours(-2))
                Directory.Delete(old, recursive: true);
        }
        var folder = Directory.CreateTempSubdirectory(prefix).FullName;
        return AzuriteServer.Start(folder, port: null, Console.Out, CancellationToken.None, endWithHost: true);
    }
}
