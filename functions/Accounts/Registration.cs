using Microsoft.Extensions.Options;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Limits;

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
public sealed class Registration(
    AccountStore accounts, Passwords passwords, UsageLimits limits, IOptions<RegistrationOptions> options, TimeProvider time)
{
    private const int MaximumName = 64;

    private readonly Limit byNetwork = Limit.Hourly("registrations", options.Value.PerHour);

    /// <summary>Stores a new account. Without e-mail, phone and user name, it signs in by the nick name.</summary>
    /// <param name="registrant">Who registers.</param>
    /// <param name="network">The network of the client, whose registrations are limited.</param>
    /// <exception cref="Refusal">
    /// 400 <c>invalid_field</c>; 409 <c>email_taken</c>, <c>phone_taken</c> or <c>username_taken</c>; 429 <c>too_many_requests</c> or
    /// <c>busy</c>.
    /// </exception>
    public async Task<Account> Register(Registrant registrant, string network, CancellationToken cancellation)
    {
        var nickName = Identity.Name("nick_name", registrant.NickName, 1, MaximumName);
        var email = Identity.Email(registrant.Email);
        var phone = Identity.Phone(registrant.Phone);
        var userName = string.IsNullOrWhiteSpace(registrant.UserName)
            ? null
            : Identity.UserName("username", registrant.UserName, 1, MaximumName);
        if (email is null && phone is null)
            userName ??= Identity.UserName("nick_name", nickName, 1, MaximumName);
        var password = Passwords.Acceptable(registrant.Password, 1);
        using var place = passwords.Enter();
        // Before the hash, and refused ones too: each of them costs one, and tells whether a name is taken.
        await limits.Take(byNetwork, network, 1, cancellation);
        var hash = await passwords.Hash(password, cancellation);
        var now = time.GetUtcNow();
        var account = await accounts.Create(
            id => new Account(
                id, nickName, userName, email, phone, hash, AccountRole.Member, AccountStatus.Active, Account.NewAccountQuota, 0, now),
            cancellation);
        return account.Value;
    }
}
