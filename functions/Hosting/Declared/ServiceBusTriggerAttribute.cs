using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

#pragma warning disable IDE0130 // The namespace is the extension's, not the folder's.
namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// The parameter whose queue message starts the function. This declares what the functions here use of the attribute in
/// Microsoft.Azure.Functions.Worker.Extensions.ServiceBus, for builds that do without that package: the Local host, and checks of
/// the Azure flavour. Without the package the Functions host loads no Service Bus extension, so such a build must not be deployed.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceBusTriggerAttribute(string queueName) : TriggerBindingAttribute, ISupportCardinality
{
    /// <summary>The queue; with <c>/$deadletterqueue</c> appended, its dead letters.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The name of the setting that says where the namespace is.</summary>
    public string? Connection { get; set; }

    /// <summary>Whether the function takes several messages at once. None here does.</summary>
    // The worker's generator reads the default from this.
    [DefaultValue(false)]
    public bool IsBatched { get; set; }

    Cardinality ISupportCardinality.Cardinality
    {
        get => IsBatched ? Cardinality.Many : Cardinality.One;
        set => IsBatched = value == Cardinality.Many;
    }
}
