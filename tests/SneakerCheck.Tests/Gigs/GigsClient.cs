using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;

namespace SneakerCheck.Tests.Gigs;

/// <summary>A user of seed 003, with the token in the seed's own form.</summary>
internal sealed class GigsClient(HttpClient http, long id, string token)
{
    public const string Password = "password";

    public HttpClient Http { get; } = http;

    public long Id { get; } = id;

    public string Token { get; } = token;

    /// <summary>Where the user is.</summary>
    public string Path => $"/users/{Id}";

    /// <summary>Where the user's organizations are.</summary>
    public string Organizations => $"{Path}/organization";

    /// <summary>A unique e-mail address.</summary>
    public static string NewEmail() => $"{Guid.NewGuid():N}@example.com";

    /// <summary>A unique phone number.</summary>
    public static string NewPhone() => $"1{Random.Shared.NextInt64(10_000_000_000, 99_999_999_999)}";

    /// <summary>A unique name of an organization.</summary>
    public static string NewName() => $"Graders {Guid.NewGuid():N}";

    /// <summary>A client with a token in the seed's own form.</summary>
    public static HttpClient Client(TestHost host, string token)
    {
        var http = host.Client();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("JWT", token);
        return http;
    }

    /// <summary>Registers a user through the seed's own call.</summary>
    public static async Task<GigsClient> Register(TestHost host, string? email = null)
    {
        using var anybody = host.Client();
        var reply = await anybody.PostAsJsonAsync("/users", new { email = email ?? NewEmail(), password = Password });
        var user = await reply.Json(HttpStatusCode.Created);
        var token = user.Text("access_token");
        return new GigsClient(Client(host, token), user.GetProperty("user_id").GetInt64(), token);
    }

    /// <summary>A user whose account was made without a password, which is faster.</summary>
    public static async Task<GigsClient> Create(TestHost host)
    {
        var owner = await host.Owner();
        return new GigsClient(Client(host, owner.Token), owner.Id, owner.Token);
    }

    /// <summary>Gives the user's account an e-mail address and returns it.</summary>
    public async Task<string> GainEmail(TestHost host)
    {
        var email = NewEmail();
        await host.Services.GetRequiredService<AccountStore>().Change(
            Id, account => account with { Email = email }, CancellationToken.None);
        return email;
    }

    /// <summary>The user as the user sees them.</summary>
    public Task<JsonElement> Get() => Get(Id);

    /// <summary>A user as this one sees them.</summary>
    public async Task<JsonElement> Get(long userId) => await (await Http.GetAsync($"/users/{userId}")).Json(HttpStatusCode.OK);

    /// <summary>Creates an organization.</summary>
    public async Task<GigsOrganization> NewOrganization(string? name = null)
    {
        var reply = await Http.PostAsJsonAsync(Organizations, new { name = name ?? NewName(), bio = "bio" });
        var id = (await reply.Json(HttpStatusCode.Created)).Text("organization_id");
        return new GigsOrganization(this, long.Parse(id, CultureInfo.InvariantCulture));
    }

    /// <summary>The user's organizations.</summary>
    public async Task<JsonElement[]> Joined() =>
        [.. (await (await Http.GetAsync(Organizations)).Json(HttpStatusCode.OK)).List("organizations")];

    /// <summary>Sends a photo as the body of the request.</summary>
    public async Task<HttpResponseMessage> PostPhoto(string path, byte[] photo, string contentType = "image/jpeg")
    {
        using var content = new ByteArrayContent(photo);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return await Http.PostAsync(path, content);
    }

    /// <summary>The photo that a path shows, by the link that it redirects to.</summary>
    public async Task<byte[]> GetPhoto(string path)
    {
        var reply = await Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.Redirect, reply.StatusCode);
        using var storage = new HttpClient();
        return await storage.GetByteArrayAsync(reply.Headers.Location);
    }

    /// <summary>A request with a JSON body.</summary>
    public async Task<HttpResponseMessage> Send(string verb, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return await Http.SendAsync(request);
    }
}

/// <summary>An organization, as its owner uses it.</summary>
internal sealed class GigsOrganization(GigsClient owner, long id)
{
    public GigsClient Owner { get; } = owner;

    public long Id { get; } = id;

    /// <summary>Where it is for its owner.</summary>
    public string Path => PathOf(Owner);

    /// <summary>Where it is for a user.</summary>
    public string PathOf(GigsClient user) => $"{user.Organizations}/{Id}";

    /// <summary>The organization as its owner sees it.</summary>
    public async Task<JsonElement> Get() => await (await Owner.Http.GetAsync(Path)).Json(HttpStatusCode.OK);

    /// <summary>The statuses of its members.</summary>
    public async Task<Dictionary<long, string>> Statuses() =>
        (await Get()).List("members").ToDictionary(member => member.Number("user_id"), member => member.Text("status"));

    /// <summary>Adds a user, for its owner or for somebody else.</summary>
    public async Task<HttpResponseMessage> Add(string email, string status = "member", GigsClient? by = null) =>
        await (by ?? Owner).Http.PostAsJsonAsync($"{PathOf(by ?? Owner)}/members", new { email, status });

    /// <summary>A new user who is a member.</summary>
    public async Task<GigsClient> Join(TestHost host, string status = "member")
    {
        var user = await GigsClient.Create(host);
        await (await Add(await user.GainEmail(host), status)).Json(HttpStatusCode.Created);
        return user;
    }

    /// <summary>Gives a member another status.</summary>
    public async Task<HttpResponseMessage> Appoint(long memberId, string status, GigsClient? by = null) =>
        await (by ?? Owner).Http.PutAsJsonAsync($"{PathOf(by ?? Owner)}/members/{memberId}", new { status });

    /// <summary>Removes a member.</summary>
    public async Task<HttpResponseMessage> Remove(long memberId, GigsClient? by = null) =>
        await (by ?? Owner).Http.DeleteAsync($"{PathOf(by ?? Owner)}/members/{memberId}");
}

/// <summary>Assertions on replies of seed 003.</summary>
internal static class GigsReplies
{
    /// <summary>Asserts that a reply is an error of this status in the seed's form, and returns its text.</summary>
    public static async Task<string> GigsError(this HttpResponseMessage reply, int status)
    {
        var error = await reply.Json((HttpStatusCode)status);
        Assert.Equal(["error_code", "error_msg"], error.Names());
        Assert.Equal(status, error.GetProperty("error_code").GetInt32());
        Assert.NotEqual("", error.Text("error_msg"));
        return error.Text("error_msg");
    }

    /// <summary>The number of a member.</summary>
    public static long Number(this JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
