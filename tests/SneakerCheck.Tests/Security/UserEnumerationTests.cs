using System.Collections.Concurrent;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Security;

/// <summary>
/// OWASP API2: signing in does not reveal whether an account exists, neither by the reply nor by its timing. Seed 002 requires
/// different replies (404 or 401); there only the timing is the same.
/// </summary>
public sealed class UserEnumerationTests
{
    private const string Wrong = "not the password";

    [Fact]
    public async Task An_unknown_user_and_a_wrong_password_get_the_same_reply_and_headers()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var (known, unknown) = (await Account(host), $"nobody-{Guid.NewGuid():N}@example.com");

        // The sixth attempt is throttled for both.
        for (var round = 0; round < 6; round++)
        {
            var one = await Answer(await anybody.PostAsJsonAsync("/api/v1/sessions", new { username = known, password = Wrong }));
            var other = await Answer(await anybody.PostAsJsonAsync("/api/v1/sessions", new { username = unknown, password = Wrong }));
            Assert.Equal(one, other);
            Assert.StartsWith(round < 5 ? "401" : "429", one);
        }
    }

    [Theory]
    [InlineData("/api/v1/sessions")]
    [InlineData("/api/user/login")]
    public async Task An_unknown_user_costs_the_same_password_hash_as_a_wrong_password(string path)
    {
        var hasher = new RecordingHasher();
        await using var host = await TestHost.Start(configure: builder => builder.Services.AddSingleton<IPasswordHasher<object>>(hasher));
        using var anybody = host.Client();

        var known = await Hashes(await Account(host));
        var unknown = await Hashes($"nobody-{Guid.NewGuid():N}");

        Assert.Equal(known, unknown);
        Assert.Single(known);

        async Task<string[]> Hashes(string name)
        {
            hasher.Verified.Clear();
            var reply = await anybody.PostAsJsonAsync(path, new { username = name, password = Wrong });
            Assert.True((int)reply.StatusCode is 401 or 404);
            return [.. hasher.Verified];
        }
    }

    private static async Task<string> Account(TestHost host) => $"owner-{(await Subject.OwnerWithPassword(host)).Id}";

    private static async Task<string> Answer(HttpResponseMessage reply)
    {
        var headers = reply.Headers.Concat(reply.Content.Headers).Where(header => header.Key is not ("Date" or "Retry-After"))
            .OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
        return $"{(int)reply.StatusCode}\n{string.Join('\n', headers)}\n{await reply.Content.ReadAsStringAsync()}";
    }

    /// <summary>Records the cost of each verification.</summary>
    private sealed class RecordingHasher : IPasswordHasher<object>
    {
        // The framework's hashes begin with format, function, iterations and salt length, which determine their cost.
        private const int Header = 13;

        private readonly PasswordHasher<object> framework = new();

        public ConcurrentQueue<string> Verified { get; } = new();

        public string HashPassword(object user, string password) => framework.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(object user, string hashedPassword, string providedPassword)
        {
            Verified.Enqueue(Convert.ToHexString(Convert.FromBase64String(hashedPassword)[..Header]));
            return framework.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
