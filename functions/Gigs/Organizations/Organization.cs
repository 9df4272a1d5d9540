using System.Text.Json.Serialization;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>People who post gigs together.</summary>
/// <param name="Id">Random, positive and below 2^53.</param>
/// <param name="Name">Unique without regard to case and width.</param>
/// <param name="Bio">Free text.</param>
/// <param name="OwnerId">The account that created it.</param>
/// <param name="Photo">The blob of its photo; null if there is none.</param>
/// <param name="MemberCount">How many members it has. Changed in the commit that adds or removes one.</param>
/// <param name="CreateTime">When it was created.</param>
public sealed record Organization(
    long Id, string Name, string Bio, long OwnerId, string? Photo, long MemberCount, DateTimeOffset CreateTime)
{
    /// <summary>The most members, so that one page shows them all.</summary>
    public const int MaximumMembers = 200;

    internal const string MemberCountField = "member_count";

    public const int LongestName = 64;

    public const int LongestBio = 1000;
}

/// <summary>What a member may do, in order of rank.</summary>
public enum MemberStatus
{
    /// <summary>Is shown as a member, and pays in.</summary>
    Member,

    /// <summary>Edits the organization and its gigs, sees its balance, and adds, promotes and removes members.</summary>
    Admin,

    /// <summary>Created it: everything, and deletes it.</summary>
    Owner,
}

/// <summary>That an account is a member of an organization.</summary>
/// <param name="Rank">
/// The number of the <see cref="MemberStatus"/>, because a commit can require at least so much of a number without reading it.
/// </param>
/// <param name="JoinTime">When the account was added.</param>
public sealed record Membership(long OrganizationId, long UserId, int Rank, DateTimeOffset JoinTime)
{
    internal const string RankField = "rank";

    [JsonIgnore]
    public MemberStatus Status => (MemberStatus)Rank;

    /// <summary>Whether the member may edit the organization and its gigs.</summary>
    [JsonIgnore]
    public bool Manages => Status >= MemberStatus.Admin;

    public static Membership Of(long organizationId, long userId, MemberStatus status, DateTimeOffset now) =>
        new(organizationId, userId, (int)status, now);

    /// <summary>The member with another status, which this member gives.</summary>
    /// <exception cref="Refusal">401 <c>insufficient_permission</c>.</exception>
    public Membership Appoints(Membership member, MemberStatus status)
    {
        // Admins may step down by themselves. Nobody else changes their own status, nor that of an equal.
        var stepsDown = member.UserId == UserId && Status == MemberStatus.Admin && status < Status;
        return stepsDown || (Manages && member.Rank < Rank && status < MemberStatus.Owner && (int)status <= Rank)
            ? member with { Rank = (int)status }
            : throw Insufficient();
    }

    /// <summary>Requires that this member may remove another, or leave.</summary>
    /// <exception cref="Refusal">401 <c>insufficient_permission</c>.</exception>
    public void RequireRemoves(Membership member)
    {
        var leaves = member.UserId == UserId && Status < MemberStatus.Owner;
        if (!leaves && !(Manages && member.Rank < Rank))
            throw Insufficient();
    }

    /// <summary>The refusal of who may not do this: 401 in seed 003.</summary>
    public static Refusal Insufficient() => new(401, OrganizationStore.NotPermitted, "insufficient permission");
}

/// <summary>A claim of an organization on its name.</summary>
/// <param name="At">When it was claimed, unix milliseconds.</param>
internal sealed record NameClaim(long OrganizationId, long At);

/// <summary>An order to remove what is left of an organization that was deleted.</summary>
/// <param name="Name">Its name, which is freed.</param>
/// <param name="Photo">The blob of its photo; null if there is none.</param>
internal sealed record OrganizationDeparture(long OrganizationId, string Name, string? Photo);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Organization))]
[JsonSerializable(typeof(Membership))]
[JsonSerializable(typeof(NameClaim))]
[JsonSerializable(typeof(OrganizationDeparture))]
internal sealed partial class OrganizationJson : JsonSerializerContext;
