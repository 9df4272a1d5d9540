using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Tokens;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Accounts;

/// <summary>The account services of one running instance; several may share the same documents.</summary>
internal sealed class AccountInstance
{
    public const string Password = "correct horse";

    public AccountInstance(IDocuments documents, TimeProvider time)
    {
        // A test's clock may stand still; who waits for a rival to be done must not.
        time = new InstantTime(time);
        var tokens = new SessionTokens(Options.Create(new TokenOptions { SigningKey = TestHostBuilder.SigningKey }), time);
        Accounts = new AccountStore(documents, time);
        Sessions = new SessionStore(documents, time);
        Registration = new Registration(Accounts, Passwords, time);
        SignIn = new SignIn(Accounts, Sessions, Passwords, new SignInThrottle(documents, time), tokens);
        Authentication = new Authentication(tokens, Sessions, time);
    }

    public AccountStore Accounts { get; }

    public SessionStore Sessions { get; }

    public Passwords Passwords { get; } = new(new Microsoft.AspNetCore.Identity.PasswordHasher<object>());

    public Registration Registration { get; }

    public SignIn SignIn { get; }

    public Authentication Authentication { get; }

    /// <summary>Registers an account that signs in by this e-mail.</summary>
    public Task<Account> Register(string email) =>
        Registration.Register(new Registrant("x", null, email, null, Password), CancellationToken.None);

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
