using SneakerCheck.Accounts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>
/// Keeps the names of organizations unique, as <see cref="AccountStore"/> keeps the identities of accounts: a name is a document in a
/// partition of its own, whose id is the name. It is written before the organization and counts only while the organization has the
/// name. One that a crash leaves behind may be taken over after <see cref="ClaimExpiry"/>; its writer gives up after
/// <see cref="ClaimDeadline"/>, so that the two never overlap.
/// </summary>
internal sealed class OrganizationNames(IDocuments documents, TimeProvider time)
{
    private static readonly DocumentKind<NameClaim> Kind = new("organization-name", OrganizationJson.Default.NameClaim);
    private static readonly TimeSpan ClaimDeadline = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ClaimExpiry = TimeSpan.FromMinutes(5);

    /// <summary>A name for comparison: without regard to case, width and how many spaces are between its words.</summary>
    public static string Normalize(string name) => Identity.Normalize(
        string.Join(' ', UserNames.Fold(name).Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>Claims a name for an organization that is about to have it.</summary>
    /// <exception cref="Refusal">409 <c>name_taken</c>; 503 <c>try_again</c>.</exception>
    public async Task Claim(string name, long organizationId)
    {
        var started = time.GetUtcNow();
        // Not cancelled with the request: a claim that is left behind would block the client's next attempt.
        if (!await DocumentChanges.Retry(time, () => Try(Normalize(name), organizationId), CancellationToken.None))
            throw new Refusal(409, "name_taken", "create conflicted, duplicate organization name");
        if (time.GetUtcNow() - started > ClaimDeadline)
            throw DocumentChanges.Busy();
    }

    /// <summary>The organization that has this name; null if there is none.</summary>
    public async Task<Document<Organization>?> Holder(string name, CancellationToken cancellation)
    {
        var normalized = Normalize(name);
        return normalized.Length > 0 && Identity.IsPlausible(normalized) && await Read(normalized, cancellation) is { } claim
            ? await Holder(claim.Value, normalized, cancellation)
            : null;
    }

    /// <summary>Frees a name that an organization had.</summary>
    public async Task Release(string name, long organizationId)
    {
        if (await Read(Normalize(name), CancellationToken.None) is { } claim && claim.Value.OrganizationId == organizationId)
            await documents.Commit(new Commit(claim.Partition).Delete(claim.Id, claim.ETag));
    }

    private async Task<bool?> Try(string name, long organizationId)
    {
        var now = time.GetUtcNow();
        var mine = new NameClaim(organizationId, now.ToUnixTimeMilliseconds());
        var id = Identity.DocumentId(name);
        if ((await documents.Commit(new Commit(Partition(id)).Create(Kind, id, mine))).IsCommitted)
            return true;
        if (await Read(name, CancellationToken.None) is not { } existing)
            return null;
        var isFree = existing.Value.OrganizationId == organizationId
            || (existing.Value.At < (now - ClaimExpiry).ToUnixTimeMilliseconds()
                && await Holder(existing.Value, name, CancellationToken.None) is null);
        if (!isFree)
            return false;
        // Renewed even if it is this organization's already, so that nobody who saw it expired takes it over now.
        return (await documents.Commit(new Commit(existing.Partition).Replace(Kind, existing, mine))).IsCommitted ? true : null;
    }

    private async Task<Document<Organization>?> Holder(NameClaim claim, string name, CancellationToken cancellation)
    {
        var (partition, id) = OrganizationStore.Place(claim.OrganizationId);
        var organization = await documents.Read(OrganizationStore.Kind, partition, id, cancellation);
        return organization is not null && Normalize(organization.Value.Name) == name ? organization : null;
    }

    private Task<Document<NameClaim>?> Read(string name, CancellationToken cancellation)
    {
        var id = Identity.DocumentId(name);
        return documents.Read(Kind, Partition(id), id, cancellation);
    }

    private static string Partition(string id) => $"organization-name-{id}";
}
