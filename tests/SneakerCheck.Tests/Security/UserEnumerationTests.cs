using System.Diagnostics;
using System.Net.Http.Json;
using SneakerCheck.Accounts;

namespace SneakerCheck.Tests.Security;

/// <summary>
/// OWASP API2: signing in does not tell whether an account exists, neither by words nor by time. Seed 002's contract demands the
/// words (404 or 401); there the time is the same.
/// </summary>
public sealed class UserEnumerationTests
{
    private const string Wrong = "not the password";

    [Fact]
    public async Task An_unknown_user_and_a_wrong_password_are_answered_alike_down_to_the_headers()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var (known, unknown) = (await Account(host), $"nobody-{Guid.NewGuid():N}@example.com");

        // The sixth try is refused for either.
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
    public async Task An_unknown_user_costs_a_password_hash_like_a_wrong_password(string path)
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var (known, unknown, unhashed) = (new List<double>(), new List<double>(), new List<double>());
        var name = await Account(host);
        for (var round = 0; round < SignInThrottle.MaximumFailures; round++)
        {
            known.Add(await Time(name, Wrong));
            unknown.Add(await Time($"nobody-{Guid.NewGuid():N}", Wrong));
            // Longer than a password can be: refused without a hash, which shows that the hash is what takes the time.
            unhashed.Add(await Time($"nobody-{Guid.NewGuid():N}", new string('x', 129)));
        }

        // Wide, because machines are busy; without the hash it would be a tenth.
        Assert.InRange(Median(unknown) / Median(known), 1 / 3d, 3);
        Assert.True(Median(known) > 2 * Median(unhashed), $"{Median(known):0.0} ms, without a hash {Median(unhashed):0.0} ms");

        async Task<double> Time(string name, string password)
        {
            var clock = Stopwatch.GetTimestamp();
            var reply = await anybody.PostAsJsonAsync(path, new { username = name, password });
            Assert.True((int)reply.StatusCode is 401 or 404);
            return Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
        }
    }

    private static async Task<string> Account(TestHost host) => $"owner-{(await Subject.OwnerWithPassword(host)).Id}";

    private static async Task<string> Answer(HttpResponseMessage reply)
    {
        var headers = reply.Headers.Concat(reply.Content.Headers).Where(header => header.Key is not ("Date" or "Retry-After"))
            .OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
        return $"{(int)reply.StatusCode}\n{string.Join('\n', headers)}\n{await reply.Content.ReadAsStringAsync()}";
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
