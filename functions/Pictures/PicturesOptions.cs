namespace SneakerCheck.Pictures;

/// <summary>How many pictures the feed takes; section <c>Pictures</c>.</summary>
public sealed class PicturesOptions
{
    public const string Section = "Pictures";

    private const int Maximum = 100_000_000;
    private const long Megabyte = 1_000_000;

    /// <summary>Pictures that an account may hold.</summary>
    public int PerAccount { get; set; } = 10_000;

    /// <summary>Megabytes of pictures that an account may hold.</summary>
    public int MegabytesPerAccount { get; set; } = 5_000;

    /// <summary>Pictures an hour from one network, refused ones included.</summary>
    public int PerHour { get; set; } = 2_000;

    /// <summary>Megabytes of pictures an hour from one network.</summary>
    public int MegabytesPerHour { get; set; } = 4_000;

    internal long BytesPerAccount => MegabytesPerAccount * Megabyte;

    internal long BytesPerHour => MegabytesPerHour * Megabyte;

    /// <summary>Validates the settings; returns one line for each error.</summary>
    internal IEnumerable<string> Validate()
    {
        foreach (var (name, value) in new[]
        {
            (nameof(PerAccount), PerAccount), (nameof(MegabytesPerAccount), MegabytesPerAccount),
            (nameof(PerHour), PerHour), (nameof(MegabytesPerHour), MegabytesPerHour),
        })
        {
            if (value is < 1 or > Maximum)
                yield return $"{Section}__{name} must be 1 to {Maximum}.";
        }
    }
}
