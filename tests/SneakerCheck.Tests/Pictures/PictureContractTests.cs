using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SneakerCheck.Tests.Checks;

namespace SneakerCheck.Tests.Pictures;

/// <summary>The examples of seed 002, and what contracts.md decides where the seed is silent.</summary>
public sealed class PictureContractTests
{
    [Fact]
    public async Task The_seeds_own_calls_get_the_replies_that_it_shows()
    {
        var host = await TestHost.Shared;
        using var http = host.Client();
        var name = PictureClient.NewName();
        var credentials = $$"""
            {
                "username": "{{name}}",
                "password": "12345"
            }
            """;

        Assert.Equal(
            $$$"""{"message":"","code":0,"data":{"username":"{{{name}}}"}}""",
            await Text(await http.PostAsync("/api/user/register", Json(credentials)), 200));
        var login = await Text(await http.PostAsync("/api/user/login", Json(credentials)), 200);
        Assert.StartsWith("""{"message":"","code":0,"data":{"token":"eyJ""", login, StringComparison.Ordinal);
        var token = JsonElement.Parse(login).GetProperty("data").Text("token");
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", token);

        var image = PictureClient.NewImage();
        var data = Convert.ToBase64String(image);
        var posted = await Text(await http.PostAsync("/api/picture", Json($$"""{ "data": "{{data}}" }""")), 201);
        var id = JsonElement.Parse(posted).GetProperty("data").GetProperty("id").GetInt64();
        Assert.Equal($$$"""{"message":"","code":0,"data":{"id":{{{id}}}}}""", posted);

        var page = await Text(await http.GetAsync($"/api/picture?page=1&limit=20&username={name}"), 200);
        var picture =
            $$"""{"id":{{id}},"username":"{{name}}","data":"{{data}}","content_type":"image/png","size":{{image.Length}},"check":null}""";
        Assert.Equal($$$"""{"message":"","code":0,"data":{"total":1,"page":1,"limit":20,"pictures":[{{{picture}}}]}}""", page);
    }

    [Fact]
    public async Task Pages_list_the_newest_pictures_first_with_the_total()
    {
        var host = await TestHost.Shared;
        var user = await PictureClient.Create(host);
        var ids = new List<long>();
        for (var i = 0; i < 7; i++)
            ids.Insert(0, await user.Post(PictureClient.NewImage()));

        Assert.Equal(ids[..3], Ids(await user.List($"username={user.UserName}&limit=3")));
        Assert.Equal(ids[3..6], Ids(await user.List($"username={user.UserName}&limit=3&page=2")));
        var last = await user.List($"username={user.UserName}&limit=3&page=3");
        Assert.Equal(ids[6..], Ids(last));
        Assert.Equal(
            (7, 3, 3),
            (last.GetProperty("total").GetInt32(), last.GetProperty("page").GetInt32(), last.GetProperty("limit").GetInt32()));
        var beyond = await user.List($"username={user.UserName}&limit=3&page=2147483647");
        Assert.Empty(Ids(beyond));
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
        var ids = Ids(page);
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

        Assert.Equal([id], Ids(await user.List($"username={user.UserName.ToUpperInvariant()}")));
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

        Assert.Empty(Ids(await user.List($"username={Uri.EscapeDataString(email)}")));
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

    [Theory]
    [InlineData("", "invalid")]
    [InlineData("Bearer ", "valid")]
    [InlineData("JWT ", "valid")]
    [InlineData("bearer ", "valid")]
    public async Task A_token_is_accepted_in_each_form_that_clients_send(string scheme, string kind)
    {
        var host = await TestHost.Shared;
        var user = await PictureClient.Create(host);
        using var http = host.Client();
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", scheme + (kind == "valid" ? user.Token : user.Token[..^1]));

        await (await http.GetAsync("/api/picture?limit=1&fields=url")).Envelope(kind == "valid" ? 200 : 401, kind == "valid" ? 0 : 9);
    }

    [Fact]
    public async Task A_token_of_this_contract_expires_after_thirty_minutes()
    {
        var time = new TestHostTime();
        await using var host = await TestHost.Start(time);
        var user = await PictureClient.Create(host);

        time.Advance(TimeSpan.FromMinutes(29));
        await (await user.Http.GetAsync("/api/picture")).Envelope(200, 0);
        time.Advance(TimeSpan.FromMinutes(2));
        await (await user.Http.GetAsync("/api/picture")).Envelope(401, 8);
        await PictureClient.LogIn(host.Client(), user.UserName);
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

    private static long[] Ids(JsonElement page) =>
        [.. page.List("pictures").Select(picture => picture.GetProperty("id").GetInt64())];

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static async Task<string> Text(HttpResponseMessage reply, int status)
    {
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True((int)reply.StatusCode == status, text);
        return text;
    }
}
