using System.Text.Json.Serialization;

namespace SneakerCheck.Accounts;

/// <summary>What an account may do.</summary>
public enum AccountRole
{
    /// <summary>Uses their own account only.</summary>
    Member,

    /// <summary>Sets quotas, bans accounts, labels exemplars and sees every check.</summary>
    Operator,

    /// <summary>An operator who also sets roles, and decides about operators.</summary>
    Admin,
}

/// <summary>Whether an account may be used.</summary>
public enum AccountStatus
{
    Active,

    /// <summary>An operator has banned it. Its tokens are refused from the next request on.</summary>
    Banned,
}

/// <summary>The one account of a person, whichever contract they registered through.</summary>
/// <param name="Id">Random, positive and below 2^53, because a JSON reader may use doubles.</param>
/// <param name="NickName">Shown to others. Not unique.</param>
/// <param name="UserName">Unique where given.</param>
/// <param name="Email">Unique where given.</param>
/// <param name="Phone">Unique where given.</param>
/// <param name="PasswordHash">Salted PBKDF2 by the framework's hasher. Used for verification only, never shown.</param>
/// <param name="Role">What the account may do.</param>
/// <param name="Status">Whether it may be used.</param>
/// <param name="Quota">The maximum number of tasks.</param>
/// <param name="TasksHeld">The number of tasks. Changed in the same commit that creates or deletes a task.</param>
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
    public const int NewAccountQuota = 10;

    /// <summary>
    /// Increased to end all sessions: a session is accepted only while its own generation equals this one.
    /// 0 in documents that were stored before this member existed.
    /// </summary>
    public int Generation { get; init; }

    /// <summary>The identities it signs in by, normalized for comparison, and the names that its user name looks like.</summary>
    [JsonIgnore]
    public IEnumerable<string> Identities =>
        new[] { UserName, Email, Phone }.OfType<string>().Select(Identity.Normalize)
            .Concat(UserName is null ? [] : UserNames.LookAlikes(UserName)).Distinct();

    /// <summary>The term on the roster of admins; null unless it is an admin.</summary>
    public string? AdminTerm { get; init; }

    /// <summary>When it was deleted; null unless it was. What is left of it is being removed, and nobody finds it any more.</summary>
    public DateTimeOffset? LeaveTime { get; init; }

    /// <summary>Whether it has the rights of operators.</summary>
    [JsonIgnore]
    public bool IsOperator => Role is AccountRole.Operator or AccountRole.Admin;

    /// <summary>Deletes it, which ends all sessions. Its identities stay until they are freed.</summary>
    public Account Leaving(DateTimeOffset now) => this with { LeaveTime = now, PasswordHash = "", Generation = Generation + 1 };

    /// <summary>Removes everything that tells whose it was.</summary>
    public Account Nameless() => this with { NickName = "", UserName = null, Email = null, Phone = null };

    /// <summary>Sets another password hash, which ends all sessions.</summary>
    public Account WithPassword(string hash) => this with { PasswordHash = hash, Generation = Generation + 1 };

    /// <summary>
    /// Sets the status. A ban ends all sessions, so that lifting it does not revive them, and makes an admin an operator.
    /// </summary>
    public Account WithStatus(AccountStatus status) => status == Status ? this
        : status == AccountStatus.Active ? this with { Status = status }
        : this with { Status = status, Generation = Generation + 1, Role = Role == AccountRole.Admin ? AccountRole.Operator : Role };
}
