using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Gigs.People;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Gigs.Photos;

/// <summary>Deletes a photo that was replaced, or whose upload did not end, unless it is its owner's photo after all.</summary>
public sealed class DeleteProfilePhoto(
    MessageConsumer consumer, ProfilePhotos photos, ProfileStore profiles, OrganizationStore organizations)
{
    [Function(nameof(DeleteProfilePhoto))]
    public Task Run(
        [ServiceBusTrigger(PhotoQueues.CleanupsName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(PhotoQueues.Cleanups, body, Delete, cancellation);

    private async Task Delete(PhotoCleanup order, CancellationToken cancellation)
    {
        var photo = order.Owner switch
        {
            { UserId: { } user } => (await profiles.Get(user, cancellation)).Photo,
            { OrganizationId: { } organization } => (await organizations.Find(organization, cancellation))?.Value.Photo,
            _ => null,
        };
        if (photo != order.Blob)
            await photos.Delete(order.Blob, cancellation);
    }
}
