using System.Diagnostics;
using SneakerCheck.Tests.Infra;

namespace SneakerCheck.Tests.Worker;

/// <summary>
/// The Azure flavour as it is deployed, published once per test run. The Service Bus trigger is the declared one, because the
/// extension's package is not on every feed. The environment variable PUBLISHED_APP names a folder that is published already.
/// </summary>
internal static class PublishedApp
{
    private const string FolderPrefix = "sneakercheck-published-";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(15);
    private static readonly Lazy<Task<string>> Published = new(Publish);

    /// <summary>The folder. Publishes it if necessary.</summary>
    public static Task<string> Folder => Published.Value;

    private static async Task<string> Publish()
    {
        if (Environment.GetEnvironmentVariable("PUBLISHED_APP") is { Length: > 0 } given)
            return Path.GetFullPath(given);
        // The process has no time to clean up before it exits, so a later run does it.
        foreach (var old in Directory.EnumerateDirectories(Path.GetTempPath(), FolderPrefix + "*"))
        {
            if (Directory.GetLastWriteTimeUtc(old) < DateTime.UtcNow.AddHours(-2))
                Directory.Delete(old, recursive: true);
        }
        var folder = Directory.CreateTempSubdirectory(FolderPrefix).FullName;
        // Build servers and reused nodes would outlive the test run and keep its output open.
        var start = new ProcessStartInfo(WorkerProcess.DotNet)
        {
            ArgumentList =
            {
                "publish", RepositoryFiles.Full("functions"), "-c", "Release", "-o", folder, "-nodeReuse:false",
                "-p:UseSharedCompilation=false", "-p:FunctionsHost=Azure", "-p:ServiceBusExtension=declared",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A test run inherits settings of the build that started it, which must not apply to this one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        using var publish = Process.Start(start)!;
        var output = Task.WhenAll(publish.StandardOutput.ReadToEndAsync(), publish.StandardError.ReadToEndAsync());
        using var deadline = new CancellationTokenSource(Deadline);
        await publish.WaitForExitAsync(deadline.Token);
        return publish.ExitCode == 0
            ? folder
            : throw new InvalidOperationException($"The Azure flavour cannot be published:\n{string.Join('\n', await output)}");
    }
}
