namespace SneakerCheck.Accounts;

/// <summary>A signed-in client of an account.</summary>
/// <param name="Id">Random. The token carries it.</param>
/// <param name="CreateTime">When it signed in.</param>
/// <param name="ExpireTime">When it expires.</param>
/// <param name="Client">The client's User-Agent, shown to the owner.</param>
/// <param name="Generation">The account's <see cref="Account.Generation"/> that it belongs to.</param>
public sealed record Session(string Id, DateTimeOffset CreateTime, DateTimeOffset ExpireTime, string Client, int Generation)
{
    /// <summary>Whether the session is valid for the current state of its account.</summary>
    public bool IsLive(Account account, DateTimeOffset now) => Generation == account.Generation && now < ExpireTime;
}
