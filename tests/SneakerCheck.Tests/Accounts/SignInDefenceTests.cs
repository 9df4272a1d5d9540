using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Logging;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Tests.Calls;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Accounts;

/// <summary>Guessing is throttled by person, device, network and in sum, and strangers lock nobody out.</summary>
public sealed class SignInDefenceTests : IDisposable
{
    private const string Email = "owner@example.com";
    private const string Strangers = "198.51.100.0/24";

    private readonly SqliteFile file = new();
    private readonly ManualTime time = new();
    private readonly WarningLog log = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Strangers_who_fail_from_one_network_do_not_lock_the_owner_out_of_another()
    {
        var instance = Instance();
        var account = await instance.Register(Email);

        await Fail(instance, Email, Strangers, 5);

        Assert.Equal("too_many_attempts", await Refusal(instance, Email, Strangers));
        Assert.Equal(account.Id, (await instance.Verify(Email, AccountInstance.Password)).Id);
    }

    [Fact]
    public async Task Strangers_in_every_network_do_not_lock_the_owner_out_of_a_known_device()
    {
        var instance = Instance(new SignInOptions { PersonFailures = 12 });
        var account = await instance.Register(Email);
        var device = new KnownDevice(account.Id, account.Generation, "her phone");

        for (var network = 0; network < 3; network++)
            await Fail(instance, Email, $"198.51.{network}.0/24", network < 2 ? 5 : 2);

        Assert.Equal("too_many_attempts", await Refusal(instance, Email, "203.0.113.0/24"));
        Assert.Equal(account.Id, (await instance.Verify(Email, AccountInstance.Password, Strangers, device)).Id);
    }

    [Fact]
    public async Task A_known_device_has_a_limit_of_its_own_and_is_known_for_its_own_account_and_password_only()
    {
        var instance = Instance();
        var account = await instance.Register(Email);
        var other = await instance.Register("other@example.com");
        var device = new KnownDevice(account.Id, account.Generation, "her phone");
        await Fail(instance, Email, Strangers, 5);

        for (var failure = 0; failure < 5; failure++)
            Assert.Equal("wrong_password", await Refusal(instance, Email, Strangers, device));
        Assert.Equal("too_many_attempts", await Refusal(instance, Email, Strangers, device));
        Assert.Equal("too_many_attempts", await Refusal(instance, Email, Strangers, device with { Id = "x", AccountId = other.Id }));
        Assert.Equal("too_many_attempts", await Refusal(instance, Email, Strangers, device with { Id = "x", Generation = 1 }));
        time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(account.Id, (await instance.Verify(Email, AccountInstance.Password, Strangers, device)).Id);
    }

    [Fact]
    public async Task However_a_person_is_named_it_is_one_count()
    {
        var instance = Instance();
        await instance.Registration.Register(
            new Registrant("x", "Ball", Email, "+8613912345678", AccountInstance.Password), "test", CancellationToken.None);
        string[] names = ["ball", "OWNER@example.com", "+86 139 1234 5678", " Ball ", "ｂａｌｌ"];

        foreach (var name in names)
            Assert.Equal("wrong_password", await Refusal(instance, name, Strangers));

        foreach (var name in names)
            Assert.Equal("too_many_attempts", await Refusal(instance, name, Strangers));
    }

    [Fact]
    public async Task One_password_tried_at_many_people_from_one_network_is_stopped_and_logged()
    {
        var instance = Instance(new SignInOptions { NetworkFailures = 20 });
        await instance.Register(Email);
        await instance.Register("attacker@example.com");

        for (var person = 0; person < 20; person++)
        {
            Assert.Equal("no_such_account", await Refusal(instance, $"person{person}@example.com", Strangers));
            // Signing in to an account of their own does not wipe anything out.
            if (person % 5 == 0)
                await instance.Verify("attacker@example.com", AccountInstance.Password, Strangers);
        }

        Assert.Equal("too_many_attempts", await Refusal(instance, Email, Strangers));
        Assert.Equal("no_such_account", await Refusal(instance, "person0@example.com", "203.0.113.0/24"));
        Assert.StartsWith("20 wrong passwords from one network", Assert.Single(log.Lines));
        Assert.DoesNotContain("198.51.100", log.Lines[0]);
    }

