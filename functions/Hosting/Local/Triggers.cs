// The few trigger attributes that functions use, under the worker's own names, so that one source serves both hosts.
#pragma warning disable IDE0130 // The namespace is the worker's, not the folder's.

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks a method as a function.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FunctionAttribute(string name) : Attribute
{
    /// <summary>The function's name, unique in the app.</summary>
    public string Name { get; } = name;
}

/// <summary>Who may call an HTTP function by the host's own keys. This product authenticates inside its functions.</summary>
public enum AuthorizationLevel
{
    /// <summary>No key is needed.</summary>
    Anonymous,
}

/// <summary>The parameter whose HTTP request starts the function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : Attribute
{
    /// <summary>The host's own key check; anonymous everywhere here.</summary>
    public AuthorizationLevel AuthLevel { get; } = authLevel;

    /// <summary>The verbs, lower case.</summary>
    public IReadOnlyList<string> Methods { get; } = methods;

    /// <summary>The route template below the route prefix of host.json.</summary>
    public string? Route { get; set; }
}

/// <summary>The parameter whose queue message starts the function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceBusTriggerAttribute(string queueName) : Attribute
{
    /// <summary>The queue; with <c>/$deadletterqueue</c> appended, its dead letters.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The name of the setting that says where the namespace is.</summary>
    public string? Connection { get; set; }
}

/// <summary>The parameter whose schedule starts the function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    /// <summary>An NCRONTAB expression of six fields: second, minute, hour, day, month, day of week.</summary>
    public string Schedule { get; } = schedule;
}

/// <summary>What a timer passes; the functions here need nothing of it.</summary>
public sealed class TimerInfo;
