using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Accounts;

/// <summary>What several instances on one store see of sign-ins, and of accounts that an older version stored.</summary>
public sealed class SignInTests : IDisposable
{
    private const string Email = "desk@example.com";

    private readonly SqliteFile file = new();
    private readonly ManualTime time = new();
    private readonly SqliteDocuments store;
    private readonly AccountInstance instance;

    public SignInTests()
    {
        store = new SqliteDocuments(file.Database, time);
        instance = new AccountInstance(store, time);
    }

    public void Dispose() => file.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Parallel_guesses_on_several_instances_get_no_more_than_five_looks_at_the_password(bool isKnown)
    {
        if (isKnown)
            await instance.Register(Email);
        var instances = Enumerable.Range(0, 4).Select(_ => new AccountInstance(new SqliteDocuments(file.Database, time), time)).ToArray();

        var guesses = await Task.WhenAll(Enumerable.Range(0, 40).Select(guess => Task.Run(() => Assert.ThrowsAsync<Refusal>(
            () => instances[guess % 4].Verify(Email, $"guess {guess}")))));

        Assert.Equal(5, guesses.Count(refusal => refusal.Code == (isKnown ? "wrong_password" : "no_such_account")));
        Assert.Equal(35, guesses.Count(refusal => refusal.Code == "too_many_attempts"));
        foreach (var another in instances)
        {
            var refusal = await Assert.ThrowsAsync<Refusal>(
                () => another.Verify(Email, AccountInstance.Password));
            Assert.Equal((429, "too_many_attempts"), (refusal.Status, refusal.Code));
        }
    }

    [Fact]
    public async Task A_hash_of_an_older_kind_is_renewed_at_sign_in_and_ends_no_session()
    {
        var older = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 }));
        var hash = older.HashPassword(new object(), AccountInstance.Password);
        var registered = await instance.Create(Email);
        var account = (await instance.Accounts.Change(
            registered.Id, current => current with { PasswordHash = hash }, CancellationToken.None)).Value;
        var session = await instance.Open(account);

        var signedIn = await instance.Verify(Email, AccountInstance.Password);

        Assert.NotEqual(hash, signedIn.PasswordHash);
        Assert.Equal(
            PasswordVerificationResult.Success,
            await instance.Passwords.Verify(signedIn, AccountInstance.Password, CancellationToken.None));
        Assert.Equal(signedIn, (await instance.Authenticate(session.Token)).Caller?.Account);
        Assert.Equal(signedIn, await instance.Verify(Email, AccountInstance.Password));
    }

    [Fact]
    public async Task A_configured_password_signs_out_whoever_had_the_operators_account_before()
    {
        var squatter = await instance.Open(await instance.Register(Email));

        await Start("the desk's secret");
        var desk = await instance.Verify(Email, "the desk's secret");
        var (first, second) = (await instance.Open(desk), await instance.Open(desk));
        await Start("the desk's secret");

        Assert.Equal(AccountRole.Admin, desk.Role);
        Assert.Equal(AccessFault.Invalid, (await instance.Authenticate(squatter.Token)).Fault);
        Assert.Equal(desk, (await instance.Authenticate(first.Token)).Caller?.Account);
        await Start("another secret");
        Assert.Equal(AccessFault.Invalid, (await instance.Authenticate(second.Token)).Fault);

        Task Start(string password) => new EnsureOperator(
            instance.Accounts,
            instance.Roles,
            instance.Passwords,
            Options.Create(new OperatorOptions { Email = Email, Password = password }),
            time)
            .Run(CancellationToken.None);
    }

    [Fact]
    public async Task Accounts_and_sessions_stored_before_there_were_generations_go_on()
    {
        var account = await instance.Create(Email);
        var (session, other) = (await instance.Open(account), await instance.Open(account));
        var changed = await file.Database.Write(connection => connection.Execute(
            "UPDATE documents SET value = json_remove(value, '$.generation') WHERE json_extract(value, '$.generation') = 0"));

        var (caller, _) = await instance.Authenticate(session.Token);
        Assert.Equal((3, account), (changed, caller?.Account));
        Assert.Equal(2, (await instance.Sessions.List(caller!.Account, CancellationToken.None)).Length);
        await instance.Accounts.Change(account.Id, current => current.WithPassword("x"), CancellationToken.None);
        Assert.Equal(AccessFault.Invalid, (await instance.Authenticate(other.Token)).Fault);
    }

    [Fact]
    public async Task A_request_that_meets_its_own_password_change_is_not_turned_away()
    {
        var account = await instance.Create(Email);
        var (asking, other) = (await instance.Open(account), await instance.Open(account));
        var torn = new InterruptedDocuments(store);
        torn.BetweenReads("session", () => NewPassword(asking));

        var meeting = await new AccountInstance(torn, time).Authenticate(asking.Token);

        Assert.Equal((account.Id, 1), (meeting.Caller?.Id, meeting.Caller?.Account.Generation));
        Assert.Equal(AccessFault.Invalid, (await instance.Authenticate(other.Token)).Fault);
    }

    [Fact]
    public async Task A_session_that_has_just_ended_sets_no_password()
    {
        var account = await instance.Create(Email);
        var (first, late) = (await instance.Open(account), await instance.Open(account));
        await NewPassword(first);

        var ended = await Assert.ThrowsAsync<Refusal>(() => NewPassword(late));
        time.Advance(TimeSpan.FromDays(1));
        var over = await Assert.ThrowsAsync<Refusal>(() => NewPassword(first));

        Assert.Equal([(401, "token_invalid"), (401, "token_invalid")], [(ended.Status, ended.Code), (over.Status, over.Code)]);
        Assert.Equal(1, (await instance.Accounts.Find(account.Id, CancellationToken.None))?.Value.Generation);
    }

    [Fact]
    public async Task A_sign_in_that_meets_a_ban_or_a_new_password_opens_nothing()
    {
        var before = await instance.Create(Email);
        await instance.Accounts.Change(before.Id, account => account.WithStatus(AccountStatus.Banned), CancellationToken.None);
        var late = await instance.Open(before);
        await instance.Accounts.Change(before.Id, account => account.WithStatus(AccountStatus.Active), CancellationToken.None);

        Assert.Equal(AccessFault.Invalid, (await instance.Authenticate(late.Token)).Fault);
    }

    private Task NewPassword(SignedIn by) => instance.Accounts.Change(
        by.Account.Id,
        current => current.WithPassword("x"),
        (before, after, commit) => instance.Sessions.Keep(by.Session.Id, before, after, commit, CancellationToken.None),
        CancellationToken.None);
}
