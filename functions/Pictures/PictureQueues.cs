using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Pictures;

/// <summary>A picture whose state and surroundings may not agree yet.</summary>
/// <param name="PictureId">The picture; there may be none of that id.</param>
public sealed record PictureOrder(long PictureId);

/// <summary>A blob of a content that no picture shows any more.</summary>
/// <param name="Blob">Its name.</param>
public sealed record PictureCleanup(string Blob);

/// <summary>A finished check whose photos were chosen to be shown.</summary>
/// <param name="UserId">Its owner.</param>
/// <param name="TaskId">The check.</param>
public sealed record PublicationOrder(long UserId, string TaskId);

/// <summary>The queues that this area works on.</summary>
internal static class PictureQueues
{
    /// <summary>The name of <see cref="Settlements"/>.</summary>
    public const string SettlementsName = "picture-settlements";

    /// <summary>The name of <see cref="Cleanups"/>.</summary>
    public const string CleanupsName = "picture-cleanups";

    /// <summary>The name of <see cref="Publications"/>.</summary>
    public const string PublicationsName = "picture-publications";

    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromHours(12)];

    /// <summary>Pictures to be brought to where their state says they are.</summary>
    public static readonly MessageQueue<PictureOrder> Settlements =
        new(SettlementsName, PictureJson.Default.PictureOrder, Waits);

    /// <summary>Blobs to be deleted.</summary>
    public static readonly MessageQueue<PictureCleanup> Cleanups =
        new(CleanupsName, PictureJson.Default.PictureCleanup, Waits);

    /// <summary>Photos of checks to be posted.</summary>
    public static readonly MessageQueue<PublicationOrder> Publications =
        new(PublicationsName, PictureJson.Default.PublicationOrder, Waits);

    /// <summary>The order to settle a picture.</summary>
    public static Message Settle(string key, long pictureId, DateTimeOffset? notBefore = null) =>
        Settlements.Message(key, new PictureOrder(pictureId), notBefore);

    /// <summary>The order to delete a blob.</summary>
    public static Message Clean(string blob) => Cleanups.Message($"unused-{blob}", new PictureCleanup(blob));
}
