using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Gigs.Photos;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Checks;
using SneakerCheck.Tests.Gigs.Money;
using SneakerCheck.Tests.Gigs.People;

namespace SneakerCheck.Tests.Gigs.Organizations;

/// <summary>DELETE /users/{id}/organization/{id} of seed 003.</summary>
public sealed class DeleteOrganizationTests
{
    [Fact]
    public async Task Only_the_owner_deletes_and_from_then_on_it_does_not_exist()
    {
        var host = await TestHost.Shared;
        var name = GigsClient.NewName();
        var organization = await (await GigsClient.Create(host)).NewOrganization(name);
        var (admin, member) = (await organization.Join(host, "admin"), await organization.Join(host));
        foreach (var user in new[] { admin, member, await GigsClient.Create(host) })
            Assert.Equal("insufficient permission", await (await user.Http.DeleteAsync(organization.PathOf(user))).GigsError(401));

        var reply = await organization.Owner.Http.DeleteAsync(organization.Path);

        Assert.Equal($$"""{"name":"{{name}}","bio":"bio"}""", (await reply.Json(HttpStatusCode.OK)).GetRawText());
        await (await organization.Owner.Http.DeleteAsync(organization.Path)).GigsError(404);
        await (await member.Http.GetAsync(organization.PathOf(member))).GigsError(404);
        Assert.Empty(await organization.Owner.Joined());
        Assert.Empty(await admin.Joined());
        Assert.Null(await host.Services.GetRequiredService<OrganizationStore>().FindByName(name, default));
    }

    [Fact]
    public async Task What_is_left_is_removed_by_the_message_however_often_it_comes_and_the_name_is_free()
    {
        var messages = new TestHostMessages();
        await using var host = await TestHost.Start(configure: messages.TakeOver);
        var name = GigsClient.NewName();
        var organization = await (await GigsClient.Create(host)).NewOrganization(name);
        await organization.Join(host);
        await (await organization.Owner.PostPhoto($"{organization.Path}/profile_photo", TestPhoto.Unique())).Json(HttpStatusCode.OK);
        var photo = (await host.Services.GetRequiredService<OrganizationStore>().Find(organization.Id, default))!.Value.Photo!;
        await (await organization.Owner.Http.DeleteAsync(organization.Path)).Json(HttpStatusCode.OK);
        var order = Assert.Single(messages.To("organization-departures"));

        for (var delivery = 0; delivery < 2; delivery++)
        {
            await ActivatorUtilities.CreateInstance<RemoveOrganization>(host.Services).Run(
                TestHostMessages.Body(order), CancellationToken.None);
        }

        // The closed wallet stays, so that money which is on its way does not open another.
        Assert.Equal(["wallet"], await Kinds(host, organization.Id));
        Assert.Null(await host.Services.GetRequiredKeyedService<BlobStore>(ProfilePhotos.Container).Find(photo, default));
        var heir = await (await GigsClient.Create(host)).NewOrganization(name);
        // A late repetition takes nothing from the heir.
        await ActivatorUtilities.CreateInstance<RemoveOrganization>(host.Services).Run(TestHostMessages.Body(order), default);
        Assert.Equal(heir.Id, await host.Services.GetRequiredService<OrganizationStore>().FindByName(name, default));
    }

    [Fact]
    public async Task The_balance_goes_to_the_owner()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        await PersonTests.Grant(host, organization.Owner, 5);
        await Grant(host, organization, 70);

        await (await organization.Owner.Http.DeleteAsync(organization.Path)).Json(HttpStatusCode.OK);

