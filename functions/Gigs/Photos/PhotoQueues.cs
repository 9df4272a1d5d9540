using System.Text.Json.Serialization;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Gigs.Photos;

/// <summary>Whose photo it is: a person's or an organization's.</summary>
/// <param name="UserId">The person's account; null for an organization.</param>
/// <param name="OrganizationId">The organization; null for a person.</param>
public sealed record PhotoOwner(long? UserId, long? OrganizationId)
{
    public static PhotoOwner Person(long id) => new(id, null);

    public static PhotoOwner Organization(long id) => new(null, id);

    /// <summary>A new name for a blob of this owner.</summary>
    public string NewBlob() => UserId is { } user ? $"user-{user}-{Guid.NewGuid():N}" : $"organization-{OrganizationId}-{Guid.NewGuid():N}";
}

/// <summary>An order to delete a blob unless it is its owner's photo.</summary>
public sealed record PhotoCleanup(PhotoOwner Owner, string Blob);

internal static class PhotoQueues
{
    public const string CleanupsName = "profile-photo-cleanups";

    public static readonly MessageQueue<PhotoCleanup> Cleanups = new(
        CleanupsName,
        PhotoQueueJson.Default.PhotoCleanup,
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(12));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PhotoCleanup))]
internal sealed partial class PhotoQueueJson : JsonSerializerContext;
