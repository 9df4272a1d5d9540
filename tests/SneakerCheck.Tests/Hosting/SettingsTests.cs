namespace SneakerCheck.Tests.Hosting;

[Trait(Speed.Category, Speed.Slow)]
public sealed class SettingsTests : IDisposable
{
    private const string Blobs = "Blobs__ConnectionString=UseDevelopmentStorage=true";
    private const string Email = "Operator__Email=operator@example.org";

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    // BadSettingsTests validates settings without a host. These tests need one, or show how it exits.
    [Theory]
    [InlineData("Set both Operator__Email and Operator__Password", Blobs, Email)]
    [InlineData("Checks__AuditEvry is not a setting; the nearest is Checks__AuditEvery.", Blobs, "Checks__AuditEvry=5")]
    [InlineData("Blobs__ConnectionString must be", "Blobs__ConnectionString=rubbish")]
    [InlineData("Documents__CosmosGateway must be true or false. Tokens__SigningKey must hold", Blobs, "Documents__CosmosGateway=perhaps",
        "Tokens__SigningKey=short")]
    [InlineData("The documents at https://127.0.0.1:9/ cannot be used", Blobs, "Documents__CosmosEndpoint=https://127.0.0.1:9/",
        "Documents__CosmosKey=a2V5")]
    [InlineData("Azurite__BlobPort must be", "Azurite__BlobPort=70000")]
    [InlineData("Logging__LogLevel__Default must be", Blobs, "Logging__LogLevel__Default=Loud")]
    [InlineData("ASPNETCORE_URLS: http://127.0.0.1:99999", Blobs, "ASPNETCORE_URLS=http://127.0.0.1:99999")]
    [InlineData("ASPNETCORE_URLS: 'nowhere'", Blobs, "ASPNETCORE_URLS=nowhere")]
    public Task A_bad_setting_is_one_line_that_names_it_and_exit_code_1(string line, params string[] settings) => Refused(line, settings);

    [Fact]
    public async Task A_data_file_that_is_no_database_is_one_line_and_exit_code_1()
    {
        await File.WriteAllTextAsync(folder["sneakercheck.db"], "Whatever this file is called, it is not a database.");

        await Refused($"The documents at {folder["sneakercheck.db"]} cannot be used", Blobs, $"SNEAKERCHECK_DATA={folder.Path}");
    }

    private async Task Refused(string line, params string[] settings)
    {
        using var host = HostProcess.Start(folder, [.. settings.Select(Pair)]);

        var (exitCode, errors) = await host.End();

        Assert.Equal(1, exitCode);
        Assert.Contains(line, errors);
        Assert.Single(errors.TrimEnd().Split('\n'));

        static (string, string) Pair(string setting) => (setting[..setting.IndexOf('=')], setting[(setting.IndexOf('=') + 1)..]);
    }
}
