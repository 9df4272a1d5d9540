using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace SneakerCheck.Tests.Notifications;

/// <summary>A request as a server received it.</summary>
internal sealed record Received(string Method, string PathAndQuery, IHeaderDictionary Headers, byte[] Body)
{
    public string Header(string name) => Headers[name].ToString();
}

/// <summary>A real HTTP server on a free port of this machine, in place of an external service.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly ConcurrentQueue<Received> received = [];

    private LocalServer(Func<Received, HttpContext, Task> answer, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        application = builder.Build();
        application.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var request = new Received(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString,
                new HeaderDictionary(context.Request.Headers.ToDictionary()),
                body.ToArray());
            received.Enqueue(request);
            await answer(request, context);
        });
    }

    public Uri Address => new(application.Urls.Single());

    public IReadOnlyCollection<Received> Requests => received;

    /// <summary>Starts one that answers so; with a certificate it speaks HTTPS.</summary>
    public static async Task<LocalServer> Start(Func<Received, HttpContext, Task> answer, X509Certificate2? certificate = null)
    {
        var server = new LocalServer(answer, certificate);
        await server.application.StartAsync();
        return server;
    }

    public static Task<LocalServer> Start(int status) => Start((_, context) =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    public ValueTask DisposeAsync() => application.DisposeAsync();
}
