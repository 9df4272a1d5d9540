using System.Net;

namespace SneakerCheck.Tests.Checks;

/// <summary>A photo of a task, by a redirect to storage.</summary>
public sealed class GetFileTests
{
    [Fact]
    public async Task A_view_without_a_photo_has_no_content()
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask();
        await owner.Announce(task, "tag", 5000);

        Assert.Equal(HttpStatusCode.NoContent, (await owner.Http.GetAsync($"{TestHostOwner.Tasks}/{task}/files/appear")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await owner.Http.GetAsync($"{TestHostOwner.Tasks}/{task}/files/tag")).StatusCode);
    }
}
