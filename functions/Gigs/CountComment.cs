using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Gigs.People;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Gigs;

/// <summary>Counts a reviewer's comment for the mean of the participant, once for each gig.</summary>
public sealed class CountComment(MessageConsumer consumer, ProfileStore profiles)
{
    [Function(nameof(CountComment))]
    public Task Run(
        [ServiceBusTrigger(GigQueues.CommentsName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(GigQueues.Comments, body, Count, cancellation);

    private Task Count(GigComment received, CancellationToken cancellation) =>
        profiles.AddComment(received.UserId, $"{received.Gig}", received.Comment, cancellation);
}
