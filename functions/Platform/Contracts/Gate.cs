using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Platform.Contracts;

/// <summary>
/// The way into an HTTP function: enforces the access that the function's attribute states, and writes refusals and errors in the
/// envelope of its contract. It runs inside the function, not as middleware, so that both hosts answer alike.
/// </summary>
/// <typeparam name="TFunction">The class that declares the function; one function a class.</typeparam>
public sealed class Gate<TFunction>(FunctionGuard guard, IServiceProvider services)
{
    private static readonly MethodInfo Function =
        typeof(TFunction).GetMethods().Single(method => method.IsDefined(typeof(FunctionAttribute)));

    private static readonly AccessAttribute Access = Function.GetCustomAttribute<AccessAttribute>()
        ?? throw new InvalidOperationException($"{typeof(TFunction).Name} does not say who may call it.");

    private static readonly FrozenSet<string> QueryParameters =
        Function.GetCustomAttributes<QueryParameterAttribute>().Select(query => query.Name).ToFrozenSet();

    /// <summary>Runs the work of a function that anybody may call.</summary>
    public Task<IResult> Run(HttpRequest request, Func<Task<IResult>> handle) => guard.Run(request, OpenTo(handle), Access);

    /// <summary>Runs the work of a function for the caller, if the caller may call it.</summary>
    public Task<IResult> Run<TCaller>(HttpRequest request, Func<TCaller, Task<IResult>> handle) =>
        guard.Run(request, async () => await handle(await Admit<TCaller>(request)), Access);

    /// <summary>Reads the request's query by the rules of the contract.</summary>
    public RequestQuery Query(HttpRequest request) => new(request, Access.Contract, QueryParameters);

    private static Func<Task<IResult>> OpenTo(Func<Task<IResult>> handle) =>
        Access.IsOpen ? handle : throw new InvalidOperationException($"{typeof(TFunction).Name} is not open to everybody.");

    private async Task<TCaller> Admit<TCaller>(HttpRequest request)
    {
        if (Access is not CallerAccessAttribute<TCaller> access)
            throw new InvalidOperationException($"{typeof(TFunction).Name} is not called by a {typeof(TCaller).Name}.");
        var (caller, fault) = await services.GetRequiredService<IAuthenticator<TCaller>>()
            .Authenticate(request, request.HttpContext.RequestAborted);
        fault ??= access.Check(caller!, name => RouteValue(request, name));
        return fault is { } why ? throw Access.Contract.Denial(why) : caller!;
    }

    private static string RouteValue(HttpRequest request, string name) => request.RouteValues[name] as string
        ?? throw new InvalidOperationException($"The route of {typeof(TFunction).Name} has no parameter {name}.");
}

/// <summary>Finds out who calls.</summary>
/// <typeparam name="TCaller">Who is signed in.</typeparam>
public interface IAuthenticator<TCaller>
{
    /// <summary>The caller, or why there is none.</summary>
    Task<(TCaller? Caller, AccessFault? Fault)> Authenticate(HttpRequest request, CancellationToken cancellation);
}
