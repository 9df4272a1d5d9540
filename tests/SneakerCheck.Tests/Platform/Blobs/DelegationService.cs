using System.Security.Cryptography;
using System.Xml.Linq;
using Azure.Core;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Tests.Notifications;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Platform.Blobs;

/// <summary>An HTTPS server that issues user delegation keys like storage, a new one for each request, and a client of it.</summary>
internal sealed class DelegationService : IAsyncDisposable
{
    public const string Account = "sneakers";
    public const string ObjectId = "7f1e1c4e-0000-4000-8000-00000000000a";
    public const string TenantId = "7f1e1c4e-0000-4000-8000-00000000000b";
    public const string Bearer = "a-token-of-the-identity";

    private readonly LoopbackCertificate certificate = new();
    private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, byte[]> values = [];
    private LocalServer? server;

    public ManualTime Time { get; } = new();

    /// <summary>The reply to the next requests instead of a key.</summary>
    public int? Failure { get; set; }

    /// <summary>Delays replies until it completes.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Completes when the first request has arrived.</summary>
    public Task Arrived => arrived.Task;

    public IReadOnlyCollection<Received> Requests => server!.Requests;

    public BlobServiceClient Client { get; private set; } = null!;

    public DelegationKeys Keys { get; private set; } = null!;

    public BlobLinks Links { get; private set; } = null!;

    public static async Task<DelegationService> Start()
    {
        var service = new DelegationService();
        service.server = await LocalServer.Start(service.Answer, service.certificate.Value);
        service.Client = new BlobServiceClient(
            new Uri(service.server.Address, Account),
            new FixedCredential(Bearer),
            new BlobClientOptions { Transport = service.certificate.Transport, Retry = { MaxRetries = 0 } });
        service.Keys = new DelegationKeys(service.Client, service.Time, NullLogger<DelegationKeys>.Instance);
        service.Links = new BlobLinks(service.Client, service.Keys, service.Time);
        return service;
    }

    /// <summary>The secret of the issued key that starts at this moment.</summary>
    public byte[] SecretFrom(string start)
    {
        lock (values)
            return values[start];
    }

    public async ValueTask DisposeAsync()
    {
        Keys.Dispose();
        await server!.DisposeAsync();
        certificate.Dispose();
    }

    private async Task Answer(Received request, HttpContext context)
    {
        arrived.TrySetResult();
        await Gate.WaitAsync(context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        if (Failure is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }
        var asked = XDocument.Load(new MemoryStream(request.Body)).Root!;
        var start = asked.Element("Start")!.Value;
        var secret = RandomNumberGenerator.GetBytes(32);
        lock (values)
            values[start] = secret;
        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync(new XElement(
            "UserDelegationKey",
            new XElement("SignedOid", ObjectId),
            new XElement("SignedTid", TenantId),
            new XElement("SignedStart", start),
            new XElement("SignedExpiry", asked.Element("Expiry")!.Value),
            new XElement("SignedService", "b"),
            new XElement("SignedVersion", request.Header("x-ms-version")),
            new XElement("Value", Convert.ToBase64String(secret))).ToString());
    }
}

/// <summary>An identity with one fixed token.</summary>
internal sealed class FixedCredential(string token) : TokenCredential
{
    public override AccessToken GetToken(TokenRequestContext request, CancellationToken cancellation) =>
        new(token, DateTimeOffset.UtcNow.AddHours(1));

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext request, CancellationToken cancellation) =>
        new(GetToken(request, cancellation));
}