        Assert.Equal(75, (await organization.Owner.Get()).Number("balance"));
        Assert.Equal(0, await host.Services.GetRequiredService<Ledger>().Balance(LedgerAccount.Organization(organization.Id), default));
    }

    [Fact]
    public async Task Gigs_that_hold_money_keep_the_organization()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        await Grant(host, organization, 70);
        var gig = await Publish(host.Services.GetRequiredService<IDocuments>(), organization, 30);

        await (await organization.Owner.Http.DeleteAsync(organization.Path)).GigsError(409);

        var balance = await (await organization.Owner.Http.GetAsync($"{organization.Path}/balance")).Json(HttpStatusCode.OK);
        Assert.Equal(40, balance.Number("balance"));
        var returned = Ledger.Internal(
            new Commit(OrganizationStore.Partition(organization.Id)),
            LedgerEntry.Create(gig, LedgerAccount.Organization(organization.Id), 30, LedgerReason.Unspent, DateTimeOffset.UtcNow));
        Assert.True((await host.Services.GetRequiredService<IDocuments>().Commit(returned)).IsCommitted);
        await (await organization.Owner.Http.DeleteAsync(organization.Path)).Json(HttpStatusCode.OK);
        Assert.Equal(70, (await organization.Owner.Get()).Number("balance"));
    }

    // A gig is published just after the deletion has looked for gigs, or before it commits; or money arrives then.
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Money_that_moves_between_the_look_and_the_commit_is_not_lost(bool isPublished, bool isJustAfterTheLook)
    {
        HookedDocuments? hooked = null;
        await using var host = await TestHost.Start(configure: builder => builder.Services.AddSingleton<IDocuments>(
            services => hooked = new HookedDocuments(services.GetRequiredService<SqliteDocuments>())));
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        await Grant(host, organization, 70);
        var isDone = 0;
        if (isJustAfterTheLook)
            hooked!.AfterQuery = kind => kind == GigEscrow.Kind.Name ? Move() : Task.CompletedTask;
        else
            hooked!.BeforeCommit = commit => commit.Operations.Any(Ends) ? Move() : Task.CompletedTask;

        var reply = await organization.Owner.Http.DeleteAsync(organization.Path);

        Assert.Equal(1, isDone);
        if (isPublished)
        {
            await reply.GigsError(409);
            Assert.Equal(0, (await organization.Owner.Get()).Number("balance"));
            await organization.Get();
        }
        else
        {
            await reply.Json(HttpStatusCode.OK);
            Assert.Equal(100, (await organization.Owner.Get()).Number("balance"));
        }

        static bool Ends(CommitOperation operation) => operation is CommitOperation.Delete { Id: "organization" };

        async Task Move()
        {
            if (Interlocked.Exchange(ref isDone, 1) == 1)
                return;
            if (isPublished)
                await Publish(hooked!, organization, 30);
            else
                await Grant(host, organization, 30);
        }
    }

    [Fact]
    public async Task Money_for_an_organization_that_is_gone_goes_to_the_platform()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        await (await organization.Owner.Http.DeleteAsync(organization.Path)).Json(HttpStatusCode.OK);

        var applied = await Grant(host, organization, 9);

        Assert.Equal((LedgerAccount.Platform, LedgerReason.PayeeGone), (applied.To, applied.Reason));
    }

    private static async Task<LedgerEntry> Grant(TestHost host, GigsOrganization organization, long amount) =>
        await host.Services.GetRequiredService<Ledger>().Transfer(
            LedgerEntry.Create(
                LedgerAccount.Platform,
                LedgerAccount.Organization(organization.Id),
                amount,
                LedgerReason.Grant,
                DateTimeOffset.UtcNow),
            null,
            CancellationToken.None);

    private static async Task<LedgerAccount> Publish(IDocuments documents, GigsOrganization organization, long escrow)
    {
        var gig = LedgerAccount.Gig(Random.Shared.NextInt64(1, 1L << 53));
        var commit = new Commit(OrganizationStore.Partition(organization.Id))
            .Create(GigEscrow.Kind, GigEscrow.DocumentId(gig.Id), new GigEscrow(escrow));
        Ledger.Internal(
            commit,
            LedgerEntry.Create(
                LedgerAccount.Organization(organization.Id), gig, escrow, LedgerReason.Publish, DateTimeOffset.UtcNow),
            isEscrowWritten: true);
        Assert.True((await documents.Commit(commit)).IsCommitted);
        return gig;
    }

    private static async Task<IEnumerable<string>> Kinds(TestHost host, long id) =>
        await host.Services.GetRequiredService<SqliteDatabase>().Read(session => session.Query(
            "SELECT DISTINCT kind FROM documents WHERE partition = @partition ORDER BY kind",
            row => row.GetString(0),
            ("@partition", OrganizationStore.Partition(id))));
}
