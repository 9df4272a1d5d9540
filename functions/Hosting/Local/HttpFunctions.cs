using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace SneakerCheck.Hosting.Local;

/// <summary>
/// Maps HTTP functions to ASP.NET Core endpoints.
/// </summary>
internal static class HttpFunctions
{
    public static void MapFunctions(this WebApplication app, FunctionIndex index, FunctionInstances instances)
    {
        app.UseRouting();
        app.Use(IgnoreOtherVerbs);
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

    // The Functions host never answers 405 by itself: a verb that no function has is a bare 404, like an unknown path.
    private static Task IgnoreOtherVerbs(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is not RouteEndpoint)
            context.SetEndpoint(null);
        return next(context);
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
