using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Gigs.People;
using SneakerCheck.Gigs.Photos;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Checks;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Gigs.People;

/// <summary>What of people and organizations goes with a deleted account.</summary>
public sealed class PersonLeavingTests
{
    [Fact]
    public async Task Profile_photo_comments_and_memberships_go_with_the_account()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        var user = await organization.Join(host, "admin");
        await (await user.Http.PutAsJsonAsync($"{user.Path}/personal_info", new { name = "李雷" })).Json(HttpStatusCode.OK);
        await (await user.PostPhoto($"{user.Path}/profile_photo", TestPhoto.Unique())).Json(HttpStatusCode.OK);
        var profiles = host.Services.GetRequiredService<ProfileStore>();
        await profiles.AddComment(user.Id, "gig-1", 5, CancellationToken.None);
        var photo = (await profiles.Get(user.Id, default)).Photo!;

        Assert.Equal(HttpStatusCode.NoContent, (await Delete(host, user.Id)).StatusCode);

        await (await organization.Owner.Http.GetAsync(user.Path)).GigsError(404);
        Assert.DoesNotContain(user.Id, (await organization.Statuses()).Keys);
        await Eventually.Holds(
            async () => !(await Kinds(host, AccountStore.Partition(user.Id))).Intersect(["profile", "received-comment"]).Any(),
            "its profile is gone");
        await Eventually.Holds(
            async () => await host.Services.GetRequiredKeyedService<BlobStore>(ProfilePhotos.Container).Find(photo, default) is null,
            "its photo is gone");
        await Eventually.Holds(
            async () => (await host.Services.GetRequiredService<OrganizationStore>().Find(organization.Id, default))!.Value.MemberCount
                == 1,
            "its membership is gone");
        // A message that comes late leaves nothing behind.
        await profiles.AddComment(user.Id, "gig-2", 5, CancellationToken.None);
        Assert.DoesNotContain("profile", await Kinds(host, AccountStore.Partition(user.Id)));
    }

    [Fact]
    public async Task An_account_that_owns_an_organization_is_kept_until_the_organization_is_deleted()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        var owner = organization.Owner;

        await (await Delete(host, owner.Id)).Problem(409, "owns_organization");
        await owner.Get();
        await (await owner.Http.DeleteAsync(organization.Path)).Json(HttpStatusCode.OK);
        // Also while what is left of the organization is being removed.
        Assert.Equal(HttpStatusCode.NoContent, (await Delete(host, owner.Id)).StatusCode);
    }

    [Fact]
    public async Task An_organization_that_was_created_while_its_owner_was_leaving_goes_too()
    {
        var host = await TestHost.Shared;
        var name = GigsClient.NewName();
        var organization = await (await GigsClient.Create(host)).NewOrganization(name);
        var member = await organization.Join(host);
        var leaving = host.Services.GetServices<IAccountLeaving>().OfType<PersonLeaving>().Single();

        for (var delivery = 0; delivery < 2; delivery++)
            await leaving.Remove(organization.Owner.Id, CancellationToken.None);

        await (await member.Http.GetAsync(organization.PathOf(member))).GigsError(404);
        await Eventually.Holds(
            async () => !(await Kinds(host, OrganizationStore.Partition(organization.Id))).Contains("organization-member"),
            "its members are gone");
        await Eventually.Holds(
            async () => (await member.Http.PostAsJsonAsync(member.Organizations, new { name })).IsSuccessStatusCode, "its name is free");
    }

    private static async Task<HttpResponseMessage> Delete(TestHost host, long id) => await (await host.Operator()).SendAsync(
        new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/users/{id}") { Content = JsonContent.Create(new { }) });

    private static async Task<IEnumerable<string>> Kinds(TestHost host, string partition) =>
        await host.Services.GetRequiredService<SqliteDatabase>().Read(session => session.Query(
            "SELECT DISTINCT kind FROM documents WHERE partition = @partition", row => row.GetString(0), ("@partition", partition)));
}
