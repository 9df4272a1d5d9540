using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Tokens;

namespace SneakerCheck.Tests.Pictures;

/// <summary>Every error code of seed 002 that a client can cause.</summary>
public sealed class BadPictureInputTests
{
    [Theory]
    [InlineData("", 2)]
    [InlineData("nonsense", 2)]
    [InlineData("[]", 2)]
    [InlineData("null", 2)]
    [InlineData("{}", 2)]
    [InlineData("""{"username":"Rory"}""", 2)]
    [InlineData("""{"password":"12345"}""", 2)]
    [InlineData("""{"username":1,"password":"12345"}""", 2)]
    [InlineData("""{"username":"Rory","password":null}""", 2)]
    [InlineData("""{"username":"Rory","password":["12345"]}""", 2)]
    [InlineData("""{"username":"Ro","password":"12345"}""", 12)]
    [InlineData("""{"username":"  Ro  ","password":"12345"}""", 12)]
    [InlineData("""{"username":"","password":"12345"}""", 12)]
    [InlineData("""{"username":"Ro\u0000ry","password":"12345"}""", 12)]
    [InlineData("""{"username":"12345678901234567890123456789012345678901234567890123456789012345","password":"12345"}""", 12)]
    [InlineData("""{"username":"no-such-user-1","password":"12"}""", 13)]
    [InlineData("""{"username":"no-such-user-1","password":""}""", 13)]
    [InlineData("""{"username":"no-such-user-1","password":"123\u00075"}""", 13)]
    [InlineData("""{"username":"no-such-user-1","password":"12345678901234567890123456789012345678901234567890123456789012345"}""", 13)]
    public async Task An_invalid_registration_is_refused_with_its_code(string body, int code)
    {
        using var http = (await TestHost.Shared).Client();

        await (await http.PostAsync("/api/user/register", Json(body))).Envelope(400, code);
    }

    [Fact]
    public async Task A_lone_surrogate_is_refused_in_a_name_and_in_a_password()
    {
        using var http = (await TestHost.Shared).Client();

        await (await http.PostAsync("/api/user/register", Json("""{"username":"Ro\ud800ry","password":"12345"}"""))).Envelope(400, 2);
    }

    [Fact]
    public async Task A_taken_name_is_refused_in_any_letter_case()
    {
        var host = await TestHost.Shared;
        var user = await PictureClient.Create(host);
        using var http = host.Client();

        foreach (var name in new[] { user.UserName, user.UserName.ToUpperInvariant(), $" {user.UserName} " })
            await (await http.PostAsJsonAsync("/api/user/register", new { username = name, password = "54321" })).Envelope(409, 3);
    }

    [Theory]
    [InlineData("", 400, 2)]
    [InlineData("{}", 400, 2)]
    [InlineData("""{"username":"Rory"}""", 400, 2)]
    [InlineData("""{"username":{},"password":"12345"}""", 400, 2)]
    [InlineData("""{"username":"nobody-has-this-name","password":"12345"}""", 404, 4)]
    [InlineData("""{"username":"","password":"12345"}""", 404, 4)]
    public async Task An_invalid_login_is_refused_with_its_code(string body, int status, int code)
    {
        using var http = (await TestHost.Shared).Client();

        await (await http.PostAsync("/api/user/login", Json(body))).Envelope(status, code);
    }

    [Fact]
    public async Task After_five_wrong_passwords_the_sixth_login_is_throttled()
    {
        var host = await TestHost.Shared;
        var user = await PictureClient.Create(host);
        using var http = host.Client();

        for (var i = 0; i < 5; i++)
            await (await http.PostAsJsonAsync("/api/user/login", new { username = user.UserName, password = "wrong" })).Envelope(401, 5);
        var refused = await http.PostAsJsonAsync("/api/user/login", new { username = user.UserName, password = PictureClient.Password });
        await refused.Envelope(429, 5);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("nonsense", 2)]
    [InlineData("{}", 2)]
    [InlineData("[]", 2)]
    [InlineData("""{"data":1}""", 2)]
    [InlineData("""{"data":null}""", 2)]
    [InlineData("""{"data":{"data":"iVBORw0KGgo="}}""", 2)]
    [InlineData("""{"data":"iVBORw0KGgo=""", 2)]
    [InlineData("""{"data":"iVBORw0KGgo="]""", 2)]
    [InlineData("""{"data":"iVBORw0KGgo=","data":"iVBORw0KGgo="}""", 2)]
    [InlineData("""{"data":"iVBORw0KGgo="} and more""", 2)]
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
        var user = await Shared.Value;

        await (await user.Http.PostAsync("/api/picture", Json(body))).Envelope(400, code);
    }

    [Fact]
    public async Task The_seeds_example_of_data_is_refused_because_it_is_not_JSON()
    {
        var user = await Shared.Value;

        await (await user.Http.PostAsync("/api/picture", Json("""{ "data": "\9klelwrwewerwer..." }"""))).Envelope(400, 2);
    }

    [Theory]
    [InlineData(20 * 1024 * 1024, 201)]
    [InlineData((20 * 1024 * 1024) + 1, 413)]
    public async Task A_picture_above_20_MB_is_refused(int size, int status)
    {
        var user = await Shared.Value;
        var image = new byte[size];
        PictureClient.Pixel.CopyTo(image, 0);
        Random.Shared.NextBytes(image.AsSpan(PictureClient.Pixel.Length, 100));

        var reply = await user.Http.PostAsync("/api/picture", Json($$"""{"data":"{{Convert.ToBase64String(image)}}"}"""));

        await reply.Envelope(status, status == 201 ? 0 : 2);
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
        var user = await Shared.Value;

        await (await user.Http.GetAsync($"/api/picture?{query}")).Envelope(400, 11);
    }

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
        var user = await Shared.Value;

        await (await user.Http.GetAsync($"/api/picture/{id}")).Envelope(404, 14);
        await (await user.Http.DeleteAsync($"/api/picture/{id}")).Envelope(404, 14);
    }

    [Theory]
    [InlineData("GET", "/api/picture")]
    [InlineData("POST", "/api/picture")]
    [InlineData("GET", "/api/picture/1")]
    [InlineData("DELETE", "/api/picture/1")]
    public async Task Every_token_error_has_its_code(string verb, string path)
    {
        var host = await TestHost.Shared;
        var user = await PictureClient.Create(host);
        var tokens = host.Services.GetRequiredService<SessionTokens>();
        var expired = tokens.Issue(tokens.Verify(user.Token).Claims!, DateTimeOffset.UtcNow.AddSeconds(-1));
        var ended = await PictureClient.LogIn(host.Client(), user.UserName);
        using (var api = host.Client(ended.Token))
            await api.DeleteAsync("/api/v1/sessions/current");

        await (await Call(null)).Envelope(403, 7);
        await (await Call(expired)).Envelope(401, 8);
        await (await Call("garbage")).Envelope(401, 9);
        await (await Call(ended.Token)).Envelope(401, 9);

        async Task<HttpResponseMessage> Call(string? token)
        {
            using var http = host.Client();
            using var request = new HttpRequestMessage(new HttpMethod(verb), path);
            if (token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue(token);
            return await http.SendAsync(request);
        }
    }

    private static Lazy<Task<PictureClient>> Shared { get; } = new(async () => await PictureClient.Create(await TestHost.Shared));

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
