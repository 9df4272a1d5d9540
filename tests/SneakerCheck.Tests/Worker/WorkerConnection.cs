using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Tests.Worker.Protocol;

namespace SneakerCheck.Tests.Worker;

/// <summary>The host's side of the protocol: initializes the worker, loads every function and calls them.</summary>
internal sealed class WorkerConnection(string folder, IInlineConstraintResolver resolver) : FunctionRpc.FunctionRpcBase
{
    private readonly Channel<StreamingMessage> outgoing = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StatusResult>> running = new();
    private readonly ConcurrentQueue<string> log = new();
    private readonly HashSet<string> loading = [];
    private readonly TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string routePrefix = HostSettings.Read().RoutePrefix.Trim('/');

    /// <summary>Completes when every function is loaded. Fails if one cannot be loaded.</summary>
    public Task Loaded => loaded.Task;

    /// <summary>The functions, in the order in which the host tries their routes.</summary>
    public IReadOnlyList<WorkerFunction> Functions { get; private set; } = [];

    /// <summary>The address at which the worker receives HTTP.</summary>
    public string HttpAddress { get; private set; } = "";

    /// <summary>The worker's log, warnings and errors only.</summary>
    public string Log => string.Join('\n', log);

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        var sending = Send(responseStream, context.CancellationToken);
        try
        {
            await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
                Receive(message);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The worker has ended.
        }
        outgoing.Writer.TryComplete();
        var gone = new InvalidOperationException("The worker has ended.");
        loaded.TrySetException(gone);
        foreach (var ended in running.Values)
            ended.TrySetException(gone);
        await sending;
    }

    /// <summary>Calls a function and returns the result.</summary>
    public async Task<StatusResult> Invoke(InvocationRequest request)
    {
        var ended = running[request.InvocationId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Say(new() { InvocationRequest = request });
        return await ended.Task;
    }

    /// <summary>Asks the worker to exit.</summary>
    public void Terminate() => Say(new() { WorkerTerminate = new() { GracePeriod = Duration.FromTimeSpan(TimeSpan.FromSeconds(5)) } });

    private async Task Send(IServerStreamWriter<StreamingMessage> stream, CancellationToken cancellation)
    {
        try
        {
            await foreach (var message in outgoing.Reader.ReadAllAsync(cancellation))
                await stream.WriteAsync(message, CancellationToken.None);
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException or IOException)
        {
            // The stream ended with the worker.
        }
    }

    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.StartStream:
                Say(new()
                {
                    WorkerInitRequest = new()
                    {
                        HostVersion = "4.1047.100",
                        WorkerDirectory = folder,
                        FunctionAppDirectory = folder,
                        Capabilities = { ["V2Compatable"] = "true", ["MultiStream"] = "true" },
                    },
                });
                break;
            case StreamingMessage.ContentOneofCase.WorkerInitResponse when Succeeded(message.WorkerInitResponse.Result, "The worker"):
                HttpAddress = message.WorkerInitResponse.Capabilities["HttpUri"];
                Say(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = folder } });
                break;
            case StreamingMessage.ContentOneofCase.FunctionMetadataResponse
                when Succeeded(message.FunctionMetadataResponse.Result, "The index"):
                Load(message.FunctionMetadataResponse.FunctionMetadataResults);
                break;
            case StreamingMessage.ContentOneofCase.FunctionLoadResponse:
                var function = Functions.Single(function => function.Metadata.FunctionId == message.FunctionLoadResponse.FunctionId);
                if (Succeeded(message.FunctionLoadResponse.Result, function.Name) && loading.Remove(function.Name) && loading.Count == 0)
                    loaded.TrySetResult();
                break;
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                if (running.TryRemove(message.InvocationResponse.InvocationId, out var ended))
                    ended.TrySetResult(message.InvocationResponse.Result);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog when message.RpcLog.Level >= RpcLog.Types.Level.Warning:
                log.Enqueue(
                    $"{message.RpcLog.Level} {message.RpcLog.Category}: {message.RpcLog.Message} {message.RpcLog.Exception?.Message}");
                break;
            default:
                break;
        }
    }

    private void Load(IEnumerable<RpcFunctionMetadata> functions)
    {
        // Like the host: routes are tried in the order of the functions' names.
        Functions = [.. functions
            .Select(metadata => new WorkerFunction(metadata, routePrefix, resolver))
            .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)];
        loading.UnionWith(Functions.Select(function => function.Name));
        foreach (var function in Functions)
        {
            var request = new FunctionLoadRequest { FunctionId = function.Metadata.FunctionId, Metadata = function.Metadata };
            Say(new() { FunctionLoadRequest = request });
        }
    }

    private bool Succeeded(StatusResult result, string what)
    {
        if (result.Status == StatusResult.Types.Status.Success)
            return true;
        loaded.TrySetException(new InvalidOperationException($"{what} could not be loaded: {result.Exception?.Message}"));
        return false;
    }

    private void Say(StreamingMessage message)
    {
        message.RequestId = Guid.NewGuid().ToString();
        outgoing.Writer.TryWrite(message);
    }
}
