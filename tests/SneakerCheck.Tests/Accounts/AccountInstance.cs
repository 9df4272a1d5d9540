using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Limits;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Platform.Tokens;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Accounts;

/// <summary>The account services of one running instance; several may share the same documents.</summary>
internal sealed class AccountInstance
{
    public const string Password = "correct horse";
    public const string Network = "192.0.2.0/24";

    public AccountInstance(
        IDocuments documents, TimeProvider time, SignInOptions? signIn = null, ILogger<SignInThrottle>? logger = null)
    {
        // A test's clock may stand still; who waits for a rival to be done must not.
        time = new InstantTime(time);
        var tokenOptions = Options.Create(new TokenOptions { SigningKey = TestHostBuilder.SigningKey });
        var tokens = new SessionTokens(tokenOptions, time);
        var limits = new UsageLimits(documents, time);
        Accounts = new AccountStore(documents, time);
        Sessions = new SessionStore(documents, time);
        Roles = new Roles(Accounts, documents, time);
        Registration = new Registration(Accounts, Passwords, limits, Options.Create(new RegistrationOptions()), time);
        SignIn = new SignIn(
            Accounts,
            Sessions,
            Passwords,
            new SignInThrottle(limits, Options.Create(signIn ?? new SignInOptions()), logger ?? NullLogger<SignInThrottle>.Instance),
            new KnownDevices(tokenOptions, time),
            new ClientAddresses(Options.Create(new ClientSettings())),
            tokens);
        Departure = new AccountDeparture(
            Accounts,
            Sessions,
            Roles,
            documents,
            new Outbox(documents, new TestHostMessages(), time, NullLogger<Outbox>.Instance),
            [],
            time);
        Authentication = new Authentication(tokens, Sessions, time);
    }

    public AccountStore Accounts { get; }

    public SessionStore Sessions { get; }

    public Roles Roles { get; }

    public AccountDeparture Departure { get; }

    public Passwords Passwords { get; } = new(
        new Microsoft.AspNetCore.Identity.PasswordHasher<object>(),
        new PasswordThreads(Options.Create(new PasswordOptions { Waiting = 1000 })));

    public Registration Registration { get; }

    public SignIn SignIn { get; }

    public Authentication Authentication { get; }

    /// <summary>Registers an account that signs in by this e-mail.</summary>
    public Task<Account> Register(string email) =>
        Registration.Register(new Registrant("x", null, email, null, Password), Network, CancellationToken.None);

    /// <summary>Verifies a password as a client of a network, with a known device or without.</summary>
    public Task<Account> Verify(string identity, string password, string network = Network, KnownDevice? device = null) =>
        SignIn.Verify(identity, password, new SignInClient(network, device), CancellationToken.None);

    /// <summary>An account without a password, which costs no hashing.</summary>
    public async Task<Account> Create(string? email, string? userName = null) => (await Accounts.Create(
        id => new Account(
            id, "x", userName, email, null, "", AccountRole.Member, AccountStatus.Active, 10, 0, DateTimeOffset.UnixEpoch),
        CancellationToken.None)).Value;

    public Task ChangeEmail(Account account, string? email) =>
        Accounts.Change(account.Id, current => current with { Email = email }, CancellationToken.None);

    /// <summary>The id of the account that signs in by an identity.</summary>
    public async Task<long?> Holder(string identity) => (await Accounts.FindByIdentity(identity, CancellationToken.None))?.Value.Id;

    public Task<SignedIn> Open(Account account) => SignIn.Open(account, TimeSpan.FromDays(1), "test", CancellationToken.None);

    public Task<(Caller? Caller, AccessFault? Fault)> Authenticate(string token)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Authorization = $"Bearer {token}";
        return Authentication.Authenticate(request, CancellationToken.None);
    }
}
