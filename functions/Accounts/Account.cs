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

    /// <summary>
    /// Raised whenever all its sessions are to end: a session is accepted only while its own generation is the same.
    /// 0 in documents stored before there was any.
    /// </summary>
    public int Generation { get; init; }

    /// <summary>The identities it signs in by, as they are compared.</summary>
    [JsonIgnore]
    public IEnumerable<string> Identities =>
        new[] { UserName, Email, Phone }.OfType<string>().Select(Identity.Normalize);

    /// <summary>The account with another password, which ends its sessions.</summary>
    public Account WithPassword(string hash) => this with { PasswordHash = hash, Generation = Generation + 1 };

    /// <summary>The account shut, which ends its sessions, so that opening it again revives none; or opened again.</summary>
    public Account WithStatus(AccountStatus status) => status == Status
        ? this
        : this with { Status = status, Generation = status == AccountStatus.Banned ? Generation + 1 : Generation };
}
