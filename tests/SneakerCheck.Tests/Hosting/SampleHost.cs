using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Tests.Hosting;

/// <summary>Starts hosts that run the sample functions.</summary>
internal static class SampleHost
{
    /// <summary>Starts a host on a free port with the shared Azurite.</summary>
    public static Task<LocalHost> Start(TestFolder folder, Recorder recorder, TimeProvider? time = null) =>
        new TestHostBuilder(folder.Path)
        {
            Time = time ?? TimeProvider.System,
            Configure = builder => builder.Services.AddSingleton(recorder),
        }.Start(typeof(SampleHost).Assembly);
}
