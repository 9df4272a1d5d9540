using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Hosting.Local.OpenApi;

/// <summary>
/// Endpoints that only feed the OpenAPI document. The served endpoints cannot be used for it: they have no accepted content types
/// (<see cref="HttpFunctions"/>), and they need the objects that declare the functions.
/// </summary>
internal static class FunctionEndpoints
{
    /// <summary>The endpoints, ordered by function name.</summary>
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
        // These precede the attributes, because the framework keeps the last response type of a status.
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
