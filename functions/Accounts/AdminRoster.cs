using System.Collections.Immutable;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>One admin on the roster.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Term">Random, new at each appointment.</param>
/// <param name="IsConfirmed">Whether the account has become an admin since. Only confirmed admins count.</param>
internal sealed record AdminTerm(long AccountId, string Term, bool IsConfirmed);

/// <summary>All admins, in one document.</summary>
internal sealed record AdminList(ImmutableArray<AdminTerm> Terms);

/// <summary>
/// Counts the admins, so that the last one cannot be lost. Roles lie in the partitions of their accounts and cannot be counted in the
/// commit that changes one; the roster is one document, whose changes are one after the other. <see cref="Roles"/> keeps this true at
/// every moment, wherever it is interrupted: each confirmed entry is of an account that is an active admin.
/// </summary>
internal sealed class AdminRoster(IDocuments documents, TimeProvider time)
{
    private const string Partition = "admins";
    private const string DocumentId = "admins";
    private static readonly DocumentKind<AdminList> Kind = new("admins", AccountJson.Default.AdminList);

    /// <summary>Whether the account is confirmed.</summary>
    public async Task<bool> Has(long accountId, CancellationToken cancellation) =>
        (await documents.Read(Kind, Partition, DocumentId, cancellation))?.Value.Terms
            .Any(term => term.AccountId == accountId && term.IsConfirmed) == true;

    /// <summary>Enters a term that is not confirmed yet, in place of any other term of the account.</summary>
    public Task Enter(long accountId, string term, CancellationToken cancellation) => Change(
        terms => terms.RemoveAll(other => other.AccountId == accountId && !other.IsConfirmed).Add(new AdminTerm(accountId, term, false)),
        cancellation);

    /// <summary>Confirms a term. Returns false if it has been removed meanwhile.</summary>
    public async Task<bool> Confirm(long accountId, string term, CancellationToken cancellation)
    {
        var isConfirmed = false;
        await Change(
            terms =>
            {
                isConfirmed = terms.Any(entry => entry.AccountId == accountId && entry.Term == term);
                return isConfirmed
                    ? terms.RemoveAll(entry => entry.AccountId == accountId).Add(new AdminTerm(accountId, term, true))
                    : terms;
            },
            cancellation);
        return isConfirmed;
    }

    /// <summary>Removes an account.</summary>
    /// <exception cref="Refusal">409 <c>last_admin</c>: nobody else is confirmed.</exception>
    public Task Remove(long accountId, CancellationToken cancellation) => Change(
        terms => terms.Any(term => term.AccountId != accountId && term.IsConfirmed)
            ? terms.RemoveAll(term => term.AccountId == accountId)
            : throw new Refusal(409, "last_admin", "This is the last admin. Make another account an admin first."),
        cancellation);

    private Task Change(Func<ImmutableArray<AdminTerm>, ImmutableArray<AdminTerm>> change, CancellationToken cancellation) =>
        documents.Change(
            time,
            Kind,
            Partition,
            DocumentId,
            document =>
            {
                var terms = document?.Value.Terms ?? [];
                var after = change(terms);
                return after == terms ? document?.Value : new AdminList(after);
            },
            cancellation);
}
