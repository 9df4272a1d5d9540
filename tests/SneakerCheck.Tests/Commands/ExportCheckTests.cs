using System.Net.Http.Json;
using System.Text.RegularExpressions;
using SneakerCheck.Commands;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Commands;

public sealed partial class ExportCheckTests : IDisposable
{
    private static readonly string Pair = Path.Combine(AppContext.BaseDirectory, "Demo", "Sample", "check", "genuine");

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_file_has_photos_outlines_gauges_and_reasons_in_itself()
    {
        await using var host = await TestHost.Start();
        var owner = await host.Owner();
        var task = await owner.CreateTask(
            "quick-1", TestHost.PlainModel, [.. new[] { "appear", "tag", "stitch" }.Select(view => (view, Photo(view)))]);
        await owner.Run(task);

        var (code, output) = await Export(host, task, "--out", folder["check.html"]);
        var html = await File.ReadAllTextAsync(folder["check.html"]);

        Assert.Equal((0, folder["check.html"]), (code, output.Trim()));
        Assert.Equal(3, Regex.Count(html, Regex.Escape("src=\"data:image/jpeg;base64," + Convert.ToBase64String(Photo("appear"))[..8])));
        Assert.Equal(3, Regex.Count(html, "class=\"outline\" alt=\"\" src=\"data:image/svg"));
        Assert.Contains("无法确定 <span lang=\"en\">not sure</span>", html);
        Assert.True(Regex.Count(html, "class=\"bar\"") >= 3 * 5);
        Assert.DoesNotMatch("<script|<link|src=\"(?!data:)|href=|url\\(", html);
        Assert.All(Left().Matches(html), left => Assert.InRange(double.Parse(left.Groups[1].Value), 0, 100));
    }

    [Fact]
    public async Task A_text_of_the_owner_or_of_the_catalogue_cannot_be_markup()
    {
        await using var host = await TestHost.Start();
        var operators = await host.Operator();
        const string hostile = "<img src=x onerror=alert(1)>";
        using var put = await operators.PutAsJsonAsync(
            "/api/v1/shoe_models/hostile", new { id = "hostile", brand = "b", title = new { zh = hostile, en = hostile } });
        put.EnsureSuccessStatusCode();
        var owner = await host.Owner();
        var task = await owner.CreateTask("quick-1", "hostile");

        await Export(host, task, "--out", folder["check.html"]);
        var html = await File.ReadAllTextAsync(folder["check.html"]);

        Assert.DoesNotContain("<img src=x", html);
        Assert.Contains("&lt;img src=x", html);
    }

    [Fact]
    public async Task An_unknown_check_and_a_folder_that_cannot_be_written_are_one_line()
    {
        await using var host = await TestHost.Start();
        var task = await (await host.Owner()).CreateTask("quick-1", TestHost.PlainModel);

        var unknown = await Assert.ThrowsAsync<CommandException>(() => Export(host, "nothing"));
        var nowhere = await Assert.ThrowsAsync<CommandException>(() => Export(host, task, "--out", folder["no/folder.html"]));

        Assert.StartsWith("There is no check nothing.", unknown.Message);
        Assert.StartsWith($"{folder["no/folder.html"]} cannot be written", nowhere.Message);
    }

    private static byte[] Photo(string view) => File.ReadAllBytes(Path.Combine(Pair, $"{view}.jpg"));

    private static async Task<(int Code, string Output)> Export(TestHost host, string id, params string[] arguments)
    {
        string[] given = ["export-check", id, "--url", host.Address, "--Operator__Email", TestHost.OperatorEmail,
            "--Operator__Password", TestHost.OperatorPassword, .. arguments];
        var output = new StringWriter();
        return (
            await ExportCheckCommand.Run(CommandLine.Read(given, [ExportCheckCommand.Definition], []), output, default), output.ToString());
    }

    [GeneratedRegex("left:([0-9.]+)%")]
    private static partial Regex Left();
}
