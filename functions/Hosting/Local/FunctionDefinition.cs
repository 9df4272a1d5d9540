using System.Collections.Immutable;
using System.Reflection;

namespace SneakerCheck.Hosting.Local;

/// <summary>What starts a function.</summary>
public abstract record FunctionTrigger
{
    /// <summary>An HTTP request.</summary>
    /// <param name="Verbs">The verbs it answers, in upper case. Empty means any.</param>
    /// <param name="Route">The full route template, including the prefix, without a leading slash.</param>
    public sealed record Http(ImmutableArray<string> Verbs, string Route) : FunctionTrigger
    {
        /// <summary>Whether the route matches every path below its beginning.</summary>
        public bool IsCatchAll => Route.Contains("{*", StringComparison.Ordinal);
    }

    /// <summary>A message from a queue or from its dead letters.</summary>
    public sealed record Queue(string Name) : FunctionTrigger;

    /// <summary>A schedule.</summary>
    /// <param name="Expression">An NCRONTAB expression.</param>
    public sealed record Timer(string Expression) : FunctionTrigger;
}

/// <summary>One function of the app.</summary>
/// <param name="Name">Unique in the app.</param>
public sealed record FunctionDefinition(string Name, FunctionTrigger Trigger, MethodInfo Method)
{
    /// <summary>Runs a function of a queue or a timer.</summary>
    /// <param name="instance">The object that declares the method; null if the method is static.</param>
    /// <param name="message">The message's body, for a parameter of type string.</param>
    public async Task Run(object? instance, string? message, CancellationToken cancellation)
    {
        var arguments = Method.GetParameters().Select(parameter =>
            parameter.ParameterType == typeof(CancellationToken) ? cancellation
            : parameter.ParameterType == typeof(string) ? message
            : (object?)null);
        var result = Method.Invoke(instance, BindingFlags.DoNotWrapExceptions, binder: null, [.. arguments], culture: null);
        if (result is Task task)
            await task;
    }
}
