using System.Collections.Immutable;

namespace SneakerCheck.Platform.Contracts;

/// <summary>The contract of the service's own functions: health and documentation. Anybody may call them.</summary>
public sealed class ServiceContract : IContract
{
    private ServiceContract()
    {
    }

    public static Contract Contract { get; } = new()
    {
        Sections = [new("Service", "The service itself: its health, this document and its page.", 90)],
        Format = ProblemFormat.Format,
        // Health reports stores that are down, and the others need none.
        Common = new CommonErrors { Store = [] },
        Denial = _ => throw new InvalidOperationException("Anybody may call the service's own functions."),
        Parameters = ImmutableDictionary.CreateRange<string, WireParameter>([new("file", WireParameter.Text("The file's name."))]),
    };
}
