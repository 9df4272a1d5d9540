using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Limits;

namespace SneakerCheck.Accounts;

/// <summary>The wire contract of accounts and sessions (seed 000).</summary>
public sealed class AccountsContract : IContract
{
    private AccountsContract()
    {
    }

    /// <inheritdoc/>
    public static Contract Contract { get; } = ApiContract.Base with
    {
        Sections =
        [
            new("Users", "Accounts. A user reads and changes their own.", 10),
            new("Sessions", "Signing in and out.", 20),
            ApiContract.Operators,
        ],
        Errors = ApiContract.Base.Errors.AddRange(
        [
            new("identity_required", new(400, "the account would have no identity left to sign in with")),
            new("invalid_credentials", new(401, "no account has this identity and password")),
            new("wrong_password", new(403, "the old password is wrong")),
            new("username_taken", new(409, "another account has the user name")),
            new("email_taken", new(409, "another account has the e-mail address")),
            new("phone_taken", new(409, "another account has the phone number")),
            new("last_admin", new(409, "no admin would be left")),
            new("gigs_hold_money", new(409, "gigs of the account still hold money")),
            new("banned_account", new(409, "the account is banned")),
            new("owns_organization", new(409, "the account owns an organization, which must be deleted first")),
            new("own_account", new(409, "operators cannot ban themselves")),
            new("too_many_attempts", new(429, "too many failed attempts to sign in")),
            new(UsageLimits.TooMany, new(429, "too many registrations from this network")),
            new(PasswordThreads.Busy, new(429, "too many passwords are being checked at this moment; try again")),
        ]),
        Parameters = ApiContract.Base.Parameters.Add("session_id", WireParameter.Text("The session's id.", ApiContract.IdForm))
            .Add("query", WireParameter.Text("An e-mail address, phone number or user name, or how one begins; or an id.")),
    };
}
