namespace SneakerCheck.Tests.Pictures;

public sealed class GetPictureTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("1")]
    [InlineData("9007199254740992")]
    [InlineData("99999999999999999999999")]
    [InlineData("%2e%2e%2f")]
    public async Task An_unknown_picture_is_not_found(string id)
    {
        var user = await PictureClient.Shared;

        await (await user.Http.GetAsync($"/api/picture/{id}")).Envelope(404, 14);
        await (await user.Http.DeleteAsync($"/api/picture/{id}")).Envelope(404, 14);
    }
}
