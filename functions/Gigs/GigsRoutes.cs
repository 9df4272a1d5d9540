using System.Globalization;

namespace SneakerCheck.Gigs;

/// <summary>Routes that several functions begin with, and the paths that replies name.</summary>
internal static class GigsRoutes
{
    /// <summary>The organizations of a user; the word is accepted in the singular and in the plural.</summary>
    public const string Organizations = "users/{user_id}/{organization:regex(^organizations?$)}";

    /// <summary>One organization.</summary>
    public const string Organization = Organizations + "/{organization_id}";

    /// <summary>A participant of a gig, behind its creator; the word is accepted in the singular and in the plural.</summary>
    public const string Finisher = "/tasks/{task_id:long}/{finishers:regex(^finishers?$)}/{participant_id}";

    /// <summary>Where everybody finds the photo of a person.</summary>
    public static string PhotoOf(long userId) => string.Create(CultureInfo.InvariantCulture, $"/users/{userId}/profile_photo");

    /// <summary>Where a user finds the photo of an organization.</summary>
    public static string PhotoOf(long userId, long organizationId) => $"{OrganizationOf(userId, organizationId)}/profile_photo";

    /// <summary>Where a user finds an organization.</summary>
    public static string OrganizationOf(long userId, long organizationId) =>
        string.Create(CultureInfo.InvariantCulture, $"/users/{userId}/organization/{organizationId}");
}
