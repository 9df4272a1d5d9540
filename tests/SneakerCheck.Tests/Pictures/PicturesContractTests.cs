using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Tokens;

namespace SneakerCheck.Tests.Pictures;

/// <summary>How the calls of seed 002 take tokens.</summary>
public sealed class PicturesContractTests
{
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
}
