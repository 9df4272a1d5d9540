using System.Net;
using System.Text;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Security;

/// <summary>
/// Another site's page can neither sign a visitor in nor write with a visitor's cookie. Each contract says so in its format.
/// </summary>
public sealed class WriteRulesTests(SubjectFixture fixture) : IClassFixture<SubjectFixture>
{
    public static TheoryData<string> Writes() => [.. HttpFunction.All.Where(IsWrite).Select(function => function.Name)];

    public static TheoryData<string> OpenWrites() =>
        [.. HttpFunction.All.Where(function => IsWrite(function) && function.Permission.IsOpen).Select(function => function.Name)];

    public static TheoryData<string> JsonWrites() => [.. HttpFunction.WithJsonBody.Where(IsWrite).Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_write_for_another_sites_page_is_refused(string name)
    {
        foreach (var (header, value) in new[]
        {
            ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "https://evil.example"), ("Origin", "null"),
        })
        {
            var reply = await Send(name, request => request.Headers.Add(header, value));
            await reply.Refused(HttpFunction.Named(name).Contract, WriteRules.ForeignOrigin);
        }
    }

    [Theory]
    [MemberData(nameof(JsonWrites))]
    public async Task A_body_that_a_form_can_send_is_refused(string name)
    {
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", null })
        {
            var reply = await Send(name, request => request.Content!.Headers.ContentType = type is null ? null : new(type));
            await reply.Refused(HttpFunction.Named(name).Contract, WriteRules.UnsupportedType);
        }
    }

    [Theory]
    [MemberData(nameof(OpenWrites))]
    public async Task The_services_own_page_and_clients_that_are_no_browsers_are_not_concerned(string name)
    {
        var own = fixture.Subject.Host.Address;
        foreach (var (header, value) in new[]
        {
            ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "none"), ("Origin", own), ("Accept", "*/*"),
        })
        {
            var reply = await Send(name, request => request.Headers.Add(header, value));
            Assert.Equal(Call.Table[name].Status, (int)reply.StatusCode);
        }
        var typed = await Send(name, request => request.Content!.Headers.ContentType = new("application/json", "utf-8"));
        Assert.Equal(Call.Table[name].Status, (int)typed.StatusCode);
    }

    [Fact]
    public async Task Behind_a_proxy_the_own_host_is_the_forwarded_one()
    {
        var reply = await Send("CreateSession", request =>
        {
            request.Headers.Add("Origin", "https://check.example");
            request.Headers.Add("X-Forwarded-Host", "check.example");
        });

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
    }

    [Fact]
    public async Task Origins_of_the_settings_may_sign_in_and_others_may_not()
    {
        await using var host = await TestHost.Start(settings: new() { ["Clients:Origins"] = "https://app.example, https://b.example/" });
        using var client = host.Client();

        Assert.Equal(HttpStatusCode.OK, (await SignIn("https://app.example")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SignIn("https://b.example")).StatusCode);
        await (await SignIn("https://c.example")).Problem(403, WriteRules.ForeignOrigin);

        Task<HttpResponseMessage> SignIn(string origin) => client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/sessions")
        {
            Headers = { { "Origin", origin }, { "Sec-Fetch-Site", "cross-site" } },
            Content = new StringContent(
                $$"""{"email":"{{TestHost.OperatorEmail}}","password":"{{TestHost.OperatorPassword}}"}""",
                Encoding.UTF8,
                "application/json"),
        });
    }

    [Fact]
    public async Task A_token_in_the_header_needs_none_of_this()
    {
        var owner = await fixture.Subject.Host.Owner();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/users/me")
        {
            Headers = { { "Sec-Fetch-Site", "cross-site" } },
            Content = new StringContent("""{"nick_name":"y"}""", Encoding.UTF8, "text/plain"),
        };

        Assert.Equal(HttpStatusCode.OK, (await owner.Http.SendAsync(request)).StatusCode);
    }

    private static bool IsWrite(HttpFunction function) => function.Verb is not ("GET" or "get" or "HEAD" or "head");

    // By cookie where a caller is needed, without anything where not.
    private async Task<HttpResponseMessage> Send(string name, Action<HttpRequestMessage> change)
    {
        var call = await Call.Prepare(name, fixture.Subject);
        var request = call.Request();
        if (!call.Function.Permission.IsOpen)
            request.Headers.Add("Cookie", $"session={fixture.TokenFor(call.Function)}");
        change(request);
        using var client = fixture.Subject.Host.Client();
        return await client.SendAsync(request);
    }
}
