using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SneakerCheck.Accounts;

namespace SneakerCheck.Tests.Security;

/// <summary>OWASP API5: a ban applies to operators too, and a starting instance does not lift it.</summary>
public sealed class BannedOperatorTests
{
    [Fact]
    public async Task A_banned_operator_stays_banned_when_an_instance_starts()
    {
        const string password = "the second desk's secret";
        var host = await TestHost.Shared;
        var (desk, email) = (await host.Operator(), $"{Guid.NewGuid():N}@example.com");
        using var anybody = host.Client();
        await Start(password);
        var session = await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { email, password })).Json(HttpStatusCode.OK);
        Assert.Equal("admin", session.GetProperty("user").Text("role"));
        var status = $"/api/v1/users/{session.GetProperty("user").GetProperty("id").GetInt64()}/status";

        await (await desk.PutAsJsonAsync(status, new { status = "banned" })).Json(HttpStatusCode.OK);
        await Start(password);
        await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { email, password })).Problem(403, "account_banned");
        await Start("a third secret");
        await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { email, password = "a third secret" })).Problem(
            403, "account_banned");

        await (await desk.PutAsJsonAsync(status, new { status = "active" })).Json(HttpStatusCode.OK);
        await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { email, password = "a third secret" })).Json(HttpStatusCode.OK);

        Task Start(string configured) => ActivatorUtilities.CreateInstance<EnsureOperator>(
            host.Services, Options.Create(new OperatorOptions { Email = email, Password = configured })).Run(CancellationToken.None);
    }
}
