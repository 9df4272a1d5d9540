using System.Net;

namespace SneakerCheck.Tests.Accounts;

public sealed class ApiContractTests
{
    [Theory]
    [InlineData("PATCH", "/api/v1/users/me", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/v1/sessions", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/api/v1/users/me/quota", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/api/v1/users/me/tasks/00000000000000000000000000000000/run", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v2/users/me", HttpStatusCode.NotFound)]
    public async Task A_verb_or_path_that_no_function_has_is_refused(string verb, string path, HttpStatusCode status)
    {
        var owner = await (await TestHost.Shared).Owner();

        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        using var reply = await owner.Http.SendAsync(request);

        Assert.Equal(status, reply.StatusCode);
        Assert.Equal(status == HttpStatusCode.MethodNotAllowed, reply.Content.Headers.Allow.Count > 0);
    }
}
