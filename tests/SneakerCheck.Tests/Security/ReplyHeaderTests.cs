using System.Net.Http.Json;

namespace SneakerCheck.Tests.Security;

/// <summary>OWASP API8: what every reply of every function says, and does not say, to browsers and caches.</summary>
public sealed class ReplyHeaderTests(SubjectFixture fixture) : IClassFixture<SubjectFixture>
{
    /// <summary>The same for everybody: replies that caches may keep.</summary>
    private static readonly string[] Cached = ["GetApiDocument", "GetDocsFile", "GetDocsPage", "GetOutline"];

    /// <summary>Replies with a version, which their owner's own cache may keep and must ask about.</summary>
    private static readonly string[] Versioned = ["ChangeTask", "CreateTask", "GetTask", "RerunCheck", "SubmitTask"];

    public static TheoryData<string> Functions() => [.. HttpFunction.All.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task Every_reply_is_safe_for_browsers_and_caches(string name)
    {
        var function = HttpFunction.All.Single(function => function.Name == name);
        var expired = "e30.e30.e30";
        foreach (var token in new[] { null, expired, (await fixture.Subject.Host.Owner()).Token, await Subject.Desk() })
        {
            if (name == "EndSession" && token == await Subject.Desk())
                continue;
            // Where the function is one of the subject's, its owner is who gets an answer.
            var holder = token is not null && token != expired && function.Parameters.Contains("user_id") && function.Verb == "GET"
                ? fixture.Subject.Token
                : token;
            var reply = await Call(function, function.Verb, holder);

            Assert.Equal("nosniff", Assert.Single(reply.Headers.GetValues("X-Content-Type-Options")));
            AssertSilent(reply);
            var cache = Assert.Single(reply.Headers.GetValues("Cache-Control"));
            if (Cached.Contains(name) && reply.IsSuccessStatusCode)
                Assert.StartsWith("public", cache);
            else if (Versioned.Contains(name) && reply.IsSuccessStatusCode)
                Assert.Equal("no-cache, private", string.Join(", ", cache.Split(", ").Order(StringComparer.Ordinal)));
            else
                Assert.Equal("no-store", cache);
            if ((int)reply.StatusCode == 401)
                Assert.Equal("Bearer", Assert.Single(reply.Headers.WwwAuthenticate).Scheme);
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task No_other_site_is_let_in(string name)
    {
        var function = HttpFunction.All.Single(function => function.Name == name);

        var preflight = await Call(function, "OPTIONS", null, ("Origin", "https://example.com"), ("Access-Control-Request-Method", function.Verb));
        var call = await Call(function, function.Verb, null, ("Origin", "https://example.com"));

        Assert.Equal(404, (int)preflight.StatusCode);
        AssertSilent(preflight);
        AssertSilent(call);
    }

    [Fact]
    public async Task The_page_of_the_documentation_runs_only_what_is_served_beside_it()
    {
        using var client = fixture.Subject.Host.Client();
        var policy = Assert.Single((await client.GetAsync("/docs")).Headers.GetValues("Content-Security-Policy"));

        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self';", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
    }

    [Fact]
    public async Task The_cookie_is_kept_from_scripts_and_from_what_other_sites_send()
    {
        foreach (var scheme in new[] { "http", "https", "https,http" })
        {
            using var client = fixture.Subject.Host.Client();
            client.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
            var reply = await client.PostAsJsonAsync(
                "/api/v1/sessions", new { username = fixture.Subject.UserName, password = Subject.Password });
            var parts = Assert.Single(reply.Headers.GetValues("Set-Cookie")).Split("; ");

            Assert.StartsWith("session=", parts[0]);
            Assert.Superset(new HashSet<string> { "path=/", "samesite=lax", "httponly" }, parts.ToHashSet());
            Assert.DoesNotContain(parts, part => part.StartsWith("domain", StringComparison.Ordinal));
            Assert.Equal(scheme != "http", parts.Contains("secure"));
        }
    }

    [Fact]
    public async Task What_is_called_by_GET_changes_nothing_of_an_account()
    {
        var before = await fixture.Subject.Everything();
        foreach (var function in HttpFunction.All.Where(function => function.Verb == "GET"))
            await Call(function, "GET", fixture.Subject.Token);

        Assert.Equal(before, await fixture.Subject.Everything());
    }

    private static void AssertSilent(HttpResponseMessage reply)
    {
        var names = reply.Headers.Concat(reply.Content.Headers).Select(header => header.Key).ToArray();
        Assert.DoesNotContain(names, name => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(names, name => name is "Server" or "X-Powered-By" or "X-AspNet-Version");
    }

    private async Task<HttpResponseMessage> Call(HttpFunction function, string verb, string? token, params (string Name, string Value)[] headers)
    {
        var values = new Dictionary<string, string>(verb == "GET" ? fixture.Subject.Objects : [])
        {
            ["user_id"] = "me",
            ["file"] = function.Name == "GetOutline" ? "tag.svg" : "docs.js",
            ["meta_tag"] = "v0.1",
        };
        using var client = fixture.Subject.Host.Client(token);
        using var request = new HttpRequestMessage(new HttpMethod(verb), function.Path(values));
        if (verb is "PUT" or "POST")
            request.Content = JsonContent.Create(new { });
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await client.SendAsync(request);
    }
}
