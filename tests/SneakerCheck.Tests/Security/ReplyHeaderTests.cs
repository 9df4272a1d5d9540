using System.Net.Http.Json;
using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Security;

/// <summary>OWASP API8: the headers that every reply of every function must and must not have for browsers and caches.</summary>
public sealed class ReplyHeaderTests(SubjectFixture fixture) : IClassFixture<SubjectFixture>
{
    public static TheoryData<string> Functions() => [.. HttpFunction.All.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task Every_reply_is_safe_for_browsers_and_caches(string name)
    {
        var call = await Call.Prepare(name, fixture.Subject);
        foreach (var token in new[] { null, "e30.e30.e30", (await fixture.Subject.Host.Owner()).Token })
            await AssertSafe(token);
        // The successful reply. A call that ends its session gets a session of its own.
        await AssertSafe(call.Call.EndsSession ? (await fixture.Subject.OpenSession()).Token : fixture.TokenFor(call.Function));

        async Task AssertSafe(string? token)
        {
            using var client = fixture.Subject.Host.Client(token);
            var reply = await client.SendAsync(call.Request());

            Assert.Equal("nosniff", Assert.Single(reply.Headers.GetValues("X-Content-Type-Options")));
            AssertSilent(reply);
            var cache = Assert.Single(reply.Headers.GetValues("Cache-Control"));
            switch (reply.IsSuccessStatusCode ? call.Call.Caching : Caching.Never)
            {
                case Caching.Public:
                    Assert.StartsWith("public", cache);
                    break;
                case Caching.Private:
                    Assert.Equal("no-cache, private", string.Join(", ", cache.Split(", ").Order(StringComparer.Ordinal)));
                    break;
                default:
                    Assert.Equal("no-store", cache);
                    break;
            }
            if ((int)reply.StatusCode == 401)
                Assert.Equal("Bearer", Assert.Single(reply.Headers.WwwAuthenticate).Scheme);
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task No_other_site_is_allowed_by_CORS(string name)
    {
        var function = HttpFunction.All.Single(function => function.Name == name);

        var preflight = await Ask(
            function, "OPTIONS", null, ("Origin", "https://example.com"), ("Access-Control-Request-Method", function.Verb));
        var call = await Ask(function, function.Verb, null, ("Origin", "https://example.com"));

        // A contract with prefixes names the verbs that there are; elsewhere the host answers.
        Assert.Equal(function.Contract.Prefixes.Length > 0 ? 405 : 404, (int)preflight.StatusCode);
        AssertSilent(preflight);
        AssertSilent(call);
    }

    [Fact]
    public async Task The_documentation_page_runs_only_scripts_of_its_own_origin()
    {
        using var client = fixture.Subject.Host.Client();
        var policy = Assert.Single((await client.GetAsync("/docs")).Headers.GetValues("Content-Security-Policy"));

        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self';", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
    }

    [Fact]
    public async Task The_cookies_are_hidden_from_scripts_and_not_sent_by_other_sites()
    {
        foreach (var scheme in new[] { "http", "https", "https,http" })
        {
            using var client = fixture.Subject.Host.Client();
            client.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
            var reply = await client.PostAsJsonAsync(
                "/api/v1/sessions", new { username = fixture.Subject.UserName, password = Subject.Password });
            var cookies = reply.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split("; ")).ToArray();

            Assert.Equal(["device", "session"], cookies.Select(parts => parts[0].Split('=')[0]).Order());
            foreach (var parts in cookies)
            {
                Assert.Superset(new HashSet<string> { "path=/", "samesite=lax", "httponly" }, parts.ToHashSet());
                Assert.DoesNotContain(parts, part => part.StartsWith("domain", StringComparison.Ordinal));
                Assert.Equal(scheme != "http", parts.Contains("secure"));
            }
        }
    }

    [Fact]
    public async Task GET_requests_change_nothing_of_an_account()
    {
        var before = await fixture.Subject.Everything();
        foreach (var function in HttpFunction.All.Where(function => function.Verb == "GET"))
            await Ask(function, "GET", fixture.Subject.Token);

        Assert.Equal(before, await fixture.Subject.Everything());
    }

    private static void AssertSilent(HttpResponseMessage reply)
    {
        var names = reply.Headers.Concat(reply.Content.Headers).Select(header => header.Key).ToArray();
        Assert.DoesNotContain(names, name => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(names, name => name is "Server" or "X-Powered-By" or "X-AspNet-Version");
    }

    private async Task<HttpResponseMessage> Ask(
        HttpFunction function, string verb, string? token, params (string Name, string Value)[] headers)
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
