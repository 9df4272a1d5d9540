using System.Globalization;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Pictures;

/// <summary>Pictures, each in a partition of its own, so that its id is claimed by creating it.</summary>
public sealed class PictureStore(IDocuments documents, Outbox outbox)
{
    /// <summary>Pictures.</summary>
    public static readonly DocumentKind<Picture> Kind = new("picture", PictureJson.Default.Picture);

    // A message lives 14 days at the most; as long as one can still ask to settle a picture, it must be known that it is gone.
    private static readonly TimeSpan TombstoneLifetime = TimeSpan.FromDays(30);

    private const string DocumentId = "picture";

    /// <summary>The picture in whatever state; null where there is none.</summary>
    public Task<Document<Picture>?> Find(long id, CancellationToken cancellation) =>
        documents.Read(Kind, Partition(id), DocumentId, cancellation);

    /// <summary>Stores a new picture; false where its id is taken.</summary>
    public async Task<bool> Create(Picture picture, CancellationToken cancellation) =>
        (await documents.Commit(new Commit(Partition(picture.Id)).Create(Kind, DocumentId, picture), cancellation)).IsCommitted;

    /// <summary>Says that a picture is in the feeds; false where it has changed meanwhile.</summary>
    public async Task<bool> Publish(Document<Picture> before, string blob, CancellationToken cancellation)
    {
        var after = before.Value with { Blob = blob, State = PictureState.Published };
        return (await documents.Commit(new Commit(before.Partition).Replace(Kind, before, after), cancellation)).IsCommitted;
    }

    /// <summary>Says that a picture is gone and orders what is left to do; false where it has changed meanwhile.</summary>
    public async Task<bool> Delete(Document<Picture> before, CancellationToken cancellation)
    {
        var after = before.Value with { State = PictureState.Deleted };
        var commit = new Commit(before.Partition).Replace(Kind, before, after, TombstoneLifetime);
        return (await outbox.Commit(commit, [PictureQueues.Settle($"gone-{before.Value.Id}", before.Value.Id)], cancellation)).IsCommitted;
    }

    /// <summary>A picture's id from a path.</summary>
    /// <exception cref="Refusal">404 <c>no_such_picture</c>: it cannot be one.</exception>
    public static long Id(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id is > 0 and <= PictureIds.Maximum
            ? id
            : throw Missing();

    /// <summary>404 <c>no_such_picture</c>.</summary>
    public static Refusal Missing() => new(404, "no_such_picture", "There is no such picture.");

    private static string Partition(long id) => $"picture-{id}";
}
