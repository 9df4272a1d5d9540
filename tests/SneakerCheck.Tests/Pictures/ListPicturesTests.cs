using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Tests.Checks;

namespace SneakerCheck.Tests.Pictures;

/// <summary>Seed 002: the pages of the feed, and what contracts.md decides where the seed is silent.</summary>
public sealed class ListPicturesTests
{
    [Fact]
    public async Task Pages_list_the_newest_pictures_first_with_the_total()
    {
        var host = await TestHost.Shared;
        var user = await PictureClient.Create(host);
        var ids = new List<long>();
        for (var i = 0; i < 7; i++)
            ids.Insert(0, await user.Post(PictureClient.NewImage()));

        Assert.Equal(ids[..3], (await user.List($"username={user.UserName}&limit=3")).Ids());
        Assert.Equal(ids[3..6], (await user.List($"username={user.UserName}&limit=3&page=2")).Ids());
        var last = await user.List($"username={user.UserName}&limit=3&page=3");
        Assert.Equal(ids[6..], last.Ids());
        Assert.Equal(
            (7, 3, 3),
            (last.GetProperty("total").GetInt32(), last.GetProperty("page").GetInt32(), last.GetProperty("limit").GetInt32()));
        var beyond = await user.List($"username={user.UserName}&limit=3&page=2147483647");
        Assert.Empty(beyond.Ids());
        Assert.Equal(7, beyond.GetProperty("total").GetInt32());
    }

    [Trait(Speed.Category, Speed.Slow)]
    [Fact]
    public async Task Without_a_user_name_all_pictures_are_listed_twenty_per_page()
    {
        var host = await TestHost.Shared;
        var (first, second) = (await PictureClient.Create(host), await PictureClient.Create(host));
        var mine = await first.Post(PictureClient.NewImage());
        var theirs = await second.Post(PictureClient.NewImage());

        var page = await first.List("limit=100");

        Assert.True(page.GetProperty("total").GetInt32() >= 2);
        var shown = page.List("pictures").ToDictionary(
            picture => picture.GetProperty("id").GetInt64(), picture => picture.Text("username"));
        Assert.Equal((first.UserName, second.UserName), (shown[mine], shown[theirs]));
        var ids = page.Ids();
        Assert.Equal(ids.OrderDescending(), ids);
        var plain = await first.List("username=");
        Assert.Equal((1, 20), (plain.GetProperty("page").GetInt32(), plain.GetProperty("limit").GetInt32()));
    }

    [Fact]
    public async Task A_user_name_matches_in_any_letter_case_and_an_unknown_one_has_no_pictures()
    {
        var host = await TestHost.Shared;
        var user = await PictureClient.Create(host);
        var id = await user.Post(PictureClient.NewImage());

        Assert.Equal([id], (await user.List($"username={user.UserName.ToUpperInvariant()}")).Ids());
        var nobody = await user.List($"username={PictureClient.NewName()}");
        Assert.Equal(0, nobody.GetProperty("total").GetInt32());
        Assert.Empty(nobody.List("pictures"));
    }

    [Fact]
    public async Task An_email_address_neither_finds_nor_names_a_user()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var email = $"{PictureClient.NewName()}@example.com";
        await anybody.PostAsJsonAsync("/api/v1/users", new { nick_name = "球球君", email, password = "123456" });
        var login = await anybody.PostAsJsonAsync("/api/user/login", new { username = email, password = "123456" });
        var member = await login.Envelope(200, 0);
        using var http = host.Client();
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"JWT {member.Text("token")}");
        var user = new PictureClient(http, email, member.Text("token"));
        var id = await user.Post(PictureClient.NewImage());

        Assert.Empty((await user.List($"username={Uri.EscapeDataString(email)}")).Ids());
        Assert.Equal("球球君", (await user.Get(id)).Text("username"));
    }

    [Fact]
    public async Task A_picture_can_be_read_by_a_link_to_storage()
    {
        var host = await TestHost.Shared;
        var user = await PictureClient.Create(host);
        var image = PictureClient.NewImage();
        await user.Post(image);

        var picture = Assert.Single((await user.List($"username={user.UserName}&fields=url")).List("pictures"));

        Assert.Equal(["id", "username", "url", "content_type", "size", "check"], picture.Names());
        using var storage = new HttpClient();
        var reply = await storage.GetAsync(picture.Text("url"));
        Assert.Equal(image, await reply.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/png", reply.Content.Headers.ContentType?.MediaType);
        using var change = new HttpRequestMessage(HttpMethod.Put, picture.Text("url")) { Content = new ByteArrayContent([1]) };
        change.Headers.Add("x-ms-blob-type", "BlockBlob");
        var refused = await storage.SendAsync(change);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_large_page_is_complete()
    {
        var host = await TestHost.Shared;
        var user = await PictureClient.Create(host);
        var images = Enumerable.Range(0, 12).Select(i => PictureClient.NewImage(40_000 + i)).Append(TestPhoto.Unique()).ToArray();
        foreach (var image in images)
            await user.Post(image);

        var page = await user.List($"username={user.UserName}&limit=100");

        Assert.Equal(
            images.Reverse().Select(Convert.ToBase64String), page.List("pictures").Select(picture => picture.Text("data")));
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("page=-1")]
    [InlineData("page=x")]
    [InlineData("page=")]
    [InlineData("page=1.5")]
    [InlineData("page=2147483648")]
    [InlineData("page=1&page=2")]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=")]
    [InlineData("limit=99999999999999999999")]
    [InlineData("fields=data")]
    [InlineData("size=large")]
    public async Task An_invalid_query_is_refused_with_its_code(string query)
    {
        var user = await PictureClient.Shared;

        await (await user.Http.GetAsync($"/api/picture?{query}")).Envelope(400, 11);
    }
}
