using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Platform.Contracts;

/// <summary>
/// Guards an HTTP function: enforces the access that its attribute states, and writes refusals and errors in its contract's format.
/// It runs inside the function, not as middleware, so that both hosts reply alike.
/// </summary>
/// <typeparam name="TFunction">The class of the function. A class has exactly one.</typeparam>
public sealed class Gate<TFunction>(FunctionGuard guard, WriteRules writes, IServiceProvider services)
{
    private const int LongestNameShown = 64;

    private static readonly MethodInfo Function =
        typeof(TFunction).GetMethods().Single(method => method.IsDefined(typeof(FunctionAttribute)));

    private static readonly AccessAttribute Access = Function.GetCustomAttribute<AccessAttribute>()
        ?? throw new InvalidOperationException($"{typeof(TFunction).Name} needs an attribute that states who may call it.");

    private static readonly FrozenSet<string> QueryParameters =
        Function.GetCustomAttributes<QueryParameterAttribute>().Select(query => query.Name)
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] MediaTypes =
        [.. Function.GetCustomAttributes().OfType<IAcceptsMetadata>().SelectMany(accepts => accepts.ContentTypes)];

    /// <summary>Runs a function that anybody may call.</summary>
    public Task<IResult> Run(HttpRequest request, Func<Task<IResult>> handle) => guard.Run(request, OpenTo(request, handle), Access);

    /// <summary>Authenticates the caller and runs the function if the caller may call it.</summary>
    public Task<IResult> Run<TCaller>(HttpRequest request, Func<TCaller, Task<IResult>> handle) =>
        guard.Run(request, async () => await handle(await Admit<TCaller>(request)), Access);

    /// <summary>
    /// Refuses a request that no function but this catch-all matches, as 404, or 405 with the verbs of the path. It changes nothing and
    /// tells nothing that is not public, so no other rule is applied.
    /// </summary>
    public Task<IResult> RefuseUnknown(HttpRequest request) =>
        guard.Run(request, () => throw services.GetRequiredService<UnknownPaths>().Refuse(request), Access);

    /// <summary>Reads the request's query by the rules of the contract.</summary>
    public RequestQuery Query(HttpRequest request) => new(request, Access.Contract, QueryParameters);

    private Func<Task<IResult>> OpenTo(HttpRequest request, Func<Task<IResult>> handle)
    {
        if (!Access.IsOpen)
            throw new InvalidOperationException($"{typeof(TFunction).Name} is not open to everybody.");
        return () =>
        {
            RequireRules(request);
            return handle();
        };
    }

    private void RequireRules(HttpRequest request)
    {
        if (WriteRules.Concern(request))
            writes.Require(request, MediaTypes);
        RequireKnownQuery(request);
    }

    // A misspelt filter must not answer with everything.
    private static void RequireKnownQuery(HttpRequest request)
    {
        if (!Access.Contract.RefusesUnknownQuery
            || request.Query.Keys.FirstOrDefault(name => !QueryParameters.Contains(name)) is not { } unknown)
        {
            return;
        }
        throw Access.Contract.InvalidQuery(
            unknown.Length <= LongestNameShown ? unknown : unknown[..LongestNameShown],
            QueryParameters.Count == 0
                ? "is unknown; this call takes no query parameters."
                : $"is unknown; this call takes {string.Join(", ", QueryParameters.Order(StringComparer.Ordinal))}.");
    }

    private async Task<TCaller> Admit<TCaller>(HttpRequest request)
    {
        if (Access is not CallerAccessAttribute<TCaller> access)
            throw new InvalidOperationException($"{typeof(TFunction).Name} does not admit a {typeof(TCaller).Name}.");
        var (caller, fault) = await services.GetRequiredService<IAuthenticator<TCaller>>()
            .Authenticate(request, request.HttpContext.RequestAborted);
        fault ??= access.Check(caller!, name => RouteValue(request, name));
        if (fault is { } why)
            throw Access.Contract.Denial(why);
        RequireRules(request);
        return caller!;
    }

    private static string RouteValue(HttpRequest request, string name) => request.RouteValues[name] as string
        ?? throw new InvalidOperationException($"The route of {typeof(TFunction).Name} has no parameter {name}.");
}
