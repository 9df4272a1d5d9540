using System.Collections.Immutable;
using System.Globalization;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;

namespace SneakerCheck.Accounts;

/// <summary>
/// Finds accounts by how an identity begins, in the index of claimed identities, and by id. Identities that were claimed before their
/// text was stored in the claim are found by the whole text only.
/// </summary>
public sealed class AccountSearch(IDocuments documents, AccountStore accounts)
{
    /// <summary>What the search orders and compares by.</summary>
    public static readonly DocumentIndex Searched = new("identity", "value");

    // Greater than any other character.
    private const string Last = "\U0010FFFF";

    /// <summary>A page of accounts, and where the next begins. The first page begins with those that the text names exactly.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>: the continuation is not one of this search's.</exception>
    public async Task<(ImmutableArray<Account> Found, string? Next)> Find(
        string text, int limit, string? continuation, CancellationToken cancellation)
    {
        var prefix = Identity.Normalize(UserNames.Fold(text));
        var page = await Paging.Find(documents.Query(
            AccountStore.Claims,
            new DocumentQuery
            {
                Conditions =
                [
                    new Condition("value", Comparison.GreaterOrEqual, prefix), new Condition("value", Comparison.Less, prefix + Last),
                ],
                OrderBy = "value",
                Limit = limit,
                Continuation = continuation,
            },
            cancellation));
        var holders = await Task.WhenAll(page.Items.Select(claim => accounts.Holder(claim.Value, claim.Value.Value!, cancellation)));
        var exact = continuation is null ? await Exact(text, cancellation) : [];
        // An account whose e-mail and user name both begin so is shown once a page.
        return ([.. exact.Concat(holders).OfType<Document<Account>>().Select(found => found.Value).DistinctBy(account => account.Id)],
            page.Continuation);
    }

    private async Task<IEnumerable<Document<Account>?>> Exact(string text, CancellationToken cancellation)
    {
        var byIdentity = await accounts.FindByIdentity(text, cancellation);
        var byId = long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
            ? await accounts.Find(id, cancellation)
            : null;
        return [byIdentity, byId];
    }
}
