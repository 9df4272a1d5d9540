using SneakerCheck.Accounts;
using SneakerCheck.Gigs.People;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>
/// Composes what users see of an organization. However many members it has, it takes the same number of requests to the store: one page of
/// members, and one batch each of their accounts and their profiles.
/// </summary>
public sealed class OrganizationPresenter(OrganizationStore organizations, AccountStore accounts, IDocuments documents)
{
    /// <summary>An organization with its members; those whose account is just being deleted are left out.</summary>
    /// <param name="callerId">Who sees it.</param>
    /// <exception cref="Platform.Errors.Refusal">404 <c>not_found</c>.</exception>
    public async Task<OrganizationInfo> Info(long organizationId, long callerId, CancellationToken cancellation)
    {
        var members = organizations.ListMembers(organizationId, cancellation);
        var organization = (await organizations.Find(organizationId, cancellation))?.Value ?? throw OrganizationStore.NotFound();
        var ids = (await members).Select(member => member.UserId).ToArray();
        var found = accounts.FindMany(ids, cancellation);
        var profiles = await documents.ReadMany(ProfileStore.Kind, [.. ids.Select(ProfileStore.Place)], cancellation);
        var people = await found;
        return new OrganizationInfo(
            organization.Id,
            organization.Name,
            organization.Bio,
            organization.Photo is null ? "" : GigsRoutes.PhotoOf(callerId, organization.Id),
            Profile.Mean(profiles.Sum(profile => profile.Value.CommentSum), profiles.Sum(profile => profile.Value.CommentCount)),
            [
                .. from member in await members
                   where people.ContainsKey(member.UserId)
                   select new OrganizationMember(member.UserId, people[member.UserId].NickName, member.Status),
            ]);
    }
}
