using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace SneakerCheck.Hosting.Local;

/// <summary>
/// Every function of an app, found by its attributes. A declaration that the Functions host would reject or bind differently is rejected
/// here, so that it is noticed before a deployment.
/// </summary>
public sealed class FunctionIndex
{
    private static readonly string[] ReservedRoutes = ["admin", "runtime"];
    private static readonly Type[] HttpParameters = [typeof(HttpRequest), typeof(CancellationToken), typeof(string)];
    private static readonly Type[] QueueParameters = [typeof(string), typeof(CancellationToken)];
    private static readonly Type[] TimerParameters = [typeof(TimerInfo), typeof(CancellationToken)];

    private FunctionIndex(ImmutableArray<FunctionDefinition> functions) => Functions = functions;

    /// <summary>The functions, ordered by name.</summary>
    public ImmutableArray<FunctionDefinition> Functions { get; }

    /// <summary>Finds the functions of an assembly's public types.</summary>
    /// <exception cref="InvalidOperationException">A function is declared in a way that Azure would not run.</exception>
    public static FunctionIndex Of(Assembly assembly, HostSettings settings) => Of(assembly.GetExportedTypes(), settings);

    /// <summary>Finds the functions of these types.</summary>
    /// <exception cref="InvalidOperationException">A function is declared in a way that Azure would not run.</exception>
    public static FunctionIndex Of(IEnumerable<Type> types, HostSettings settings)
    {
        const BindingFlags declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var functions = types
            .SelectMany(type => type.GetMethods(declared))
            .Select(method => (Method: method, method.GetCustomAttribute<FunctionAttribute>()?.Name))
            .Where(found => found.Name is not null)
            .Select(found => new FunctionDefinition(found.Name!, TriggerOf(found.Name!, found.Method, settings), found.Method))
            .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .ToImmutableArray();
        foreach (var (first, second) in functions.Zip(functions.Skip(1)))
        {
            if (string.Equals(first.Name, second.Name, StringComparison.OrdinalIgnoreCase))
                throw Invalid(first.Name, "is the name of two functions");
        }
        return new FunctionIndex(functions);
    }

    private static FunctionTrigger TriggerOf(string name, MethodInfo method, HostSettings settings)
    {
        var triggers = method.GetParameters().SelectMany(parameter => parameter.GetCustomAttributes()).ToList();
        var http = triggers.OfType<HttpTriggerAttribute>().SingleOrDefault();
        var queue = triggers.OfType<ServiceBusTriggerAttribute>().SingleOrDefault();
        var timer = triggers.OfType<TimerTriggerAttribute>().SingleOrDefault();
        return (http, queue, timer) switch
        {
            ({ } trigger, null, null) => HttpTrigger(name, method, trigger, settings),
            (null, { } trigger, null) => QueueTrigger(name, method, trigger),
            (null, null, { } trigger) => TimerTrigger(name, method, trigger),
            _ => throw Invalid(name, "needs exactly one trigger"),
        };
    }

    private static FunctionTrigger HttpTrigger(string name, MethodInfo method, HttpTriggerAttribute trigger, HostSettings settings)
    {
        if (method.ReturnType != typeof(Task<IResult>) && method.ReturnType != typeof(IResult))
            throw Invalid(name, "must return an IResult: in Azure, anything else is answered with an empty body");
        if (trigger.AuthLevel != AuthorizationLevel.Anonymous)
            throw Invalid(name, "asks for a key of the Functions host, which only Azure checks; say AuthorizationLevel.Anonymous");
        var route = trigger.Route ?? name;
        if (Array.Exists(ReservedRoutes, reserved => route.StartsWith(reserved, StringComparison.OrdinalIgnoreCase)))
            throw Invalid(name, $"has the route '{route}', and Azure keeps those beginning with {string.Join(" or ", ReservedRoutes)}");
        var verbs = (trigger.Methods ?? []).Select(verb => verb.ToUpperInvariant()).ToImmutableArray();
        var whole = string.Join('/', new[] { settings.RoutePrefix.Trim('/'), route.Trim('/') }.Where(part => part.Length > 0));
        return RequireParameters(name, method, HttpParameters, new FunctionTrigger.Http(verbs, whole));
    }

    private static FunctionTrigger QueueTrigger(string name, MethodInfo method, ServiceBusTriggerAttribute trigger)
    {
        if (string.IsNullOrEmpty(trigger.Connection))
            throw Invalid(name, "does not say where its queue is: Azure would look for a setting that is not there");
        if (trigger.IsBatched)
            throw Invalid(name, "takes several messages at once, and this host delivers one");
        return RequireParameters(name, method, QueueParameters, new FunctionTrigger.Queue(trigger.QueueName));
    }

    private static FunctionTrigger TimerTrigger(string name, MethodInfo method, TimerTriggerAttribute trigger)
    {
        if (trigger.RunOnStartup)
            throw Invalid(name, "runs at every start, in Azure also whenever an instance is added");
        return RequireParameters(name, method, TimerParameters, new FunctionTrigger.Timer(trigger.Schedule));
    }

    private static FunctionTrigger RequireParameters(string name, MethodInfo method, Type[] allowed, FunctionTrigger trigger)
    {
        foreach (var parameter in method.GetParameters())
        {
            if (!allowed.Contains(parameter.ParameterType))
                throw Invalid(
                    name, $"takes '{parameter.Name}', a {parameter.ParameterType.Name}, which the two hosts would bind differently");
        }
        return trigger;
    }

    private static InvalidOperationException Invalid(string name, string reason) => new($"Function '{name}' {reason}.");
}
