namespace SneakerCheck.Tests.Pictures;

/// <summary>Seed 002: adding a picture, with its error codes.</summary>
public sealed class AddPictureTests
{
    [Theory]
    [InlineData("", 2)]
    [InlineData("nonsense", 2)]
    [InlineData("{}", 2)]
    [InlineData("[]", 2)]
    [InlineData("""{"data":1}""", 2)]
    [InlineData("""{"data":null}""", 2)]
    [InlineData("""{"data":{"data":"iVBORw0KGgo="}}""", 2)]
    [InlineData("""{"data":"PIXEL""", 2)]
    [InlineData("""{"data":"PIXEL"]""", 2)]
    [InlineData("""{"data":"PIXEL","data":"PIXEL"}""", 2)]
    [InlineData("""{"data":"PIXEL"} and more""", 2)]
    [InlineData("""{"data":"\xiVBORw0KGgo="}""", 2)]
    [InlineData("{\"data\":\"iVBORw0K\nGgo=\"}", 2)]
    [InlineData("""{"data":""}""", 6)]
    [InlineData("""{"data":"\\9klelwrwewerwer..."}""", 6)]
    [InlineData("""{"data":"\"9klelwrwewerwer"}""", 6)]
    [InlineData("""{"data":"iVBORw0KGgo"}""", 6)]
    [InlineData("""{"data":"iVBO=w0KGgo="}""", 6)]
    [InlineData("""{"data":"data:image/png;base64,iVBORw0KGgo="}""", 6)]
    [InlineData("""{"data":"_-BORw0KGgo="}""", 6)]
    [InlineData("""{"data":"bm8gaW1hZ2UgYXQgYWxs"}""", 6)]
    public async Task An_invalid_picture_is_refused_with_its_code(string body, int code)
    {
        var user = await PictureClient.Shared;
        // Only the rest of the body is wrong.
        var pixel = Convert.ToBase64String(PictureClient.Pixel);

        await (await user.Http.PostAsync("/api/picture", PictureClient.Json(body.Replace("PIXEL", pixel)))).Envelope(400, code);
    }

    [Fact]
    public async Task The_seeds_example_of_data_is_refused_because_it_is_not_JSON()
    {
        var user = await PictureClient.Shared;

        await (await user.Http.PostAsync("/api/picture", PictureClient.Json("""{ "data": "\9klelwrwewerwer..." }"""))).Envelope(400, 2);
    }

    [Theory]
    [InlineData(20 * 1024 * 1024, 201)]
    [InlineData((20 * 1024 * 1024) + 1, 413)]
    public async Task A_picture_above_20_MB_is_refused(int size, int status)
    {
        var user = await PictureClient.Shared;
        var image = new byte[size];
        PictureClient.Pixel.CopyTo(image, 0);
        Random.Shared.NextBytes(image.AsSpan(PictureClient.Pixel.Length, 100));

        var reply = await user.Http.PostAsync("/api/picture", PictureClient.Json($$"""{"data":"{{Convert.ToBase64String(image)}}"}"""));

        await reply.Envelope(status, status == 201 ? 0 : 2);
    }
}
