using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

#pragma warning disable IDE0130 // The namespace is the extension's, not the folder's.
namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// The Service Bus trigger for builds without Microsoft.Azure.Functions.Worker.Extensions.ServiceBus: the Local host, and checks of the
/// Azure flavour. It has only the members that the functions use. Without the package the Functions host loads no Service Bus
/// extension and no message arrives, so such a build must not be deployed.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceBusTriggerAttribute(string queueName) : TriggerBindingAttribute, ISupportCardinality
{
    /// <summary>The queue; with <c>/$deadletterqueue</c> appended, its dead letters.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The name of the setting that holds the connection to the namespace.</summary>
    public string? Connection { get; set; }

    /// <summary>Whether the function takes several messages at once. None here does.</summary>
    // The worker's source generator reads the default from this attribute.
    [DefaultValue(false)]
    public bool IsBatched { get; set; }

    Cardinality ISupportCardinality.Cardinality
    {
        get => IsBatched ? Cardinality.Many : Cardinality.One;
        set => IsBatched = value == Cardinality.Many;
    }
}
