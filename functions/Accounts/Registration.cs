using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>A registration, independent of the contract.</summary>
/// <param name="NickName">Shown to others; 1 to 64 characters.</param>
/// <param name="UserName">To sign in by, 1 to 64 characters; null or blank if not given.</param>
/// <param name="Email">To sign in by; null or blank if not given.</param>
/// <param name="Phone">To sign in by; null or blank if not given.</param>
/// <param name="Password">An opaque string of 1 to 128 characters.</param>
public sealed record Registrant(string NickName, string? UserName, string? Email, string? Phone, string Password);

/// <summary>
/// Registers accounts for all contracts, so that an identity taken through one is taken in all. Contracts with stricter rules for
/// names and passwords validate them before.
/// </summary>
public sealed class Registration(AccountStore accounts, Passwords passwords, TimeProvider time)
{
    private const int MaximumName = 64;

    /// <summary>Stores a new account. Without e-mail, phone and user name, it signs in by the nick name.</summary>
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
