using System.Net;

namespace SneakerCheck.Tests.Accounts;

public sealed class ApiContractTests
{
    [Theory]
    [InlineData("PATCH", "/api/v1/users/me")]
    [InlineData("GET", "/api/v1/sessions")]
    [InlineData("DELETE", "/api/v1/users/me/quota")]
    [InlineData("POST", "/api/v1/users/me/tasks/00000000000000000000000000000000/run")]
    [InlineData("GET", "/api/v1/nothing")]
    [InlineData("GET", "/api/v2/users/me")]
    public async Task A_verb_or_path_that_no_function_has_is_not_found(string verb, string path)
    {
        var owner = await (await TestHost.Shared).Owner();

        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Http.SendAsync(request)).StatusCode);
    }
}
