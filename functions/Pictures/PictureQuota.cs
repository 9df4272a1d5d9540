using Microsoft.Extensions.Options;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Pictures;

/// <summary>What an account holds.</summary>
/// <param name="Pictures">How many pictures.</param>
/// <param name="Bytes">How many bytes they have, whether others have the same or not.</param>
public sealed record PictureUse(long Pictures, long Bytes);

/// <summary>A picture that is counted. The document makes counting and giving back idempotent.</summary>
/// <param name="Size">Its bytes.</param>
public sealed record HeldPicture(long Size);

/// <summary>
/// Counts the pictures and bytes of each account, exactly under concurrency: both counts and the document of the picture commit together,
/// in the account's partition. Not a <see cref="Holding"/>, because a commit changes one number of a document, and here two have limits.
/// </summary>
public sealed class PictureQuota(IDocuments documents, IOptions<PicturesOptions> options, TimeProvider time)
{
    private const string DocumentId = "picture-use";
    private static readonly DocumentKind<PictureUse> Kind = new("picture-use", PictureJson.Default.PictureUse);
    private static readonly DocumentKind<HeldPicture> Held = new("picture-held", PictureJson.Default.HeldPicture);
    private static readonly PictureUse None = new(0, 0);

    /// <summary>What an account holds.</summary>
    public async Task<PictureUse> Use(long accountId, CancellationToken cancellation) =>
        (await documents.Read(Kind, AccountStore.Partition(accountId), DocumentId, cancellation))?.Value ?? None;

    /// <summary>Requires that the account may hold one more picture of at least a byte; takes nothing.</summary>
    /// <exception cref="Refusal">403 <c>quota_exceeded</c>.</exception>
    public async Task Require(long accountId, CancellationToken cancellation) =>
        Add(await Use(accountId, cancellation), 1);

    /// <summary>Counts a picture, unless it is counted already.</summary>
    /// <exception cref="Refusal">403 <c>quota_exceeded</c>: nothing was counted.</exception>
    public Task Take(long accountId, long pictureId, long size, CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<bool?> Try()
        {
            var partition = AccountStore.Partition(accountId);
            if (await documents.Read(Held, partition, HeldId(pictureId), cancellation) is not null)
                return true;
            var before = await documents.Read(Kind, partition, DocumentId, cancellation);
            var after = Add(before?.Value ?? None, size);
            var commit = new Commit(partition).Create(Held, HeldId(pictureId), new HeldPicture(size));
            commit = before is null ? commit.Create(Kind, DocumentId, after) : commit.Replace(Kind, before, after);
            return (await documents.Commit(commit, cancellation)).IsCommitted ? true : null;
        }
    }

    /// <summary>Counts a picture no longer, if it is counted.</summary>
    public Task GiveBack(long accountId, long pictureId, CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<bool?> Try()
        {
            var partition = AccountStore.Partition(accountId);
            var held = await documents.Read(Held, partition, HeldId(pictureId), cancellation);
            if (held is null)
                return true;
            var commit = new Commit(partition).Delete(held.Id, held.ETag);
            if (await documents.Read(Kind, partition, DocumentId, cancellation) is { } before)
                commit.Replace(Kind, before, new PictureUse(before.Value.Pictures - 1, before.Value.Bytes - held.Value.Size));
            return (await documents.Commit(commit, cancellation)).IsCommitted ? true : null;
        }
    }

    /// <summary>Removes what is known of an account whose pictures are deleted.</summary>
    public async Task Forget(long accountId, CancellationToken cancellation)
    {
        var partition = AccountStore.Partition(accountId);
        await documents.DeleteAll(Held, partition, cancellation);
        await documents.DeleteAll(Kind, partition, cancellation);
    }

    private PictureUse Add(PictureUse use, long size)
    {
        var (pictures, bytes) = (options.Value.PerAccount, options.Value.BytesPerAccount);
        return use.Pictures < pictures && use.Bytes + size <= bytes
            ? new PictureUse(use.Pictures + 1, use.Bytes + size)
            : throw new Refusal(
                403, "quota_exceeded", $"The account may hold {pictures} pictures with {bytes} bytes together. Delete some to post more.");
    }

    private static string HeldId(long pictureId) => $"picture-held-{pictureId}";
}
