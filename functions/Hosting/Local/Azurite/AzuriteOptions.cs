namespace SneakerCheck.Hosting.Local.Azurite;

/// <summary>The embedded blob storage of the Local host; section <c>Azurite</c>.</summary>
public sealed class AzuriteOptions
{
    public const string Section = "Azurite";

    /// <summary>The port on 127.0.0.1. Null means a free port, which is kept while it stays free.</summary>
    public int? BlobPort { get; set; }
    internal IEnumerable<string> Validate()
    {
        if (BlobPort is < 1 or > ushort.MaxValue)
            yield return $"{Section}__{nameof(BlobPort)} must be a port number, 1 to {ushort.MaxValue}.";
    }
}
