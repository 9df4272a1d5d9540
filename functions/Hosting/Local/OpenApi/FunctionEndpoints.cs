using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Hosting.Local.OpenApi;

/// <summary>
/// The HTTP functions as endpoints that are described and never served. Those that are served have lost what they accept
/// (<see cref="HttpFunctions"/>), and need the objects that declare them.
/// </summary>
internal static class FunctionEndpoints
{
    /// <summary>The endpoints, in the order of the functions' names.</summary>
    public static EndpointDataSource Of(FunctionIndex index) => new DefaultEndpointDataSource(
        index.Functions
            .Where(function => function.Trigger is FunctionTrigger.Http)
            .Select(function => Endpoint(function, (FunctionTrigger.Http)function.Trigger)));

    private static Endpoint Endpoint(FunctionDefinition function, FunctionTrigger.Http http)
    {
        var builder = new RouteEndpointBuilder(_ => Task.CompletedTask, RoutePatternFactory.Parse(http.Route), order: 0);
        string[] names = [.. builder.RoutePattern.Parameters.Select(parameter => parameter.Name)];
        var inferred = RequestDelegateFactory.InferMetadata(
            function.Method, new RequestDelegateFactoryOptions { RouteParameterNames = names });
        object[] named = [function.Method, new HttpMethodMetadata(http.Verbs), new EndpointNameMetadata(function.Name)];
        // Before the attributes, because the framework keeps the last shape that it finds for a status.
        if (FunctionRefusals.Of(function.Method, names) is { } refusals)
        {
            builder.Metadata.Add(refusals);
            foreach (var status in refusals.Meanings.Keys)
                builder.Metadata.Add(ErrorOf(refusals.Contract, status));
        }
        foreach (var metadata in named.Concat(inferred.EndpointMetadata).Concat(function.Method.GetCustomAttributes(inherit: false)))
            builder.Metadata.Add(metadata);
        return builder.Build();
    }

    private static ProducesResponseTypeAttribute ErrorOf(Contract contract, int status) =>
        new(contract.Format.Shape, status, contract.Format.MediaType);
}
