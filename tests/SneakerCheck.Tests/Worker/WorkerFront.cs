using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SneakerCheck.Tests.Worker.Protocol;
using Yarp.ReverseProxy.Forwarder;

namespace SneakerCheck.Tests.Worker;

/// <summary>
/// HTTP as the Functions host forwards it to a worker with the ASP.NET Core integration: a proxy forwards the request, and the protocol
/// calls the function. Both have the same invocation id.
/// </summary>
internal sealed class WorkerFront(WorkerConnection worker, IHttpForwarder forwarder) : IDisposable
{
    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public async Task Serve(HttpContext context)
    {
        var (function, values) = worker.Functions
            .Select(function => (function, values: function.Match(context.Request)))
            .FirstOrDefault(found => found.values is not null);
        if (values is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var request = await Describe(function, values, context.Request);
        context.Request.Headers["x-ms-invocation-id"] = request.InvocationId;
        var forwarding = forwarder.SendAsync(context, worker.HttpAddress, client).AsTask();
        var result = await worker.Invoke(request);
        await forwarding;
        if (result.Status != StatusResult.Types.Status.Success && !context.Response.HasStarted)
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    public void Dispose() => client.Dispose();

    /// <summary>The call. Its values are the members of a JSON body, the query and the route; of equal names the last one wins.</summary>
    private static async Task<InvocationRequest> Describe(WorkerFunction function, RouteValueDictionary values, HttpRequest http)
    {
        var request = new InvocationRequest
        {
            InvocationId = Guid.NewGuid().ToString(),
            FunctionId = function.Metadata.FunctionId,
            TraceContext = new(),
        };
        var route = new RpcHttp();
        foreach (var (name, value) in await Members(http))
            request.TriggerMetadata[name] = new() { String = value };
        foreach (var (name, value) in http.Query)
            request.TriggerMetadata[name] = new() { String = value.ToString() };
        foreach (var (name, value) in values)
        {
            route.NullableParams.Add(name, new() { Value = $"{value}" });
            request.TriggerMetadata[name] = new() { String = $"{value}" };
        }
        request.InputData.Add(new ParameterBinding { Name = function.Parameter, Data = new() { Http = route } });
        return request;
    }

    private static async Task<List<(string Name, string Value)>> Members(HttpRequest http)
    {
        if (!http.HasJsonContentType() || http.ContentLength is null or 0)
            return [];
        http.EnableBuffering();
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Body);
            return body.RootElement.ValueKind == JsonValueKind.Object
                ? [.. body.RootElement.EnumerateObject().Select(member => (member.Name, member.Value.ToString()))]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
        finally
        {
            http.Body.Position = 0;
        }
    }
}
