using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Hosting.Local;

/// <summary>
/// Maps HTTP functions to ASP.NET Core endpoints.
/// </summary>
internal static class HttpFunctions
{
    private const string Versioned = "/api/v1";

    public static void MapFunctions(this WebApplication app, FunctionIndex index, FunctionInstances instances)
    {
        app.UseRouting();
        app.Use(AnswerWhatNoFunctionDoes);
        foreach (var function in index.Functions)
        {
            if (function.Trigger is not FunctionTrigger.Http http)
                continue;
            var handler = HandlerOf(function.Method, instances.Of(function));
            var endpoint = http.Verbs.IsEmpty ? app.Map(http.Route, handler) : app.MapMethods(http.Route, http.Verbs, handler);
            endpoint.WithName(function.Name);
            // The accepted content types only document a function. The Functions host does not route by them, so this host must not either.
            endpoint.Finally(builder => RemoveAll<IAcceptsMetadata>(builder.Metadata));
        }
    }

    // The Functions host never answers 405: a verb that no function has is a 404, like an unknown path. Both are bare. Under /api/v1
    // clients expect problem details, and a developer's mistake shall say what it is.
    private static Task AnswerWhatNoFunctionDoes(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is RouteEndpoint)
            return next(context);
        context.SetEndpoint(null);
        return context.Request.Path.StartsWithSegments(Versioned) ? Refuse(context, endpoint) : next(context);
    }

    private static async Task Refuse(HttpContext context, Endpoint? otherVerbs)
    {
        var (verb, path) = (context.Request.Method, context.Request.Path);
        var refusal = new Refusal(404, "not_found", $"There is no {path}. GET /openapi/v1.json lists every path; /docs shows them.");
        if (otherVerbs?.RequestDelegate is { } reject)
        {
            // Sets 405 and Allow.
            await reject(context);
            refusal = new Refusal(405, "method_not_allowed", $"{path} has no {verb}. It has {context.Response.Headers.Allow}.");
        }
        await new ProblemResult(refusal).ExecuteAsync(context);
    }

    private static void RemoveAll<T>(IList<object> metadata)
    {
        for (var i = metadata.Count - 1; i >= 0; i--)
        {
            if (metadata[i] is T)
                metadata.RemoveAt(i);
        }
    }

    private static Delegate HandlerOf(MethodInfo method, object? instance)
    {
        var types = method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType);
        return method.CreateDelegate(Expression.GetDelegateType([.. types]), instance);
    }
}
