using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>Who registers, in whichever contract's words they said it.</summary>
/// <param name="NickName">What others see; 1 to 64 characters.</param>
/// <param name="UserName">To sign in by, 1 to 64 characters; optional, as null or blank.</param>
/// <param name="Email">To sign in by; optional, as null or blank.</param>
/// <param name="Phone">To sign in by; optional, as null or blank.</param>
/// <param name="Password">An opaque string of 1 to 128 characters.</param>
public sealed record Registrant(string NickName, string? UserName, string? Email, string? Phone, string Password);

/// <summary>
/// Registers accounts, for every contract alike, so that an identity taken through one is taken in all. A contract that
/// demands more of names and passwords than <see cref="Registrant"/> says so before.
/// </summary>
public sealed class Registration(AccountStore accounts, Passwords passwords, TimeProvider time)
{
    private const int MaximumName = 64;

    /// <summary>Stores a new account. Where nothing else is given to sign in by, the nick name serves.</summary>
    /// <exception cref="Refusal">
    /// 400 <c>invalid_field</c>; 409 <c>email_taken</c>, <c>phone_taken</c> or <c>username_taken</c>.
    /// </exception>
    public async Task<Account> Register(Registrant registrant, CancellationToken cancellation)
    {
        var nickName = Identity.Name("nick_name", registrant.NickName, 1, MaximumName);
        var email = Identity.Email(registrant.Email);
        var phone = Identity.Phone(registrant.Phone);
        var userName = string.IsNullOrWhiteSpace(registrant.UserName)
            ? null
            : Identity.Name("username", registrant.UserName, 1, MaximumName);
        if (email is null && phone is null)
            userName ??= nickName;
        var hash = passwords.Hash(Passwords.Acceptable(registrant.Password, 1));
        var now = time.GetUtcNow();
        var account = await accounts.Create(
            id => new Account(
                id, nickName, userName, email, phone, hash, AccountRole.Member, AccountStatus.Active, Account.NewAccountQuota, 0, now),
            cancellation);
        return account.Value;
    }
}
