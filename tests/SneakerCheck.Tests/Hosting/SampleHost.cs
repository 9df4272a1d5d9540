using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Tests.Hosting;

/// <summary>Starts hosts that run the sample functions.</summary>
internal static class SampleHost
{
    /// <summary>Starts a host on a free port with the shared Azurite.</summary>
    public static async Task<LocalHost> Start(TestFolder folder, Recorder recorder, TimeProvider? time = null) =>
        await LocalHost.Start(
            new LocalHostOptions
            {
                Time = time ?? TimeProvider.System,
                Output = TextWriter.Null,
                Settings = new Dictionary<string, string?>
                {
                    ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                    ["SNEAKERCHECK_DATA"] = folder.Path,
                    ["Blobs:ConnectionString"] = await AzuriteFixture.GetConnectionString(),
                    ["Logging:LogLevel:Default"] = "None",
                },
            },
            typeof(SampleHost).Assembly,
            builder => builder.Services.AddSingleton(recorder));
}
