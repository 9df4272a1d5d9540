using System.Net;
using System.Net.Http.Json;

namespace SneakerCheck.Tests.Accounts;

/// <summary>Five failures per identity, then 429 until the window is over.</summary>
public sealed class SignInThrottleTests : IAsyncLifetime
{
    private readonly TestHostTime time = new();
    private TestHost host = null!;
    private HttpClient anybody = null!;

    public async Task InitializeAsync()
    {
        host = await TestHost.Start(time);
        anybody = host.Client();
    }

    public async Task DisposeAsync()
    {
        anybody.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task After_five_failures_even_the_right_password_waits_for_the_window_to_end()
    {
        string[] spellings = [TestHost.OperatorEmail, "DESK@example.com", "desk@EXAMPLE.com", " desk@example.com", "Desk@Example.com"];
        foreach (var email in spellings)
            await (await SignIn(email, "wrong")).Problem(401, "invalid_credentials");

        var refused = await SignIn(TestHost.OperatorEmail, TestHost.OperatorPassword);
        time.Advance(TimeSpan.FromMinutes(10));
        var later = await SignIn("dESK@example.com", TestHost.OperatorPassword);
        time.Advance(TimeSpan.FromMinutes(5.1));
        var forgotten = await SignIn(TestHost.OperatorEmail, TestHost.OperatorPassword);

        await refused.Problem(429, "too_many_attempts");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalMinutes, 14, 15);
        await later.Problem(429, "too_many_attempts");
        Assert.InRange(later.Headers.RetryAfter!.Delta!.Value.TotalMinutes, 4, 5);
        await forgotten.Json(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Parallel_guesses_get_no_more_than_five()
    {
        var email = NewUser.Email();

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(guess => SignIn(email, $"guess {guess}")));

        Assert.Equal(5, replies.Count(reply => reply.StatusCode == HttpStatusCode.Unauthorized));
        Assert.Equal(15, replies.Count(reply => reply.StatusCode == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task An_unknown_identity_is_throttled_too()
    {
        var email = NewUser.Email();
        for (var failure = 0; failure < 5; failure++)
            await (await SignIn(email, "wrong")).Problem(401, "invalid_credentials");

        await (await SignIn(email, "wrong")).Problem(429, "too_many_attempts");
        await (await SignIn(NewUser.Email(), "wrong")).Problem(401, "invalid_credentials");
    }

    [Fact]
    public async Task A_successful_sign_in_resets_the_failure_count()
    {
        var email = NewUser.Email();
        await (await anybody.PostAsJsonAsync("/api/v1/users", new { nick_name = "x", email, password = "right one" }))
            .Json(HttpStatusCode.Created);

        for (var round = 0; round < 2; round++)
        {
            for (var failure = 0; failure < 4; failure++)
                await (await SignIn(email, "wrong")).Problem(401, "invalid_credentials");
            await (await SignIn(email, "right one")).Json(HttpStatusCode.OK);
        }
    }

    private Task<HttpResponseMessage> SignIn(string email, string password) =>
        anybody.PostAsJsonAsync("/api/v1/sessions", new { email, password });
}
