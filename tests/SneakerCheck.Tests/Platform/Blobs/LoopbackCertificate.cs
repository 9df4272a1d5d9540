using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;

namespace SneakerCheck.Tests.Platform.Blobs;

/// <summary>A temporary certificate for 127.0.0.1, and clients that trust only it.</summary>
internal sealed class LoopbackCertificate : IDisposable
{
    private readonly HttpClient client;

    public LoopbackCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        Value = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        KeyPem = key.ExportPkcs8PrivateKeyPem();
        client = new HttpClient(new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.Thumbprint == Value.Thumbprint,
        });
    }

    public X509Certificate2 Value { get; }

    public string KeyPem { get; }

    /// <summary>A client for requests without the SDK.</summary>
    public HttpClient Client => client;

    /// <summary>A transport for SDK clients.</summary>
    public HttpPipelineTransport Transport => new HttpClientTransport(client);

    public void Dispose()
    {
        client.Dispose();
        Value.Dispose();
    }
}
