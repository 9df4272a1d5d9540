namespace SneakerCheck.Benchmarks;

/// <summary>The size of the comparison.</summary>
/// <param name="Rounds">Rounds of uploads; one more comes first and is not counted.</param>
/// <param name="SmallAlone">Pictures of 200 KB that one caller posts per round.</param>
/// <param name="SmallTogether">The same for eight callers.</param>
/// <param name="LargeAlone">Pictures of 4 MB that one caller posts per round.</param>
/// <param name="LargeTogether">The same for eight callers.</param>
/// <param name="Pages">How often each page is requested.</param>
/// <param name="TinyBlobs">Pictures of 1 KB that ours holds as blobs for the long feeds.</param>
/// <param name="Long">Pictures of 1 KB in the shorter long feed.</param>
/// <param name="Longest">Pictures of 1 KB in the longer long feed.</param>
/// <param name="FarPage">The page of 20 that is requested in both.</param>
internal sealed record PicturesPlan(
    int Rounds,
    int SmallAlone,
    int SmallTogether,
    int LargeAlone,
    int LargeTogether,
    int Pages,
    int TinyBlobs,
    int Long,
    int Longest,
    int FarPage)
{
    /// <summary>Pictures of a page.</summary>
    public const int Limit = 20;

    /// <summary>One of this many filled pictures belongs to the other user.</summary>
    public const int OneInOthers = 5;

    /// <summary>The user who posts the measured pictures.</summary>
    public const string Poster = "poster";

    /// <summary>The user who owns four of five pictures of the long feeds.</summary>
    public const string One = "one";

    /// <summary>The user who owns the others.</summary>
    public const string Other = "other";

    public static readonly PicturesPlan Full = new(5, 20, 64, 4, 16, 40, 1000, 25_000, 250_000, 1000);

    public static readonly PicturesPlan Quick = new(1, 6, 16, 3, 8, 8, 100, 2500, 25_000, 100);
}
