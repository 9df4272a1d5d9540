using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Gigs.Organizations;

/// <summary>Lists without pages are bounded, and what they cost does not depend on their length.</summary>
public sealed class OrganizationLimitsTests
{
    [Fact]
    public async Task An_account_is_in_100_organizations_at_most()
    {
        var host = await TestHost.Shared;
        var user = await GigsClient.Create(host);
        var store = host.Services.GetRequiredService<OrganizationStore>();
        for (var number = 0; number < OrganizationStore.MaximumPerUser; number++)
            await store.Create(user.Id, GigsClient.NewName(), "", CancellationToken.None);

        await (await user.Http.PostAsJsonAsync(user.Organizations, new { name = GigsClient.NewName() })).GigsError(409);
        var other = await (await GigsClient.Create(host)).NewOrganization();
        await (await other.Add(await user.GainEmail(host))).GigsError(409);

        Assert.Equal(OrganizationStore.MaximumPerUser, (await user.Joined()).Length);
    }

    [Fact]
    public async Task An_organization_has_200_members_at_most_also_when_many_are_added_at_once()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        await Fill(host, organization, Organization.MaximumMembers - 3);
        var emails = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ => await (await GigsClient.Create(host)).GainEmail(host)));

        var replies = await Task.WhenAll(emails.Select(email => organization.Add(email)));

        Assert.Equal(2, replies.Count(reply => reply.StatusCode == HttpStatusCode.Created));
        foreach (var refused in replies.Where(reply => reply.StatusCode != HttpStatusCode.Created))
            await refused.GigsError(409);
        var found = await host.Services.GetRequiredService<OrganizationStore>().Find(organization.Id, default);
        Assert.Equal(Organization.MaximumMembers, found!.Value.MemberCount);
    }

    [Fact]
    public async Task An_organization_is_read_with_as_many_requests_to_the_store_whether_it_has_two_members_or_forty()
    {
        RecordingDocuments? recorded = null;
        await using var host = await TestHost.Start(configure: builder => builder.Services.AddSingleton<IDocuments>(
            services => recorded = new RecordingDocuments(services.GetRequiredService<SqliteDocuments>())));
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        await organization.Join(host);

        var (two, costOfTwo) = await Cost();
        for (var number = 2; number < 40; number++)
            await organization.Join(host);
        var (forty, costOfForty) = await Cost();

        Assert.Equal((2, 40), (two, forty));
        Assert.Equal(costOfTwo, costOfForty);
        // Session and account of the token, the organization; the page of members; their accounts and their profiles.
        Assert.Equal((3, 1, 2, 0), costOfForty);

        async Task<(int Members, (int Reads, int Queries, int Batches, int Commits) Cost)> Cost()
        {
            recorded!.Forget();
            var members = (await organization.Get()).List("members").Count();
            // Excludes the operations of the host's timers.
            var calls = recorded.Calls.Where(call => call.Kind is not ("outbox" or "check")).ToArray();
            return (members, (Of(DocumentOperation.Read), Of(DocumentOperation.Query), Of(DocumentOperation.ReadMany),
                Of(DocumentOperation.Commit)));

            int Of(DocumentOperation operation) => calls.Count(call => call.Operation == operation);
        }
    }

    private static async Task Fill(TestHost host, GigsOrganization organization, int more)
    {
        var store = host.Services.GetRequiredService<OrganizationStore>();
        for (var number = 0; number < more; number++)
        {
            await store.AddMember(
                organization.Id,
                organization.Owner.Id,
                Random.Shared.NextInt64(1, 1L << 53),
                MemberStatus.Member,
                (_, _) => [],
                CancellationToken.None);
        }
    }
}
