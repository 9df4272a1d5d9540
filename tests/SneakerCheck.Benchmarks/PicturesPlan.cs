namespace SneakerCheck.Benchmarks;

/// <summary>How much the comparison of pictures measures.</summary>
/// <param name="Rounds">Rounds of uploads; one more comes first and is not counted.</param>
/// <param name="SmallAlone">Pictures of 200 KB that one caller posts a round.</param>
/// <param name="SmallTogether">The same for eight callers.</param>
/// <param name="LargeAlone">Pictures of 4 MB that one caller posts a round.</param>
/// <param name="LargeTogether">The same for eight callers.</param>
/// <param name="Pages">How often each page is asked for.</param>
/// <param name="TinyBlobs">Pictures of 1 KB that ours holds as blobs for the long feeds.</param>
/// <param name="Long">Pictures of 1 KB of the shorter of the long feeds.</param>
/// <param name="Longest">Those of the longer.</param>
/// <param name="FarPage">The page that is asked for in both, of 20.</param>
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

    /// <summary>One of so many filled pictures is not the one user's.</summary>
    public const int OneInOthers = 5;

    /// <summary>Who posts what is measured.</summary>
    public const string Poster = "poster";

    /// <summary>Who has four of five pictures of the long feeds.</summary>
    public const string One = "one";

    /// <summary>Who has the others.</summary>
    public const string Other = "other";

    public static readonly PicturesPlan Full = new(5, 20, 64, 4, 16, 40, 1000, 25_000, 250_000, 1000);

    public static readonly PicturesPlan Quick = new(1, 6, 16, 3, 8, 8, 100, 2500, 25_000, 100);
}
