using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Pictures;

/// <summary>A request to reconcile a picture.</summary>
/// <param name="PictureId">The picture; it may not exist if the upload failed.</param>
/// <param name="AccountId">Who posts it; null in messages of earlier versions.</param>
public sealed record PictureOrder(long PictureId, long? AccountId = null);

/// <summary>A request to delete the blob of a content that no picture refers to any more.</summary>
public sealed record PictureCleanup(string Blob);

/// <summary>A request to post the chosen photos of a finished check.</summary>
/// <param name="UserId">The owner of the check.</param>
/// <param name="TaskId">The check.</param>
public sealed record PublicationOrder(long UserId, string TaskId);

/// <summary>The queues of this area.</summary>
internal static class PictureQueues
{
    public const string ReconciliationsName = "picture-settlements";

    public const string CleanupsName = "picture-cleanups";

    public const string PublicationsName = "picture-publications";

    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromHours(12)];

    public static readonly MessageQueue<PictureOrder> Reconciliations =
        new(ReconciliationsName, PictureJson.Default.PictureOrder, Waits);

    public static readonly MessageQueue<PictureCleanup> Cleanups =
        new(CleanupsName, PictureJson.Default.PictureCleanup, Waits);

    public static readonly MessageQueue<PublicationOrder> Publications =
        new(PublicationsName, PictureJson.Default.PublicationOrder, Waits);

    public static Message Reconcile(string key, long pictureId, long accountId, DateTimeOffset? notBefore = null) =>
        Reconciliations.Message(key, new PictureOrder(pictureId, accountId), notBefore);

    public static Message Clean(string blob) => Cleanups.Message($"unused-{blob}", new PictureCleanup(blob));
}
