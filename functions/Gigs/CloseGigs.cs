using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Gigs;

/// <summary>
/// Closes gigs whose deadline has passed: pays who waits for review, and returns the rest to the creator. It can stop between any two
/// steps: the gig is found again until it is finished.
/// </summary>
public sealed partial class CloseGigs(
    GigStore gigs, GigPublishing publishing, GigWork work, TimeProvider time, ILogger<CloseGigs> logger)
{
    /// <summary>Runs every minute, on one instance.</summary>
    [Function(nameof(CloseGigs))]
    public async Task Run([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        _ = timer;
        foreach (var gig in await gigs.Overdue(time.GetUtcNow(), cancellation))
        {
            try
            {
                await Close(gig.Value, cancellation);
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                // One gig must not keep the others. The next run tries it again.
                LogNotClosed(exception, gig.Value.Id);
            }
        }
    }

    private async Task Close(Gig gig, CancellationToken cancellation)
    {
        // First nobody can begin to wait any more, so that the list of those who do is complete.
        var closed = await publishing.Change(gig.Payer, null, gig.Id, Closed, cancellation);
        foreach (var participant in (await gigs.ParticipantsOf([closed], cancellation))[gig.Id])
        {
            if (participant.State == ParticipantState.Waiting)
                await Pay(gig, participant.UserId, cancellation);
        }
        await publishing.Change(
            gig.Payer, null, gig.Id, latest => latest.Status == GigStatus.Ongoing ? latest.Finish() : latest, cancellation);
    }

    // Its creator may have published it again with another deadline.
    private Gig Closed(Gig latest) =>
        latest.Status == GigStatus.Ongoing && latest.Terms.FinishDeadlineTime < time.GetUtcNow()
            ? latest.Close()
            : throw new Refusal(409, "not_overdue", "The task is not past its deadline.");

    private async Task Pay(Gig gig, long participantId, CancellationToken cancellation)
    {
        try
        {
            await work.Review(gig.Payer, null, gig.Id, participantId, null, cancellation);
        }
        catch (Refusal refusal) when (refusal.Code == "not_waiting")
        {
            // The creator has reviewed meanwhile.
        }
    }

    [LoggerMessage(LogLevel.Error, "Gig {Id} is past its deadline and could not be closed; again in a minute.")]
    private partial void LogNotClosed(Exception exception, long id);
}
