using System.Diagnostics;
using SneakerCheck.Tests.Checks;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Pictures;

/// <summary>A client that was written from seed 002 alone works.</summary>
public sealed class ScriptClientTests
{
    [Fact]
    public async Task A_client_written_from_the_seed_alone_works()
    {
        using var folder = new TestFolder();
        await File.WriteAllBytesAsync(folder["picture.jpg"], TestPhoto.Unique());
        var script = Path.Combine(AppContext.BaseDirectory, "Pictures", "Fixtures", "client.mjs");
        var name = PictureClient.NewName();
        using var node = Process.Start(new ProcessStartInfo(
            "node", [script, (await TestHost.Shared).Address, name, "12345", folder["picture.jpg"]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = node.StandardError.ReadToEndAsync();
        var lines = (await node.StandardOutput.ReadToEndAsync()).TrimEnd().Split('\n');
        await node.WaitForExitAsync();

        Assert.True(node.ExitCode == 0, await errors);
        Assert.Equal(
            ["200 0", "409 3", "401 5", "200 0", "403 7", "400 6", "201 0", "200 0"],
            lines[..^1].Select(line => $"{line[..3]} {System.Text.Json.JsonElement.Parse(line[4..]).GetProperty("code")}"));
        Assert.Equal("1 1 20 1 true true", lines[^1]);
    }
}
