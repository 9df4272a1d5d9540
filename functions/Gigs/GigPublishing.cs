using SneakerCheck.Gigs.Money;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Gigs;

/// <summary>
/// Publishes, changes, withdraws, closes and deletes gigs. What this moves between the creator's balance and the escrow is in the same
/// commit.
/// </summary>
public sealed class GigPublishing(GigStore gigs, IDocuments documents, TimeProvider time)
{
    /// <summary>Publishes a new gig of a person, or of an organization for which the person acts.</summary>
    /// <exception cref="Refusal">409 <c>not_enough_money</c>; 400 <c>invalid_field</c>.</exception>
    public async Task<Document<Gig>> Create(LedgerAccount payer, long userId, GigTerms terms, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var organization = payer.Holder == LedgerHolder.Organization ? payer.Id : (long?)null;
        // Refused before an id is drawn.
        _ = Gig.Create(0, userId, organization, terms, now);
        var gig = Gig.Create(await gigs.Reserve(payer, cancellation), userId, organization, terms, now);
        return await DocumentChanges.Retry(
            time,
            () => Commit(payer, userId, commit => commit.Create(GigStore.Kind, gig.DocumentId, gig), gig, gig.Escrow, cancellation),
            cancellation);
    }

    /// <summary>Changes a pending gig and publishes it again.</summary>
    /// <exception cref="Refusal">404; 409 <c>not_pending</c> or <c>not_enough_money</c>; 400 <c>invalid_field</c>.</exception>
    public Task<Document<Gig>> PublishAgain(LedgerAccount payer, long userId, long id, GigTerms terms, CancellationToken cancellation) =>
        Change(payer, userId, id, gig => gig.Publish(terms, time.GetUtcNow()), cancellation);

    /// <summary>Takes a gig back from the public.</summary>
    /// <exception cref="Refusal">404; 409 <c>not_ongoing</c> or <c>at_work</c>.</exception>
    public Task<Document<Gig>> Withdraw(LedgerAccount payer, long userId, long id, CancellationToken cancellation) =>
        Change(payer, userId, id, gig => gig.Withdraw(), cancellation);

    /// <summary>Changes a gig, and moves what that adds to its escrow or takes from it.</summary>
    /// <param name="userId">Who does it; must still be owner or admin of the organization. Null for the service itself.</param>
    /// <exception cref="Refusal">404; 409 <c>not_enough_money</c>; or what <paramref name="change"/> refuses.</exception>
    public Task<Document<Gig>> Change(
        LedgerAccount payer, long? userId, long id, Func<Gig, Gig> change, CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<Document<Gig>?> Try()
        {
            var before = await gigs.Get(payer, id, cancellation);
            var after = change(before.Value);
            return await Commit(
                payer,
                userId,
                commit => commit.Replace(GigStore.Kind, before, after),
                after,
                after.Escrow - before.Value.Escrow,
                cancellation);
        }
    }

    /// <summary>Deletes a gig on which nobody is at work. Returns it as it was.</summary>
    /// <exception cref="Refusal">404; 409 <c>at_work</c>.</exception>
    public Task<Document<Gig>> Delete(LedgerAccount payer, long userId, long id, CancellationToken cancellation) =>
        Delete(payer, userId, id, gig => gig.RequireNobodyAtWork(), cancellation);

    /// <summary>Deletes all gigs of a person or an organization that is gone, whoever is at work on them. Idempotent.</summary>
    public async Task DeleteAll(LedgerAccount payer, CancellationToken cancellation)
    {
        while ((await gigs.List(payer, 100, null, cancellation)).Items is { IsEmpty: false } left)
        {
            foreach (var gig in left)
                await Delete(payer, null, gig.Value.Id, _ => { }, cancellation);
        }
        await documents.DeleteAll(GigStore.Participants, payer.Partition, cancellation);
    }

    private Task<Document<Gig>> Delete(
        LedgerAccount payer, long? userId, long id, Action<Gig> require, CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<Document<Gig>?> Try()
        {
            var before = await gigs.Get(payer, id, cancellation);
            require(before.Value);
            var deleted = await Commit(
                payer, userId, commit => commit.Delete(before.Id, before.ETag), before.Value, -before.Value.Escrow, cancellation);
            return deleted is null ? null : before;
        }
    }

    /// <summary>Commits the document of a gig with the movement of money; null after a conflict.</summary>
    private async Task<Document<Gig>?> Commit(
        LedgerAccount payer, long? userId, Func<Commit, Commit> write, Gig gig, long escrowed, CancellationToken cancellation)
    {
        var commit = write(new Commit(payer.Partition));
        var (escrow, now) = (LedgerAccount.Gig(gig.Id), time.GetUtcNow());
        var entry = escrowed switch
        {
            > 0 => LedgerEntry.Create(payer, escrow, escrowed, LedgerReason.Publish, now, gig.Id),
            < 0 => LedgerEntry.Create(escrow, payer, -escrowed, LedgerReason.Unspent, now, gig.Id),
            _ => null,
        };
        if (entry is not null)
            Ledger.Internal(commit, entry, isEscrowWritten: true);
        if (payer.Holder == LedgerHolder.Organization && userId is { } actor)
            OrganizationStore.RequireStatus(OrganizationStore.RequireOpen(commit), actor, MemberStatus.Admin);
        var result = await documents.Commit(commit, cancellation);
        if (result.IsCommitted)
            return new Document<Gig>(commit.Partition, gig.DocumentId, gig, result.ETags[0]);
        OrganizationStore.RequireAllowed(commit, result);
        if (entry is not null)
            Ledger.RequireCovered(commit, result, entry);
        return null;
    }
}
