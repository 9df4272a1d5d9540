using SneakerCheck.Gigs.Money;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Gigs.People;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Gigs;

/// <summary>Takes people into gigs, moves them through the steps, and pays them.</summary>
public sealed class GigWork(
    GigStore gigs,
    ProfileStore profiles,
    OrganizationStore organizations,
    Ledger ledger,
    IDocuments documents,
    Outbox outbox,
    TimeProvider time)
{
    /// <summary>Takes a person in. The places are exact, however many ask at once.</summary>
    /// <exception cref="Refusal">
    /// 404; 409 <c>not_ongoing</c>, <c>too_late</c>, <c>full</c>, <c>own_task</c>, <c>already_in</c> or <c>not_admitted</c>.
    /// </exception>
    public Task<Document<Gig>> Accept(long userId, long gigId, CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<Document<Gig>?> Try()
        {
            var gig = await gigs.Get(gigId, cancellation);
            var now = time.GetUtcNow();
            gig.Value.RequireOpen(now);
            await RequireAdmitted(gig.Value, userId, cancellation);
            var participant = new Participant(gigId, userId, ParticipantState.Working, 0, now);
            var commit = new Commit(gig.Partition)
                .Increment(gig.Id, Gig.TakenField, 1, new IncrementBound(AtMostField: Gig.PlacesField))
                .Create(GigStore.Participants, participant.DocumentId, participant);
            var result = await documents.Commit(commit, cancellation);
            return result.Outcome switch
            {
                CommitOutcome.Committed => await gigs.Get(gig.Value.Payer, gigId, cancellation),
                CommitOutcome.Exists => throw new Refusal(409, "already_in", "You take part in the task already."),
                // The gig has changed; reading it again tells how.
                _ => null,
            };
        }
    }

    /// <summary>Finishes a participant's next step.</summary>
    /// <param name="step">Counted from 1.</param>
    /// <exception cref="Refusal">404; 409 <c>not_in</c>, <c>not_next</c>, <c>not_ongoing</c> or <c>too_late</c>.</exception>
    public Task<Document<Gig>> FinishStep(long userId, long gigId, int step, CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<Document<Gig>?> Try()
        {
            var gig = await gigs.Get(gigId, cancellation);
            var participant = await gigs.FindParticipant(gig, userId, cancellation) ?? throw NotIn();
            gig.Value.RequireOngoing();
            gig.Value.RequireInTime(time.GetUtcNow());
            var after = participant.Value.FinishStep(step, gig.Value.Terms.Steps.Length);
            var commit = new Commit(gig.Partition)
                .Replace(GigStore.Participants, participant, after)
                // Fails if the gig has been closed meanwhile: whoever waits then has been paid already.
                .Increment(gig.Id, Gig.ClosedField, 0, new IncrementBound(AtMost: 0));
            return (await documents.Commit(commit, cancellation)).IsCommitted ? gig : null;
        }
    }

    /// <summary>Accepts a participant's finished work and pays the reward from escrow.</summary>
    /// <param name="userId">Who reviews; must still be owner or admin of the organization. Null for the service itself.</param>
    /// <param name="comment">How good it was, 1 to 5; null if the reviewer says nothing.</param>
    /// <exception cref="Refusal">404; 409 <c>not_in</c>, <c>not_waiting</c> or <c>not_ongoing</c>.</exception>
    public async Task<Document<Gig>> Review(
        LedgerAccount payer, long? userId, long gigId, long participantId, int? comment, CancellationToken cancellation)
    {
        var (gig, paid) = await DocumentChanges.Retry(time, Try, cancellation);
        if (paid is not null)
            await ledger.CreditOrLater(paid);
        return gig;

        async Task<(Document<Gig> Gig, LedgerEntry? Paid)?> Try()
        {
            var before = await gigs.Get(payer, gigId, cancellation);
            var participant = await gigs.FindParticipant(before, participantId, cancellation) ?? throw NotIn();
            var reviewed = participant.Value.Review();
            before.Value.RequireOngoing();
            var after = before.Value.Pay();
            var commit = new Commit(before.Partition)
                .Replace(GigStore.Kind, before, after)
                .Replace(GigStore.Participants, participant, reviewed);
            var reward = before.Value.Terms.RewardForOneParticipant;
            var entry = reward == 0 ? null : LedgerEntry.Create(
                LedgerAccount.Gig(gigId),
                LedgerAccount.User(participantId),
                reward,
                LedgerReason.Reward,
                time.GetUtcNow(),
                gigId);
            var messages = new List<Message>();
            if (entry is not null)
                messages.Add(Ledger.Debit(commit, entry, isEscrowWritten: true));
            if (payer.Holder == LedgerHolder.Organization && userId is { } actor)
                OrganizationStore.RequireStatus(commit, actor, MemberStatus.Admin);
            if (comment is { } given)
                messages.Add(GigQueues.CommentOn(gigId, participantId, given));
            var result = await outbox.Commit(commit, messages, cancellation);
            OrganizationStore.RequireAllowed(commit, result);
            return result.IsCommitted ? (before with { Value = after, ETag = result.ETags[0] }, entry) : null;
        }
    }

    private async Task RequireAdmitted(Gig gig, long userId, CancellationToken cancellation)
    {
        // Whoever may review would pay themselves.
        if (gig.CreatorUserId == userId
            || (gig.OrganizationId is { } id && await organizations.IsManager(id, userId, cancellation)))
        {
            throw new Refusal(409, "own_task", "The task is your own.");
        }
        if (!gig.Terms.UserLimit.Admits(await profiles.Get(userId, cancellation)))
            throw new Refusal(409, "not_admitted", "The task is for other people: see its user_limit.");
    }

    private static Refusal NotIn() => new(409, "not_in", "This person does not take part in the task.");
}
