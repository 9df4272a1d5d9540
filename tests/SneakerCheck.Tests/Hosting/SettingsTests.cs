namespace SneakerCheck.Tests.Hosting;

public sealed class SettingsTests : IDisposable
{
    private const string Blobs = "Blobs__ConnectionString=UseDevelopmentStorage=true";
    private const string Email = "Operator__Email=operator@example.org";
    private const string Password = "Operator__Password=long enough";

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Operator:Email and Operator:Password", Blobs, Email)]
    [InlineData("Operator:Email and Operator:Password", Blobs, Password)]
    [InlineData("Operator:Email must be", Blobs, Password, "Operator__Email=nobody")]
    [InlineData("Operator:Password must have", Blobs, Email, "Operator__Password=short")]
    [InlineData("Tokens:SigningKey must hold", Blobs, "Tokens__SigningKey=not base64")]
    [InlineData("Tokens:SigningKey must hold", Blobs, "Tokens__SigningKey=dG9vIHNob3J0")]
    [InlineData("Documents:CosmosEndpoint must be", Blobs, "Documents__CosmosEndpoint=somewhere")]
    [InlineData("Documents:CosmosGateway", Blobs, "Documents__CosmosGateway=perhaps")]
    [InlineData("Push:Timeout", Blobs, "Push__Timeout=soon")]
    [InlineData("Push:Timeout must be", Blobs, "Push__Timeout=00:05:00")]
    [InlineData("NotificationHub needs all", Blobs, "NotificationHub__Hub=sneakers")]
    [InlineData("WeChat needs all", Blobs, "WeChat__AppId=wx0123456789abcdef")]
    [InlineData("WeChat:MiniProgramState must be", Blobs, "WeChat__MiniProgramState=draft")]
    [InlineData("Blobs:ConnectionString must be", "Blobs__ConnectionString=rubbish")]
    [InlineData("Blobs:ServiceUri must be", "Blobs__ServiceUri=somewhere")]
    [InlineData("exactly one of Blobs:ServiceUri and Blobs:ConnectionString", Blobs, "Blobs__ServiceUri=https://name.blob.core.windows.net/")]
    [InlineData("Azurite__BlobPort must be", "Azurite__BlobPort=70000")]
    [InlineData("Azurite__BlobPort must be", "Azurite__BlobPort=blob")]
    [InlineData("ASPNETCORE_URLS: http://127.0.0.1:99999", Blobs, "ASPNETCORE_URLS=http://127.0.0.1:99999")]
    [InlineData("ASPNETCORE_URLS: 'nowhere'", Blobs, "ASPNETCORE_URLS=nowhere")]
    public async Task A_bad_setting_is_one_line_that_names_it_and_exit_code_1(string line, params string[] settings)
    {
        using var host = HostProcess.Start(folder, [.. settings.Select(Pair)]);

        var (exitCode, errors) = await host.End();

        Assert.Equal(1, exitCode);
        Assert.Contains(line, errors);
        Assert.Single(errors.TrimEnd().Split('\n'));

        static (string, string) Pair(string setting) => (setting[..setting.IndexOf('=')], setting[(setting.IndexOf('=') + 1)..]);
    }
}
