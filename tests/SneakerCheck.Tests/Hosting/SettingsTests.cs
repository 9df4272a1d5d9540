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
    [InlineData("Documents:CosmosEndpoint must be", Blobs, "Documents__CosmosEndpoint=ftp://127.0.0.1/")]
    [InlineData("Documents:CosmosKey must be", Blobs, "Documents__CosmosEndpoint=https://127.0.0.1:9/", "Documents__CosmosKey=not base64")]
    [InlineData("The documents at https://127.0.0.1:9/ cannot be used", Blobs, "Documents__CosmosEndpoint=https://127.0.0.1:9/", "Documents__CosmosKey=a2V5")]
    [InlineData("Documents:CosmosGateway", Blobs, "Documents__CosmosGateway=perhaps")]
    [InlineData("Push:Timeout", Blobs, "Push__Timeout=soon")]
    [InlineData("Push:Timeout must be", Blobs, "Push__Timeout=00:05:00")]
    [InlineData("NotificationHub needs all", Blobs, "NotificationHub__Hub=sneakers")]
    [InlineData("WeChat needs all", Blobs, "WeChat__AppId=wx0123456789abcdef")]
    [InlineData("WeChat:MiniProgramState must be", Blobs, "WeChat__MiniProgramState=draft")]
    [InlineData("Blobs:ConnectionString must be", "Blobs__ConnectionString=rubbish")]
    [InlineData("Blobs:ServiceUri must be", "Blobs__ServiceUri=somewhere")]
    [InlineData("Blobs:ServiceUri must be", "Blobs__ServiceUri=http://name.blob.core.windows.net/")]
    [InlineData("exactly one of Blobs:ServiceUri and Blobs:ConnectionString", Blobs, "Blobs__ServiceUri=https://name.blob.core.windows.net/")]
    [InlineData("Azurite__BlobPort must be", "Azurite__BlobPort=70000")]
    [InlineData("Azurite__BlobPort must be", "Azurite__BlobPort=blob")]
    [InlineData("Logging:LogLevel:Default must be", Blobs, "Logging__LogLevel__Default=Loud")]
    [InlineData("ASPNETCORE_URLS: http://127.0.0.1:99999", Blobs, "ASPNETCORE_URLS=http://127.0.0.1:99999")]
    [InlineData("ASPNETCORE_URLS: 'nowhere'", Blobs, "ASPNETCORE_URLS=nowhere")]
    public Task A_bad_setting_is_one_line_that_names_it_and_exit_code_1(string line, params string[] settings) => Refused(line, settings);

    [Fact]
    public async Task A_data_file_that_is_none_is_one_line_and_exit_code_1()
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