    [Fact]
    public async Task One_password_tried_at_many_people_from_many_networks_is_logged_and_slowed_down_everywhere()
    {
        var instance = Instance(new SignInOptions { TotalFailures = 30, NetworkFailures = 20 });
        var account = await instance.Register(Email);
        var device = new KnownDevice(account.Id, account.Generation, "her phone");

        for (var person = 0; person < 30; person++)
            Assert.Equal("no_such_account", await Refusal(instance, $"person{person}@example.com", $"198.51.{person}.0/24"));

        Assert.Equal("30 wrong passwords altogether; every network has fewer attempts now.", Assert.Single(log.Lines));
        Assert.Equal("no_such_account", await Refusal(instance, "a@example.com", Strangers));
        Assert.Equal("no_such_account", await Refusal(instance, "b@example.com", Strangers));
        Assert.Equal("too_many_attempts", await Refusal(instance, "c@example.com", Strangers));
        Assert.Equal(account.Id, (await instance.Verify(Email, AccountInstance.Password, Strangers, device)).Id);
        Assert.Equal(account.Id, (await instance.Verify(Email, AccountInstance.Password, "203.0.113.0/24")).Id);
    }

    [Theory]
    [InlineData("/api/v1/sessions")]
    [InlineData("/api/user/login")]
    public async Task The_cookie_of_a_device_that_signed_in_before_lets_its_owner_in_while_strangers_fail(string path)
    {
        await using var host = await TestHost.Start();
        using var anybody = host.Client();
        var name = $"owner-{(await Subject.OwnerWithPassword(host)).Id}";

        var first = await SignIn(Subject.Password, null);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var cookie = Assert.Single(first.Headers.GetValues("Set-Cookie"), value => value.StartsWith("device=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        var device = cookie.Split(';')[0];
        for (var failure = 0; failure < 5; failure++)
            await SignIn("wrong one", null);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await SignIn(Subject.Password, null)).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SignIn(Subject.Password, device + "x")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SignIn(Subject.Password, Forged(device))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SignIn(Subject.Password, device)).StatusCode);

        Task<HttpResponseMessage> SignIn(string password, string? device)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { username = name, password }) };
            if (device is not null)
                request.Headers.Add("Cookie", device);
            return anybody.SendAsync(request);
        }
    }

    [Fact]
    public async Task Registrations_from_one_network_are_limited_in_all_contracts()
    {
        await using var host = await TestHost.Start(settings: new() { ["Registrations:PerHour"] = "2", ["Clients:TrustedProxies"] = "1" });
        using var anybody = host.Client();

        var first = await Register("/api/v1/users", "198.51.100.1");
        var second = await Register("/api/user/register", "198.51.100.2:4711");
        var third = await Register("/api/v1/users", "198.51.100.3");
        var fourth = await Register("/api/user/register", "198.51.100.1");
        var elsewhere = await Register("/api/v1/users", "198.51.101.1");

        Assert.Equal(
            (HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Created),
            (first.StatusCode, second.StatusCode, elsewhere.StatusCode));
        await third.Problem(429, "too_many_requests");
        Assert.InRange(third.Headers.RetryAfter!.Delta!.Value.TotalMinutes, 55, 60);
        await fourth.Refused(HttpFunction.Named("RegisterUser").Contract, "too_many_requests");

        Task<HttpResponseMessage> Register(string path, string from)
        {
            var name = Subject.NewName();
            return anybody.SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
            {
                Headers = { { "X-Forwarded-For", $"203.0.113.{name.Length}, {from}" } },
                Content = JsonContent.Create(new { nick_name = name, username = name, password = "right one" }),
            });
        }
    }

    // Another id under the same signature.
    private static string Forged(string device)
    {
        var parts = device.Split('.');
        parts[3] = new string('0', parts[3].Length);
        return string.Join('.', parts);
    }

    private static async Task Fail(AccountInstance instance, string identity, string network, int times)
    {
        for (var failure = 0; failure < times; failure++)
            Assert.Equal("wrong_password", await Refusal(instance, identity, network));
    }

    private static async Task<string> Refusal(AccountInstance instance, string identity, string network, KnownDevice? device = null) =>
        (await Assert.ThrowsAsync<Refusal>(() => instance.Verify(identity, "wrong one", network, device))).Code;

    private AccountInstance Instance(SignInOptions? options = null) =>
        new(new SqliteDocuments(file.Database, time), time, options, log);

    private sealed class WarningLog : ILogger<SignInThrottle>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Assert.Equal(LogLevel.Warning, logLevel);
            Lines.Add(formatter(state, exception));
        }
    }
}
