using Microsoft.AspNetCore.Http;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Tokens;

namespace SneakerCheck.Accounts;

/// <summary>Who calls.</summary>
/// <param name="Account">The account as it is now.</param>
/// <param name="SessionId">The session of the token.</param>
public sealed record Caller(Account Account, string SessionId)
{
    /// <summary>The account's id.</summary>
    public long Id => Account.Id;

    /// <summary>Whether the account runs the desk.</summary>
    public bool IsOperator => Account.Role == AccountRole.Operator;
}

/// <summary>Finds out who calls, from the one token that every contract accepts.</summary>
public sealed class Authentication(SessionTokens tokens, SessionStore sessions, TimeProvider time) : IAuthenticator<Caller>
{
    /// <summary>
    /// The caller, or why there is none. Session and account are read every time: signing out, banning and a new
    /// password hold at once.
    /// </summary>
    public async Task<(Caller? Caller, AccessFault? Fault)> Authenticate(HttpRequest request, CancellationToken cancellation)
    {
        if (Token(request) is not { Length: > 0 } token)
            return (null, AccessFault.Missing);
        var (claims, fault) = tokens.Verify(token);
        if (claims is null)
            return (null, fault == TokenFault.Expired ? AccessFault.Expired : AccessFault.Invalid);
        var (account, session) = await Find(claims, cancellation);
        if (account is null || session is null)
            return (null, AccessFault.Invalid);
        if (account.Status == AccountStatus.Banned)
            return (null, AccessFault.Banned);
        return session.IsLive(account, time.GetUtcNow())
            ? (new Caller(account, session.Id), null)
            : (null, AccessFault.Invalid);
    }

    // They are read at once, not as one. Where they disagree, the session may just have been taken along to a new generation,
    // which a second look sees.
    private async Task<(Account? Account, Session? Session)> Find(TokenClaims claims, CancellationToken cancellation)
    {
        var found = await Read(claims, cancellation);
        return found is { Account: { } account, Session: { } session } && session.Generation != account.Generation
            ? await Read(claims, cancellation)
            : found;
    }

    private async Task<(Account? Account, Session? Session)> Read(TokenClaims claims, CancellationToken cancellation)
    {
        var (session, account) = await sessions.FindWithAccount(claims.AccountId, claims.SessionId, cancellation);
        return (account, session);
    }

    // Authorization: Bearer T, JWT T or bare T; else the cookie.
    private static string? Token(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString().Trim();
        if (header.Length == 0)
            return request.Cookies[SessionTokens.Cookie];
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
            return header;
        var scheme = header[..space];
        return scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || scheme.Equals("JWT", StringComparison.OrdinalIgnoreCase)
            ? header[(space + 1)..].Trim()
            : header;
    }
}
