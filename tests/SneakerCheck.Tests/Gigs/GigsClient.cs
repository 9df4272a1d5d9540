using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace SneakerCheck.Tests.Gigs;

/// <summary>A user of seed 003, registered through the seed's own call, with the token in the seed's own form.</summary>
internal sealed class GigsClient(HttpClient http, long id, string token)
{
    public const string Password = "password";

    public HttpClient Http { get; } = http;

    public long Id { get; } = id;

    public string Token { get; } = token;

    /// <summary>A unique e-mail address.</summary>
    public static string NewEmail() => $"{Guid.NewGuid():N}@example.com";

    /// <summary>A client with a token in the seed's own form.</summary>
    public static HttpClient Client(TestHost host, string token)
    {
        var http = host.Client();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("JWT", token);
        return http;
    }

    /// <summary>Registers a user.</summary>
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
