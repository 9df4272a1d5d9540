using System.Collections.Immutable;
using System.Reflection;

namespace SneakerCheck.Hosting.Local;

/// <summary>What starts a function.</summary>
public abstract record FunctionTrigger
{
    /// <summary>A request.</summary>
    /// <param name="Verbs">The verbs it answers, upper case; none means any.</param>
    /// <param name="Route">The whole route template, prefix included, without a leading slash.</param>
    public sealed record Http(ImmutableArray<string> Verbs, string Route) : FunctionTrigger;

    /// <summary>A message of a queue, or of its dead letters.</summary>
    /// <param name="Name">The queue's name.</param>
    public sealed record Queue(string Name) : FunctionTrigger;

    /// <summary>A moment.</summary>
    /// <param name="Expression">When, as an NCRONTAB expression.</param>
    public sealed record Timer(string Expression) : FunctionTrigger;
}

/// <summary>One function of the app.</summary>
/// <param name="Name">Its name, unique in the app.</param>
/// <param name="Trigger">What starts it.</param>
/// <param name="Method">The method to run.</param>
public sealed record FunctionDefinition(string Name, FunctionTrigger Trigger, MethodInfo Method)
{
    /// <summary>Runs a function that is not answering a request.</summary>
    /// <param name="instance">The object that declares the method; null for a static one.</param>
    /// <param name="message">What a parameter of type text gets: the message's body.</param>
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
