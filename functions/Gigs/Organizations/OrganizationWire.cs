using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using SneakerCheck.Gigs.People;
using SneakerCheck.Platform.Json;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>A new organization.</summary>
/// <param name="Name">1 to 64 characters, unique without regard to case.</param>
/// <param name="Bio">Up to 1,000 characters, of any number of lines.</param>
public sealed record CreateOrganizationRequest([property: Required] string? Name, string? Bio);

/// <summary>The organization that was created.</summary>
/// <param name="OrganizationId">Its id, here as text, as the seed shows it; elsewhere it is a number.</param>
public sealed record CreatedOrganization(string OrganizationId);

/// <summary>Changes of an organization. Members that are left out stay.</summary>
/// <param name="Name">1 to 64 characters, unique without regard to case.</param>
/// <param name="Bio">Up to 1,000 characters, of any number of lines.</param>
public sealed record ChangeOrganizationRequest(string? Name, string? Bio);

/// <summary>Name and bio of an organization, as they are now or were at last.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bio">Its bio.</param>
public sealed record OrganizationText(string Name, string Bio);

/// <summary>An organization, as every user sees it (seed 003: 组织信息).</summary>
/// <param name="OrganizationId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Bio">Its bio.</param>
/// <param name="ProfilePhotoPath">Where its photo is; empty if there is none.</param>
/// <param name="AvgComment">The mean of the comments that its members have received, 1 to 5; 0 while there is none.</param>
/// <param name="Members">All members, those who joined first in front.</param>
public sealed record OrganizationInfo(
    long OrganizationId,
    string Name,
    string Bio,
    string ProfilePhotoPath,
    double AvgComment,
    IReadOnlyList<OrganizationMember> Members);

/// <summary>A member of an organization.</summary>
/// <param name="UserId">The account's id.</param>
/// <param name="Nickname">The name that everybody sees.</param>
/// <param name="Status">member, admin or owner.</param>
public sealed record OrganizationMember(long UserId, string Nickname, MemberStatus Status);

/// <summary>The balance of an organization.</summary>
/// <param name="Balance">A whole number.</param>
public sealed record OrganizationBalance(long Balance);

/// <summary>The organizations of a user.</summary>
/// <param name="Organizations">The first that the user joined in front.</param>
public sealed record OrganizationList(IReadOnlyList<JoinedOrganization> Organizations);

/// <summary>An organization that a user is a member of.</summary>
/// <param name="OrganizationId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">The user's status: member, admin or owner.</param>
public sealed record JoinedOrganization(long OrganizationId, string Name, MemberStatus Status);

/// <summary>Whom to add. Give one of e-mail and phone number.</summary>
/// <param name="Email">The e-mail that the user signs in by.</param>
/// <param name="PhoneNumber">The phone number that the user signs in by.</param>
/// <param name="Status">member or admin.</param>
public sealed record AddMemberRequest(string? Email, string? PhoneNumber, [property: Required] MemberStatus? Status);

/// <summary>A member's new status.</summary>
/// <param name="Status">member or admin.</param>
public sealed record ChangeMemberRequest([property: Required] MemberStatus? Status);

[JsonSerializable(typeof(CreateOrganizationRequest))]
[JsonSerializable(typeof(CreatedOrganization))]
[JsonSerializable(typeof(ChangeOrganizationRequest))]
[JsonSerializable(typeof(OrganizationText))]
[JsonSerializable(typeof(OrganizationInfo))]
[JsonSerializable(typeof(OrganizationBalance))]
[JsonSerializable(typeof(OrganizationList))]
[JsonSerializable(typeof(AddMemberRequest))]
[JsonSerializable(typeof(ChangeMemberRequest))]
[JsonSerializable(typeof(AddedPhoto))]
internal sealed partial class OrganizationWire : JsonSerializerContext
{
    public static OrganizationWire Json { get; } = new(WireJson.StrictOptions());

    /// <summary>Validates a name; null stays null.</summary>
    /// <exception cref="Platform.Errors.Refusal">400 <c>invalid_field</c>.</exception>
    public static string? Name(string? value) =>
        value is null ? null : Accounts.Identity.Name("name", Accounts.UserNames.Fold(value), 1, Organization.LongestName);

    /// <summary>Validates a bio; null stays null.</summary>
    /// <exception cref="Platform.Errors.Refusal">400 <c>invalid_field</c>.</exception>
    public static string? Bio(string? value) => GigsText.Lines("bio", value, Organization.LongestBio);
}
