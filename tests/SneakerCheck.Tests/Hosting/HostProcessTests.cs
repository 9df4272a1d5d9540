using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Tests.Hosting;

[Trait(Speed.Category, Speed.Slow)]
public sealed class HostProcessTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_Azurite_of_a_killed_host_is_reused_by_the_next_and_ends_with_it()
    {
        using var killed = HostProcess.Start(folder, ("SNEAKERCHECK_DATA", folder.Path));
        await killed.Address();
        var leftBehind = AzuriteProcess();
        await killed.Kill();
        Assert.False(leftBehind.HasExited);

        using var next = HostProcess.Start(folder, ("SNEAKERCHECK_DATA", folder.Path));
        using var client = new HttpClient();
        using var answer = await client.GetAsync(await next.Address() + "/no-such-path");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(leftBehind.Id, AzuriteProcess().Id);

        next.Terminate();
        Assert.Equal((0, ""), await next.End());
        await Eventually.Holds(() => leftBehind.HasExited, "Azurite has ended");
    }

    [Fact]
    public async Task A_taken_port_is_one_line_and_exit_code_1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        await Refused($"{address} is taken by another program.", ("ASPNETCORE_URLS", address));
    }

    [Fact]
    public Task An_address_that_cannot_be_served_is_one_line_and_exit_code_1() =>
        Refused("https://localhost:7443 cannot be served here", ("ASPNETCORE_URLS", "https://localhost:7443"));

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_one_line_and_exit_code_1()
    {
        await File.WriteAllTextAsync(folder["file"], "");

        await Refused("cannot be written", ("SNEAKERCHECK_DATA", Path.Combine(folder["file"], "data")));
    }

    [Fact]
    public async Task A_data_folder_in_use_is_one_line_and_exit_code_1()
    {
        using var first = DataFolder.Open(folder["data"]);

        await Refused("is in use by another host", ("SNEAKERCHECK_DATA", first.Path));
    }

    [Fact]
    public async Task A_machine_without_Node_is_one_line_and_exit_code_1()
    {
        // Azurite is installed already, so Node is the first thing that is missing.
        await AzuriteFixture.GetConnectionString();

        await Refused("Node is needed to run the local blob storage", ("PATH", folder.Path));
    }

    [Fact]
    public async Task An_installation_without_npm_is_one_line_and_exit_code_1()
    {
        var node = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .Select(path => Path.Combine(path, "node")).First(File.Exists);
        Directory.CreateDirectory(folder["bin"]);
        File.CreateSymbolicLink(folder["bin/node"], node);

        await Refused(
            "npm is needed to install the local blob storage",
            ("PATH", folder["bin"]), ("HOME", folder["home"]), ("XDG_DATA_HOME", folder["home"]));
    }

    [Trait(Speed.Category, Speed.Slow)]
    [Fact]
    public async Task A_registry_that_does_not_answer_is_one_line_and_exit_code_1()
    {
        await Refused(
            "npm could not install Azurite",
            ("HOME", folder["home"]), ("XDG_DATA_HOME", folder["home"]), ("npm_config_cache", folder["cache"]),
            ("npm_config_registry", "http://127.0.0.1:9/"), ("npm_config_fetch_retries", "0"));

        Assert.Empty(Directory.GetDirectories(Path.Combine(folder["home"], "sneakercheck")));
    }

    private async Task Refused(string line, params (string Name, string Value)[] settings)
    {
        using var host = HostProcess.Start(folder, settings);

        var (exitCode, errors) = await host.End();

        Assert.Equal(1, exitCode);
        Assert.Contains(line, errors);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    private Process AzuriteProcess()
    {
        var note = JsonElement.Parse(File.ReadAllText(folder["azurite.json"]));
        return Process.GetProcessById(note.GetProperty("process_id").GetInt32());
    }
}
