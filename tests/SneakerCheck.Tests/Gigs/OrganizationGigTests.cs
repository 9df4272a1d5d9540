using System.Net;
using System.Net.Http.Json;

namespace SneakerCheck.Tests.Gigs;

/// <summary>Gigs that an organization posts and pays.</summary>
public sealed class OrganizationGigTests
{
    [Fact]
    public async Task Its_managers_publish_and_review_its_members_may_take_part_and_its_balance_pays()
    {
        var host = await TestHost.Shared;
        var owner = await GigDesk.Rich(host, 100);
        var organization = await owner.NewOrganization();
        var (admin, member, stranger) = (
            await organization.Join(host, "admin"), await organization.Join(host), await GigsClient.Create(host));
        await (await owner.Http.PostAsJsonAsync($"{organization.Path}/deposits", new { amount = 100 })).Json(HttpStatusCode.Created);

        await (await Publish(member)).GigsError(401);
        await (await Publish(stranger)).GigsError(401);
        var gig = await (await Publish(admin)).Json(HttpStatusCode.Created);
        var id = gig.Number("task_id");
        Assert.Equal((organization.Id, admin.Id), (gig.Number("creator_organization_id"), gig.Number("creator_user_id")));
        Assert.Equal(40, await Balance());

        // Whoever may review would pay themselves.
        await (await owner.Accept(id)).GigsError(409);
        await (await admin.Accept(id)).GigsError(409);
        await member.Work(id);
        await (await Review(member)).GigsError(401);
        await (await Review(stranger)).GigsError(401);
        await (await admin.Review(id, member.Id)).GigsError(404);
        var reviewed = await (await Review(owner)).Json(HttpStatusCode.OK);

        Assert.Equal([member.Id], reviewed.Ids("finished_participant_ids"));
        Assert.Equal((20, 40), (await member.Balance(), await Balance()));
        await (await owner.Http.DeleteAsync(organization.Path)).GigsError(409);
        var list = await (await member.Http.GetAsync($"{organization.PathOf(member)}/tasks")).Json(HttpStatusCode.OK);
        Assert.Equal(id, list.List("tasks").Single().Number("task_id"));
        await (await stranger.Http.GetAsync($"{organization.PathOf(stranger)}/tasks")).GigsError(401);

        var deleted = await admin.Http.DeleteAsync($"{organization.PathOf(admin).Replace("/organization/", "/organizations/")}/tasks/{id}");
        await deleted.Json(HttpStatusCode.OK);
        Assert.Equal(80, await Balance());
        await (await owner.Http.DeleteAsync(organization.Path)).Json(HttpStatusCode.OK);
        Assert.Equal(80, await owner.Balance());

        Task<HttpResponseMessage> Publish(GigsClient who) =>
            who.Http.PostAsJsonAsync($"{organization.PathOf(who)}/tasks", GigDesk.Gig(3, 20));

        Task<HttpResponseMessage> Review(GigsClient who) =>
            who.Http.PutAsync($"{organization.PathOf(who)}/tasks/{id}/finisher/{member.Id}", null);

        async Task<long> Balance() =>
            (await (await owner.Http.GetAsync($"{organization.Path}/balance")).Json(HttpStatusCode.OK)).Number("balance");
    }

    [Fact]
    public async Task An_admin_who_is_demoted_publishes_no_more()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        var admin = await organization.Join(host, "admin");

        var demoted = organization.Appoint(admin.Id, "member");
        var published = await Task.WhenAll(Enumerable.Range(0, 10).Select(
            _ => admin.Http.PostAsJsonAsync($"{organization.PathOf(admin)}/tasks", GigDesk.Gig())));
        await (await demoted).Json(HttpStatusCode.OK);

        Assert.All(published, reply => Assert.Contains(reply.StatusCode, new[] { HttpStatusCode.Created, HttpStatusCode.Unauthorized }));
        await (await admin.Http.PostAsJsonAsync($"{organization.PathOf(admin)}/tasks", GigDesk.Gig())).GigsError(401);
    }

    [Fact]
    public async Task The_gigs_of_a_deleted_organization_are_not_there()
    {
        var host = await TestHost.Shared;
        var (owner, worker) = (await GigsClient.Create(host), await GigsClient.Create(host));
        var organization = await owner.NewOrganization();
        var gig = await (await owner.Http.PostAsJsonAsync($"{organization.Path}/tasks", GigDesk.Gig())).Json(HttpStatusCode.Created);
        await (await owner.Http.DeleteAsync(organization.Path)).Json(HttpStatusCode.OK);

        await Hosting.Eventually.Holds(
            async () => (await worker.Accept(gig.Number("task_id"))).StatusCode == HttpStatusCode.NotFound, "the gig is gone");
        await (await owner.Http.GetAsync($"{organization.Path}/tasks")).GigsError(404);
    }
}
