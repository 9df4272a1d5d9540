using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Tests.Calls;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Accounts;

/// <summary>Many sign-ins at once: hashing has its own threads, so other requests do not wait, and there is an end to the queue.</summary>
public sealed class PasswordLoadTests : IAsyncLifetime
{
    private readonly HeldHasher hasher = new();
    private TestHost host = null!;
    private HttpClient anybody = null!;

    public async Task InitializeAsync()
    {
        host = await TestHost.Start(
            configure: builder => builder.Services.AddSingleton<IPasswordHasher<object>>(hasher),
            settings: new() { ["Passwords:Threads"] = "1", ["Passwords:Waiting"] = "2" });
        anybody = host.Client();
    }

    public async Task DisposeAsync()
    {
        hasher.Free();
        anybody.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task While_every_place_is_taken_other_requests_are_answered_and_one_more_password_is_refused()
    {
        var owner = await host.Owner();
        hasher.Hold();
        var held = Enumerable.Range(0, 3).Select(_ => SignIn()).ToArray();
        await Eventually.Holds(() => host.Services.GetRequiredService<PasswordThreads>().Taken == 3, "three requests have a place");
        await Eventually.Holds(() => hasher.MostAtOnce == 1, "a hash is being made");

        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => owner.Http.GetAsync("/api/v1/users/me")));
        var name = Subject.NewName();
        var credentials = new { username = name, password = "wrong one" };
        HttpResponseMessage[] refused =
        [
            await SignIn(),
            await anybody.PostAsJsonAsync("/api/v1/users", new { nick_name = name, password = "right one" }),
            await owner.Http.PutAsJsonAsync(
                "/api/v1/users/me/password", new { old_password = "wrong one", new_password = "right one" }),
        ];
        HttpResponseMessage[] refusedBySeed002 =
        [
            await anybody.PostAsJsonAsync("/api/user/login", credentials), await anybody.PostAsJsonAsync("/api/user/register", credentials),
        ];

        Assert.All(others, reply => Assert.Equal(HttpStatusCode.OK, reply.StatusCode));
        Assert.All(held, reply => Assert.False(reply.IsCompleted));
        foreach (var reply in refused)
            await reply.Problem(429, "busy");
        foreach (var reply in refusedBySeed002)
            await reply.Refused(HttpFunction.Named("LogIn").Contract, "busy");
        Assert.All([.. refused, .. refusedBySeed002], reply => Assert.True(reply.Headers.RetryAfter!.Delta > TimeSpan.Zero));
        Assert.Equal(1, hasher.MostAtOnce);

        hasher.Free();
        foreach (var reply in await Task.WhenAll(held))
            await reply.Problem(401, "invalid_credentials");
        await (await SignIn()).Problem(401, "invalid_credentials");
    }

    [Fact]
    public async Task Who_is_gone_before_their_turn_costs_no_hash()
    {
        hasher.Hold();
        var first = SignIn();
        await Eventually.Holds(() => hasher.MostAtOnce == 1, "a hash is being made");
        using var patience = new CancellationTokenSource();
        var impatient = anybody.PostAsJsonAsync(
            "/api/v1/sessions", new { username = Subject.NewName(), password = "wrong one" }, patience.Token);
        var threads = host.Services.GetRequiredService<PasswordThreads>();
        await Eventually.Holds(() => threads.Taken == 2, "another waits");

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        hasher.Free();
        await (await first).Problem(401, "invalid_credentials");
        await Eventually.Holds(() => threads.Taken == 0, "all places are free");

        Assert.Equal(1, hasher.Verified);
    }

    private Task<HttpResponseMessage> SignIn() =>
        anybody.PostAsJsonAsync("/api/v1/sessions", new { username = Subject.NewName(), password = "wrong one" });

    /// <summary>A hasher whose verifications last until they are freed.</summary>
    private sealed class HeldHasher : IPasswordHasher<object>
    {
        private readonly PasswordHasher<object> framework = new();
        private readonly ManualResetEventSlim free = new(true);
        private int atOnce;

        public int MostAtOnce { get; private set; }

        public int Verified { get; private set; }

        public void Hold()
        {
            (MostAtOnce, Verified) = (0, 0);
            free.Reset();
        }

        public void Free() => free.Set();

        public string HashPassword(object user, string password) => framework.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(object user, string hashedPassword, string providedPassword)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref atOnce));
            Verified++;
            free.Wait();
            Interlocked.Decrement(ref atOnce);
            return hashedPassword.Length == 0
                ? PasswordVerificationResult.Failed
                : framework.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
