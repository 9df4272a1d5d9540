using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Azure.Storage.Blobs;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Hosting.Local.Azurite;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Hosting;

[Trait(Speed.Category, Speed.Slow)]
public sealed class AzuriteServerTests : IDisposable
{
    // SIGSTOP on Linux: the process stays, and so do its connections, but it does nothing.
    private const int Stop = 19;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Photos_and_addresses_survive_a_restart()
    {
        var first = await Start();
        await Container(first).CreateAsync();
        await Container(first).UploadBlobAsync("photo", BinaryData.FromString("pixels"));
        await first.DisposeAsync();
        Assert.False(IsRunning(first.ProcessId));
        Assert.False(first.EndedByForce);

        await using var second = await Start();

        Assert.Equal(first.ConnectionString, second.ConnectionString);
        var photo = await Container(second).GetBlobClient("photo").DownloadContentAsync();
        Assert.Equal("pixels", photo.Value.Content.ToString());
    }

    [Fact]
    public async Task One_that_exits_is_restarted_on_its_port()
    {
        await using var server = await Start();
        var died = server.ProcessId;

        await Kill(server);

        Assert.False(IsRunning(died));
    }

    [Fact]
    public async Task One_that_keeps_exiting_is_restarted_every_time()
    {
        await using var server = await Start();

        for (var death = 0; death < 7; death++)
            await Kill(server);

        Assert.True(await Answers(server));
    }

    [Fact]
    public async Task One_that_hangs_is_replaced()
    {
        var probes = new AzuriteProbes
        {
            Every = TimeSpan.FromMilliseconds(50),
            Deadline = TimeSpan.FromMilliseconds(500),
            Patience = TimeSpan.FromMilliseconds(100),
        };
        await using var server = await Start(probes: probes);
        var hanging = server.ProcessId;

        Assert.Equal(0, Signal(hanging, Stop));

        await Eventually.Holds(async () => server.ProcessId != hanging && await Uploads(server), "another one takes a photo");
        Assert.False(IsRunning(hanging));
    }

    [Fact]
    public async Task One_that_answers_is_left_alone()
    {
        using var output = new StringWriter();
        await using var server = await Start(output: output, probes: new AzuriteProbes { Every = TimeSpan.Zero, Missed = 1 });
        var process = server.ProcessId;

        for (var request = 0; request < 100; request++)
            Assert.True(await Answers(server));

        Assert.Equal(process, server.ProcessId);
        Assert.Equal("", output.ToString());
    }

