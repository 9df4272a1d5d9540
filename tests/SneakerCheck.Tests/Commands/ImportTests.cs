using System.Text.Json.Nodes;
using SneakerCheck.Commands;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Commands;

public sealed class ImportTests : IAsyncLifetime
{
    private const string Model = TestHost.PlainModel;
    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "Demo", "Sample");

    private readonly TestFolder folder = new();
    private TestHost host = null!;

    public async Task InitializeAsync()
    {
        host = await TestHost.Start();
        foreach (var verdict in new[] { "true", "fake" })
        {
            foreach (var view in new[] { "appear", "tag" })
                Put($"{verdict}/01/{view}.jpg", File.ReadAllBytes(Path.Combine(Sample, "exemplars", verdict, "01", $"{view}.jpg")));
        }
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_folder_becomes_exemplars_and_its_coverage_is_shown()
    {
        var (code, output) = await Import();

        Assert.Equal(0, code);
        Assert.Contains("4 photos: 4 added, 0 there already, 0 refused", output);
        Assert.Contains("1 genuine, 1 fake", output);
        Assert.Matches(@"template   quick-1 +lacks 18 genuine and 18 fake of 19 pairs each", output);
        Assert.Equal(["fake-01", "fake-01", "true-01", "true-01"], (await Exemplars()).Select(one => $"{one["pair"]}").Order());
    }

    [Fact]
    public async Task An_import_that_was_broken_off_adds_the_rest_when_it_is_run_again()
    {
        var kept = folder[".kept.jpg"];
        File.Move(folder["true/01/tag.jpg"], kept);
        await Import();
        File.Move(kept, folder["true/01/tag.jpg"]);

        var (code, output) = await Import();

        Assert.Equal(0, code);
        Assert.Contains("4 photos: 1 added, 3 there already, 0 refused", output);
        Assert.Equal(4, (await Exemplars()).Count);
    }

    [Fact]
    public async Task A_photo_that_a_check_would_not_use_is_refused_with_its_file_and_reason()
    {
        Put("true/02/appear.jpg", File.ReadAllBytes(folder["true/01/appear.jpg"])[..^4000]);
        Put("true/03/appear.jpg", [0xFF, 0xD8, 0xFF, 0xD9]);

        var (code, output) = await Import();

        Assert.Equal(1, code);
        Assert.Contains("4 added, 0 there already, 2 refused", output);
        Assert.Contains($"refused    {folder["true/02/appear.jpg"]}: ", output);
        Assert.Contains($"refused    {folder["true/03/appear.jpg"]}: ", output);
        Assert.Equal(4, (await Exemplars()).Count);
    }

    [Theory]
    [InlineData("--model no_model", "there is no shoe model 'no_model'")]
    [InlineData("--model adidas_superstra", "the nearest is adidas_superstar")]
    [InlineData("--model adidas_superstar --Operator__Password=wrong-one", "cannot sign in")]
    [InlineData("--model adidas_superstar --url http://127.0.0.1:9", "http://127.0.0.1:9/ does not answer")]
    [InlineData("--model adidas_superstar --url nowhere", "--url: 'nowhere' is not an address")]
    public async Task A_wrong_argument_is_one_line_and_nothing_is_imported(string arguments, string reason)
    {
        var message = (await Assert.ThrowsAsync<CommandException>(() => Import(arguments.Split(' ')))).Message;

        Assert.Contains(reason, message);
        Assert.DoesNotContain('\n', message);
        Assert.Empty(await Exemplars());
    }

    private async Task<(int Code, string Output)> Import(params string[] arguments)
    {
        string[] given = ["import", folder.Path, "--model", Model, "--url", host.Address, "--Operator__Email", TestHost.OperatorEmail,
            "--Operator__Password", TestHost.OperatorPassword, .. arguments];
        var output = new StringWriter();
        return (await ImportCommand.Run(CommandLine.Read(given, [ImportCommand.Definition], []), output, default), output.ToString());
    }

    private async Task<List<JsonNode>> Exemplars()
    {
        using var client = new ApiClient(host.Address);
        await client.SignIn(TestHost.OperatorEmail, TestHost.OperatorPassword, default);
        return await client.GetAll($"/api/v1/exemplars?shoe_model={Model}", default);
    }

    private void Put(string file, byte[] photo)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[file])!);
        File.WriteAllBytes(folder[file], photo);
    }
}
