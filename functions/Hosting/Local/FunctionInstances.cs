using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace SneakerCheck.Hosting.Local;

/// <summary>The objects that declare functions. A host creates one of each type, with its services.</summary>
internal sealed class FunctionInstances(IServiceProvider services)
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> instances = new();

    /// <summary>The object that declares a function; null if the function is static.</summary>
    public object? Of(FunctionDefinition function) => function.Method.IsStatic
        ? null
        : instances.GetOrAdd(
            function.Method.DeclaringType!,
            type => new Lazy<object>(() => ActivatorUtilities.CreateInstance(services, type))).Value;
}
