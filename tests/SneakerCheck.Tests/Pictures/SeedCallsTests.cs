using System.Text.Json;

namespace SneakerCheck.Tests.Pictures;

/// <summary>The seed's own calls, one after the other, with the replies that it prints.</summary>
public sealed class SeedCallsTests
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
            await Text(await http.PostAsync("/api/user/register", PictureClient.Json(credentials)), 200));
        var login = await Text(await http.PostAsync("/api/user/login", PictureClient.Json(credentials)), 200);
        Assert.StartsWith("""{"message":"","code":0,"data":{"token":"eyJ""", login, StringComparison.Ordinal);
        var token = JsonElement.Parse(login).GetProperty("data").Text("token");
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", token);

        var image = PictureClient.NewImage();
        var data = Convert.ToBase64String(image);
        var posted = await Text(await http.PostAsync("/api/picture", PictureClient.Json($$"""{ "data": "{{data}}" }""")), 201);
        var id = JsonElement.Parse(posted).GetProperty("data").GetProperty("id").GetInt64();
        Assert.Equal($$$"""{"message":"","code":0,"data":{"id":{{{id}}}}}""", posted);

        var page = await Text(await http.GetAsync($"/api/picture?page=1&limit=20&username={name}"), 200);
        var picture =
            $$"""{"id":{{id}},"username":"{{name}}","data":"{{data}}","content_type":"image/png","size":{{image.Length}},"check":null}""";
        Assert.Equal($$$"""{"message":"","code":0,"data":{"total":1,"page":1,"limit":20,"pictures":[{{{picture}}}]}}""", page);
    }

    private static async Task<string> Text(HttpResponseMessage reply, int status)
    {
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True((int)reply.StatusCode == status, text);
        return text;
    }
}
