using System.Net;
using System.Net.Http.Json;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Checks;

/// <summary>A deleted task frees its place in the quota, and its photos are deleted.</summary>
public sealed class DeleteTaskTests
{
    [Fact]
    public async Task Deleting_a_task_frees_its_place_and_removes_its_photos()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner(quota: 1);
        var id = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));
        var photo = (await owner.Http.GetAsync($"{TestHostOwner.Tasks}/{id}/files/appear")).Headers.Location!;
        await owner.Run(id);
        using var anybody = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync(photo)).StatusCode);
        await (await owner.Http.PostAsJsonAsync(
            TestHostOwner.Tasks, new { meta_tag = "v0.1", shoe_model = "adidas_superstar" })).Problem(403, "quota_exceeded");

        var deleted = await owner.Http.DeleteAsync($"{TestHostOwner.Tasks}/{id}");

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await (await owner.Http.GetAsync($"{TestHostOwner.Tasks}/{id}")).Problem(404, "not_found");
        await (await owner.Http.DeleteAsync($"{TestHostOwner.Tasks}/{id}")).Problem(404, "not_found");
        Assert.Equal(0, (await owner.User()).GetProperty("tasks_held").GetInt32());
        await owner.CreateTask();
        await Eventually.Holds(
            async () => (await anybody.GetAsync(photo)).StatusCode == HttpStatusCode.NotFound, "the photo is gone");
    }
}