    [Fact]
    public async Task An_error_of_the_disk_while_it_restarts_does_not_end_the_watch()
    {
        using var output = new StringWriter();
        await using var server = await Start(output: TextWriter.Synchronized(output));
        // A folder of this name has the note fail to be written, as on a full disk.
        Directory.CreateDirectory(folder["azurite.json.new"]);
        using (var process = Process.GetProcessById(server.ProcessId))
            process.Kill();
        await Eventually.Holds(() => output.ToString().Contains("could not be restarted"), "a restart fails");

        Directory.Delete(folder["azurite.json.new"]);

        await Eventually.Holds(() => Answers(server), "it answers again");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("""{"account":"local","ke""")]
    [InlineData("{}")]
    public async Task Where_photos_would_vanish_it_does_not_start(string? note)
    {
        var first = await Start();
        await Container(first).CreateAsync();
        await Container(first).UploadBlobAsync("photo", BinaryData.FromString("pixels"));
        await first.DisposeAsync();
        var kept = await File.ReadAllTextAsync(folder["azurite.json"]);
        if (note is null)
            File.Delete(folder["azurite.json"]);
        else
            await File.WriteAllTextAsync(folder["azurite.json"], note);

        var refusal = await Assert.ThrowsAsync<StartupException>(() => Start());

        var what = note is null ? "missing" : "damaged";
        Assert.StartsWith($"{folder["azurite.json"]} is {what}, and without it the photos", refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Equal(note, File.Exists(folder["azurite.json"]) ? await File.ReadAllTextAsync(folder["azurite.json"]) : null);
        await File.WriteAllTextAsync(folder["azurite.json"], kept);
        await using var again = await Start();
        Assert.True(await Container(again).GetBlobClient("photo").ExistsAsync());
    }

    [Fact]
    public async Task A_configured_port_that_is_taken_is_an_error_of_one_line()
    {
        using var taken = Listen(0);
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var refusal = await Assert.ThrowsAsync<StartupException>(() => Start(port));

        Assert.Equal($"Port {port} is taken: Azurite cannot listen there. Set Azurite__BlobPort to another port.", refusal.Message);
    }

    [Fact]
    public async Task When_its_last_port_is_taken_it_takes_another()
    {
        using var taken = Listen(0);
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await File.WriteAllTextAsync(
            folder["azurite.json"],
                $$"""{"account":"local","key":"cGFpcg==","port":{{port}},"process_id":0,"started":"2026-01-01T00:00:00+00:00"}""");

        await using var server = await Start();

        Assert.NotEqual($"http://127.0.0.1:{port}", server.Address);
        Assert.True(await Answers(server));
    }

    [Theory]
    [InlineData("""{"account":"local","key":"cGFpcg==","port":1,"process_id":{0},"started":"2026-01-01T00:00:00+00:00"}""")]
    [InlineData("""{"account":"local","ke""")]
    public async Task A_note_that_matches_no_running_Azurite_is_ignored(string note)
    {
        await File.WriteAllTextAsync(folder["azurite.json"], note.Replace("{0}", $"{Environment.ProcessId}"));

        await using var server = await Start();

        Assert.True(await Answers(server));
        Assert.NotEqual(Environment.ProcessId, server.ProcessId);
    }

    [Fact]
    public async Task Browsers_of_any_origin_may_upload()
    {
        var photo = new BlobClient(await AzuriteFixture.GetConnectionString(), "photos", "photo");
        using var client = new HttpClient();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, photo.Uri);
        preflight.Headers.Add("Origin", "http://localhost:7071");
        preflight.Headers.Add("Access-Control-Request-Method", "PUT");
        preflight.Headers.Add("Access-Control-Request-Headers", "x-ms-blob-type,content-type");

        using var answer = await client.SendAsync(preflight);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("PUT", answer.Headers.GetValues("Access-Control-Allow-Methods").Single());
    }

    private Task<AzuriteServer> Start(int? port = null, TextWriter? output = null, AzuriteProbes? probes = null) => AzuriteServer.Start(
        folder.Path, port, output ?? TextWriter.Null, CancellationToken.None, endWithHost: true, time: new InstantTime(), probes: probes);

    private static async Task Kill(AzuriteServer server)
    {
        var died = server.ProcessId;
        using (var process = Process.GetProcessById(died))
            process.Kill();
        await Eventually.Holds(async () => server.ProcessId != died && await Answers(server), "it answers again");
    }

    private static BlobContainerClient Container(AzuriteServer server) => new(server.ConnectionString, "photos");

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return listener;
    }

    private static async Task<bool> Answers(AzuriteServer server)
    {
        try
        {
            await new BlobServiceClient(server.ConnectionString, new BlobClientOptions { Retry = { MaxRetries = 0 } }).GetPropertiesAsync();
            return true;
        }
        catch (Azure.RequestFailedException)
        {
            return false;
        }
    }

    private static async Task<bool> Uploads(AzuriteServer server)
    {
        try
        {
            await Container(server).CreateIfNotExistsAsync();
            await Container(server).GetBlobClient("photo").UploadAsync(BinaryData.FromString("pixels"), overwrite: true);
            return true;
        }
        catch (Azure.RequestFailedException)
        {
            return false;
        }
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Signal(int processId, int signal);
}
