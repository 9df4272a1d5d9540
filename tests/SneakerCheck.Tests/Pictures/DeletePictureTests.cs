using Microsoft.Extensions.DependencyInjection;

namespace SneakerCheck.Tests.Pictures;

public sealed class DeletePictureTests
{
    [Fact]
    public async Task A_deleted_picture_is_not_found_by_anybody_and_cannot_be_deleted_again()
    {
        var host = await TestHost.Shared;
        var (owner, other) = (await PictureClient.Create(host), await PictureClient.Create(host));
        var (stays, goes) = (await owner.Post(PictureClient.NewImage()), await owner.Post(PictureClient.NewImage()));

        await (await other.Http.DeleteAsync($"/api/picture/{goes}")).Envelope(403, 15);
        await owner.Delete(goes);

        await (await other.Http.GetAsync($"/api/picture/{goes}")).Envelope(404, 14);
        await (await owner.Http.DeleteAsync($"/api/picture/{goes}")).Envelope(404, 14);
        Assert.Equal([stays], await owner.Own());
        Assert.Equal(1, (await owner.List($"username={owner.UserName}")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task An_operator_may_delete_any_picture()
    {
        var host = await TestHost.Shared;
        var owner = await PictureClient.Create(host);
        var id = await owner.Post(PictureClient.NewImage());

        await (await (await host.Operator()).DeleteAsync($"/api/picture/{id}")).Envelope(200, 0);

        Assert.Empty(await owner.Own());
    }
}
