using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Azure.Storage.Blobs;
using SneakerCheck.Hosting.Local.Azurite;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Platform.Blobs;

/// <summary>The pinned Azurite over HTTPS with <c>--oauth basic</c>, which accepts bearer tokens.</summary>
internal sealed class SecureAzurite : IDisposable
{
    private const string Account = "sneakers";
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private readonly TestFolder folder = new();
    private readonly LoopbackCertificate certificate = new();
    private Process? process;

    private SecureAzurite()
    {
    }

    /// <summary>For requests without the SDK.</summary>
    public HttpClient Http => certificate.Client;

    /// <summary>A client that uses an identity instead of the account key.</summary>
    public BlobServiceClient Client { get; private set; } = null!;

    public static async Task<SecureAzurite> Start()
    {
        var azurite = new SecureAzurite();
        try
        {
            await azurite.Launch();
            return azurite;
        }
        catch
        {
            azurite.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        process?.Kill();
        process?.WaitForExit();
        process?.Dispose();
        certificate.Dispose();
        folder.Dispose();
    }

    private async Task Launch()
    {
        var installation = await AzuriteInstallation.Ensure(folder.Path, TextWriter.Null, CancellationToken.None);
        await File.WriteAllTextAsync(folder["certificate.pem"], certificate.Value.ExportCertificatePem());
        await File.WriteAllTextAsync(folder["key.pem"], certificate.KeyPem);
        var port = FreePort();
        process = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                AzuriteInstallation.Launcher, folder["azurite.log"], installation.Service,
                "--blobHost", "127.0.0.1", "--blobPort", $"{port}", "--location", folder["data"],
                "--cert", folder["certificate.pem"], "--key", folder["key.pem"], "--oauth", "basic",
                "--disableTelemetry", "--silent",
            },
            Environment =
            {
                ["AZURITE_ACCOUNTS"] = $"{Account}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(64))}",
                ["END_WITH_INPUT"] = "1",
            },
            RedirectStandardInput = true,
        })!;
        await process.StandardInput.WriteLineAsync("begin");
        await process.StandardInput.FlushAsync();
        Client = new BlobServiceClient(
            new Uri($"https://127.0.0.1:{port}/{Account}"),
            new FixedCredential(Token()),
            new BlobClientOptions { Transport = certificate.Transport, Retry = { MaxRetries = 0 } });

        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await Client.GetPropertiesAsync();
                return;
            }
            catch (Exception) when (clock.Elapsed < LongestStart && !process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    // Azurite checks the claims of a token, but not its signature.
    private static string Token()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = $$"""
            {"aud":"https://storage.azure.com","iss":"https://sts.windows.net/{{DelegationService.TenantId}}/",
             "iat":{{now - 60}},"nbf":{{now - 60}},
             "exp":{{now + 3600}},"oid":"{{DelegationService.ObjectId}}","tid":"{{DelegationService.TenantId}}"}
            """;
        return string.Join('.', new[] { """{"alg":"none","typ":"JWT"}""", claims, "signature" }.Select(
            part => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part))));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
