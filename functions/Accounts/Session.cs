namespace SneakerCheck.Accounts;

/// <summary>A signed-in client of an account.</summary>
/// <param name="Id">Random; named in the token.</param>
/// <param name="CreateTime">When it signed in.</param>
/// <param name="ExpireTime">When it ends by itself.</param>
/// <param name="Client">What the client calls itself, for the owner's own list.</param>
/// <param name="Generation">The account's <see cref="Account.Generation"/> that it belongs to.</param>
public sealed record Session(string Id, DateTimeOffset CreateTime, DateTimeOffset ExpireTime, string Client, int Generation)
{
    /// <summary>Whether it may be used as the account is now.</summary>
    public bool IsLive(Account account, DateTimeOffset now) => Generation == account.Generation && now < ExpireTime;
}
