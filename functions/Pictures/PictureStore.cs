using System.Globalization;
using SneakerCheck.Platform;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Pictures;

/// <summary>Pictures. Each has a partition of its own, so that creating it claims its id.</summary>
public sealed class PictureStore(IDocuments documents, Outbox outbox)
{
    public static readonly DocumentKind<Picture> Kind = new("picture", PictureJson.Default.Picture);

    // Longer than the 14 days that a message can live: while a reconcile message may still arrive, the deletion must be known.
    private static readonly TimeSpan TombstoneLifetime = TimeSpan.FromDays(30);

    private const string DocumentId = "picture";

    /// <summary>The picture in any state, deleted included; null if there is none.</summary>
    public Task<Document<Picture>?> Find(long id, CancellationToken cancellation) =>
        documents.Read(Kind, Partition(id), DocumentId, cancellation);

    /// <summary>Stores a new picture; false if its id is taken.</summary>
    public async Task<bool> Create(Picture picture, CancellationToken cancellation) =>
        (await documents.Commit(new Commit(Partition(picture.Id)).Create(Kind, DocumentId, picture), cancellation)).IsCommitted;

    /// <summary>Marks a picture as published; false if it changed meanwhile.</summary>
    public async Task<bool> Publish(Document<Picture> before, string blob, CancellationToken cancellation)
    {
        var after = before.Value with { Blob = blob, State = PictureState.Published };
        return (await documents.Commit(new Commit(before.Partition).Replace(Kind, before, after), cancellation)).IsCommitted;
    }

    /// <summary>Marks a picture as deleted and queues its reconciliation; false if it changed meanwhile.</summary>
    public async Task<bool> Delete(Document<Picture> before, CancellationToken cancellation)
    {
        var after = before.Value with { State = PictureState.Deleted };
        var commit = new Commit(before.Partition).Replace(Kind, before, after, TombstoneLifetime);
        var message = PictureQueues.Reconcile($"gone-{before.Value.Id}", before.Value.Id, before.Value.AccountId);
        return (await outbox.Commit(commit, [message], cancellation)).IsCommitted;
    }

    /// <summary>Parses the id of a picture from a path.</summary>
    /// <exception cref="Refusal">404 <c>no_such_picture</c>: the text cannot be an id.</exception>
    public static long Id(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id is > 0 and <= NumericIds.Maximum
            ? id
            : throw Missing();

    public static Refusal Missing() => new(404, "no_such_picture", "There is no such picture.");

    private static string Partition(long id) => $"picture-{id}";
}
