using SneakerCheck.Hosting.Local.Azurite;

namespace SneakerCheck.Tests.Hosting;

/// <summary>One real Azurite for the whole test run, started by the first test that asks and ended with the process.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private static readonly Lazy<Task<AzuriteServer>> Shared = new(Start);

    /// <summary>How to reach it, once a test class was given this fixture.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>How to reach it; starts it if need be.</summary>
    public static async Task<string> GetConnectionString() => (await Shared.Value).ConnectionString;

    public async Task InitializeAsync() => ConnectionString = await GetConnectionString();

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>
    /// A test process gets little time to end and may be killed: Azurite ends by itself when that happens, and the folder is
    /// cleared away by a later run.
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
