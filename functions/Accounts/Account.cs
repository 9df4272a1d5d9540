using System.Text.Json.Serialization;

namespace SneakerCheck.Accounts;

/// <summary>What an account may do beyond its own.</summary>
public enum AccountRole
{
    /// <summary>A person with checks of their own.</summary>
    Member,

    /// <summary>Runs the desk: sets quotas, labels exemplars, sees every check.</summary>
    Operator,
}

/// <summary>Whether an account may be used.</summary>
public enum AccountStatus
{
    /// <summary>It may.</summary>
    Active,

    /// <summary>An operator has shut it; its tokens end with the next request.</summary>
    Banned,
}

/// <summary>A person's one account, whichever contract they registered through.</summary>
/// <param name="Id">Random, positive, below 2^53, so that every JSON reader holds it exactly.</param>
/// <param name="NickName">What others see; not unique.</param>
/// <param name="UserName">Unique where given.</param>
/// <param name="Email">Unique where given.</param>
/// <param name="Phone">Unique where given.</param>
/// <param name="PasswordHash">Salted PBKDF2 by the framework's hasher; leaves the store for verification only.</param>
/// <param name="Role">What the account may do.</param>
/// <param name="Status">Whether it may be used.</param>
/// <param name="Quota">The most tasks it may hold.</param>
/// <param name="TasksHeld">The tasks it holds; counted by the commits that create and delete them.</param>
/// <param name="CreateTime">When it was registered.</param>
public sealed record Account(
    long Id,
    string NickName,
    string? UserName,
    string? Email,
    string? Phone,
    string PasswordHash,
    AccountRole Role,
    AccountStatus Status,
    int Quota,
    int TasksHeld,
    DateTimeOffset CreateTime)
{
    /// <summary>The quota of a new account.</summary>
    public const int NewAccountQuota = 10;

    /// <summary>The identities it signs in by, as they are compared.</summary>
    [JsonIgnore]
    public IEnumerable<string> Identities =>
        new[] { UserName, Email, Phone }.OfType<string>().Select(Identity.Normalize);
}

/// <summary>A signed-in client of an account.</summary>
/// <param name="Id">Random; named in the token.</param>
/// <param name="CreateTime">When it signed in.</param>
/// <param name="ExpireTime">When it ends by itself.</param>
/// <param name="Client">What the client calls itself, for the owner's own list.</param>
public sealed record Session(string Id, DateTimeOffset CreateTime, DateTimeOffset ExpireTime, string Client);
