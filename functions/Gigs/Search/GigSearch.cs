using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Gigs.People;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;

namespace SneakerCheck.Gigs.Search;

/// <summary>Finds gigs by any combination of the seed's filters, newest first.</summary>
public sealed class GigSearch(IDocuments documents, AccountStore accounts, OrganizationStore organizations, ProfileStore profiles)
{
    private const string After = "after";

    private static readonly Page<Gig> Nothing = new([], null);

    /// <summary>Replies with a page of what a filter finds, by the query parameters <c>limit</c> and <c>after</c>.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    public async Task<IResult> Reply(long userId, GigFilter filter, RequestQuery query, CancellationToken cancellation)
    {
        var page = await Find(userId, filter, query.Limit(), query.Text(After), cancellation);
        return Results.Json(
            new FoundGigs(await Show(page.Items, cancellation), page.Continuation), GigSearchWire.Json.FoundGigs);
    }

    /// <summary>A page of the gigs that a filter finds for a person.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    public async Task<Page<Gig>> Find(
        long userId, GigFilter filter, int limit, string? after, CancellationToken cancellation)
    {
        var conditions = filter.Conditions();
        var given = GigRequest.LimitOf(filter.UserLimit);
        if (filter.Status == GigStatus.Pending || await Creators(filter, cancellation) is not { } creators)
            return Nothing;
        var allowed = filter.UserLimit is null
            ? GigFilter.Admitting(await profiles.Get(userId, cancellation))
            : GigFilter.Having(given);
        var query = new DocumentQuery
        {
            Conditions = [.. creators, .. conditions, .. allowed],
            OrderBy = "searched.number",
            Descending = true,
            Limit = limit,
            Continuation = after,
        };
        return await Paging.Find(documents.Query(GigStore.Kind, query, cancellation), After);
    }

    // The conditions on who created it; null if there is no such account or organization.
    private async Task<ImmutableArray<Condition>?> Creators(GigFilter filter, CancellationToken cancellation)
    {
        var conditions = ImmutableArray.CreateBuilder<Condition>();
        if (filter.CreatorUserEmail is { } email)
        {
            if (await Holder(email, account => account.Email, cancellation) is not { } id)
                return null;
            conditions.Add(Condition.Equal("searched.creator", id));
        }
        if (filter.CreatorUserPhoneNumber is { } phone)
        {
            if (await Holder(phone, account => account.Phone, cancellation) is not { } id)
                return null;
            conditions.Add(Condition.Equal("searched.creator", id));
        }
        if (filter.CreatorOrganizationName is { } name)
        {
            if (await organizations.FindByName(name, cancellation) is not { } organization)
                return null;
            conditions.Add(Condition.Equal("searched.organization", organization));
        }
        return conditions.DrainToImmutable();
    }

    // Identities share one list: an e-mail address must not be found as a user name.
    private async Task<long?> Holder(string identity, Func<Account, string?> of, CancellationToken cancellation) =>
        await accounts.FindByIdentity(identity, cancellation) is { } found
        && of(found.Value) is { } held && Identity.Readings(identity).Contains(Identity.Normalize(held))
            ? found.Value.Id
            : null;

    // Two reads for the whole page, however many creators it has.
    private async Task<IReadOnlyList<FoundGig>> Show(ImmutableArray<Document<Gig>> gigs, CancellationToken cancellation)
    {
        var people = await accounts.FindMany(gigs.Select(gig => gig.Value.CreatorUserId).Distinct(), cancellation);
        var groups = await organizations.FindMany(gigs.Select(gig => gig.Value.OrganizationId).OfType<long>().Distinct(), cancellation);
        return
        [
            .. gigs.Select(gig => gig.Value).Select(gig => Show(
                gig,
                people.GetValueOrDefault(gig.CreatorUserId),
                gig.OrganizationId is { } id ? groups.GetValueOrDefault(id)?.Name ?? "" : null)),
        ];
    }

    private static FoundGig Show(Gig gig, Account? creator, string? organization) => new(
        gig.Id,
        gig.CreatorUserId,
        creator?.Email ?? "",
        creator?.Phone ?? "",
        gig.OrganizationId,
        organization,
        gig.Status,
        gig.Terms.Title,
        gig.Terms.Description,
        gig.Terms.Tags,
        gig.Taken,
        gig.Terms.ParticipantNumberLimit,
        gig.Terms.RewardForOneParticipant,
        gig.Terms.PostTime,
        gig.Terms.ReceiveEndTime,
        gig.Terms.FinishDeadlineTime,
        gig.Terms.UserLimit,
        gig.Terms.Steps);
}
