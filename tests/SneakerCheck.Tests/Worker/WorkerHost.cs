using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SneakerCheck.Tests.Worker.Protocol;

namespace SneakerCheck.Tests.Worker;

/// <summary>
/// The published app under a stand-in for the Functions host: a separate process that loads its functions over the protocol, answers HTTP
/// through the proxy and receives messages from a stand-in for Service Bus. It reads documents with Cosmos DB's SDK over HTTP.
/// </summary>
internal sealed class WorkerHost : IAsyncDisposable
{
    private const string TimerState =
        """{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}""";

    /// <summary>Usually seconds are enough; a busy machine needs more.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private readonly WebApplication app;
    private readonly WorkerConnection connection;
    private readonly WorkerProcess process;

    private WorkerHost(WebApplication app, WorkerConnection connection, WorkerProcess process, Uri address) =>
        (this.app, this.connection, this.process, Address) = (app, connection, process, address);

    public Uri Address { get; }

    public IReadOnlyList<WorkerFunction> Functions => connection.Functions;

    /// <summary>The worker's output, for the message of a failed test.</summary>
    public string Words => $"{connection.Log}\n{process.Output}";

    /// <summary>Starts the published app and returns once every function is loaded.</summary>
    public static async Task<WorkerHost> Start(IReadOnlyDictionary<string, string> settings)
    {
        var folder = await PublishedApp.Folder;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        builder.Services.AddRouting(routing =>
            routing.SetParameterPolicy<Microsoft.AspNetCore.Routing.Constraints.RegexInlineRouteConstraint>("regex"));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = grpc.MaxSendMessageSize = null);
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton(provider => new WorkerConnection(folder, provider.GetRequiredService<IInlineConstraintResolver>()));
        builder.Services.AddSingleton<WorkerFront>();
        var app = builder.Build();
        app.MapGrpcService<WorkerConnection>();
        app.MapFallback("{**path}", (HttpContext context, WorkerFront front) => front.Serve(context));
        await app.StartAsync();
        var addresses = app.Urls.Select(url => new Uri(url)).ToArray();
        var connection = app.Services.GetRequiredService<WorkerConnection>();
        var host = new WorkerHost(app, connection, WorkerProcess.Start(folder, addresses[1], settings), addresses[0]);
        try
        {
            using var deadline = new CancellationTokenSource(Deadline);
            var ended = host.process.End(deadline.Token);
            if (await Task.WhenAny(connection.Loaded, ended) == ended)
                throw new InvalidOperationException($"The worker ended with {await ended}.");
            await connection.Loaded;
            return host;
        }
        catch (Exception exception)
        {
            await host.DisposeAsync();
            throw new InvalidOperationException($"The worker did not start.\n{host.Words}", exception);
        }
    }

    /// <summary>A client that is not signed in.</summary>
    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    /// <summary>Delivers a message to the function of its queue, and returns whether the function succeeded.</summary>
    public async Task<bool> Deliver(string queue, string body) =>
        await Run(Functions.Single(function => function.Queue == queue), new() { String = body });

    public async Task<bool> Tick(string name) =>
        await Run(Functions.Single(function => function.Name == name && function.IsTimer), new() { Json = TimerState });

    /// <summary>Asks the worker to exit, as the host does, and returns its exit code.</summary>
    public async Task<int> Terminate()
    {
        connection.Terminate();
        using var deadline = new CancellationTokenSource(Deadline);
        return await process.End(deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        process.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task<bool> Run(WorkerFunction function, TypedData data)
    {
        var result = await connection.Invoke(new()
        {
            InvocationId = Guid.NewGuid().ToString(),
            FunctionId = function.Metadata.FunctionId,
            TraceContext = new(),
            InputData = { new ParameterBinding { Name = function.Parameter, Data = data } },
        });
        return result.Status == StatusResult.Types.Status.Success;
    }
}
