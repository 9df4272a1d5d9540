using System.Collections.Immutable;
using System.Globalization;
using SneakerCheck.Gigs.Photos;
using SneakerCheck.Platform;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>
/// Organizations, each with its members in a partition of its own. Whether the caller may do something is required by the commit itself,
/// so that somebody who is demoted or removed at the same time does not.
/// </summary>
public sealed class OrganizationStore
{
    public static readonly DocumentKind<Organization> Kind = new("organization", OrganizationJson.Default.Organization);

    public static readonly DocumentKind<Membership> Members = new("organization-member", OrganizationJson.Default.Membership);

    /// <summary>Finds the organizations of an account.</summary>
    public static readonly DocumentIndex ByUser = new("organization-member", "user_id");

    /// <summary>The most organizations that an account is a member of, so that one page shows them all.</summary>
    public const int MaximumPerUser = 100;

    /// <summary>The code of a caller whose status does not allow it: 401.</summary>
    public const string NotPermitted = "insufficient_permission";

    private const string DocumentId = "organization";

    private readonly IDocuments documents;
    private readonly Outbox outbox;
    private readonly OrganizationNames names;
    private readonly TimeProvider time;

    public OrganizationStore(IDocuments documents, Outbox outbox, TimeProvider time)
    {
        (this.documents, this.outbox, this.time) = (documents, outbox, time);
        names = new OrganizationNames(documents, time);
    }

    /// <summary>The partition of an organization and of everything that belongs to it.</summary>
    public static string Partition(long organizationId) =>
        string.Create(CultureInfo.InvariantCulture, $"organization-{organizationId}");

    /// <summary>Where the organization itself is.</summary>
    public static DocumentPlace Place(long organizationId) => new(Partition(organizationId), DocumentId);

    /// <summary>
    /// Adds to a commit in an organization's partition: requires that the organization still exists, and notes that it was used, so that
    /// a deletion at the same time looks again at what it has.
    /// </summary>
    public static Commit RequireOpen(Commit commit) => commit.Increment(DocumentId, Organization.MemberCountField, 0);

    /// <summary>Adds to a commit in an organization's partition: requires that this member still has at least this status.</summary>
    public static Commit RequireStatus(Commit commit, long userId, MemberStatus status) =>
        commit.Increment(MemberId(userId), Membership.RankField, 0, new IncrementBound(AtLeast: (long)status));

    /// <summary>Refuses a commit that failed by <see cref="RequireOpen"/> or <see cref="RequireStatus"/>; returns otherwise.</summary>
    /// <exception cref="Refusal">401 <c>insufficient_permission</c>; 404 <c>not_found</c>.</exception>
    public static void RequireAllowed(Commit commit, CommitResult result)
    {
        if (result.IsCommitted || commit.Operations[result.Operation] is not CommitOperation.Increment { By: 0 } guard)
            return;
        if (guard.Id == DocumentId)
            throw NotFound();
        if (guard.Field == Membership.RankField)
            throw Membership.Insufficient();
    }

    /// <summary>The refusal of an organization that does not exist.</summary>
    public static Refusal NotFound() => new(404, "not_found", "organization Not Found");

    /// <summary>Reads the id in a path.</summary>
    /// <exception cref="Refusal">404 <c>not_found</c>: the text is not an id.</exception>
    public static long Id(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : throw NotFound();

    public Task<Document<Organization>?> Find(long organizationId, CancellationToken cancellation) =>
        documents.Read(Kind, Partition(organizationId), DocumentId, cancellation);

    /// <summary>The id of the organization that has this name, without regard to case and width; null if there is none.</summary>
    public async Task<long?> FindByName(string name, CancellationToken cancellation) =>
        (await names.Holder(name, cancellation))?.Value.Id;

    /// <summary>Reads an organization and the caller's membership, which is null if the caller is no member.</summary>
    /// <exception cref="Refusal">404 <c>not_found</c>.</exception>
    public async Task<(Document<Organization> Organization, Document<Membership>? Caller)> Get(
        long organizationId, long callerId, CancellationToken cancellation)
    {
        var (organization, member) = await documents.ReadPair(
            Partition(organizationId), (Kind, DocumentId), (Members, MemberId(callerId)), cancellation);
        return (organization ?? throw NotFound(), member);
    }

    /// <summary>
    /// Requires that the caller is the owner or an admin of the organization in a path, and returns its id. What must still hold when
    /// something is written is required by that commit too: <see cref="RequireStatus"/>.
    /// </summary>
    /// <exception cref="Refusal">401 <c>insufficient_permission</c>; 404 <c>not_found</c>, also if the text is no id.</exception>
    public Task<long> RequireManager(string organizationId, long callerId, CancellationToken cancellation) =>
        Require(organizationId, callerId, caller => caller.Manages, cancellation);

    /// <summary>Requires that the caller is a member of the organization in a path, and returns its id.</summary>
    /// <exception cref="Refusal">401 <c>insufficient_permission</c>; 404 <c>not_found</c>, also if the text is no id.</exception>
    public Task<long> RequireMember(string organizationId, long callerId, CancellationToken cancellation) =>
        Require(organizationId, callerId, _ => true, cancellation);

    /// <summary>Whether an account is the owner or an admin of an organization.</summary>
    public async Task<bool> IsManager(long organizationId, long userId, CancellationToken cancellation) =>
        await documents.Read(Members, Partition(organizationId), MemberId(userId), cancellation) is { Value.Manages: true };

    /// <summary>All members, those who joined first in front.</summary>
    public async Task<ImmutableArray<Membership>> ListMembers(long organizationId, CancellationToken cancellation)
    {
        var query = new DocumentQuery { Partition = Partition(organizationId), Limit = Organization.MaximumMembers };
        var page = await documents.Query(Members, query, cancellation);
        return [.. page.Items.Select(member => member.Value).OrderBy(member => member.JoinTime).ThenBy(member => member.UserId)];
    }

    /// <summary>The memberships of an account, the first organization that it joined in front.</summary>
    public async Task<ImmutableArray<Membership>> ListOf(long userId, CancellationToken cancellation)
    {
        // More than the limit, which two who add the same person at once may pass.
        var query = Of(userId) with { Limit = 2 * MaximumPerUser };
        var page = await documents.Query(Members, query, cancellation);
        return [.. page.Items.Select(member => member.Value).OrderBy(member => member.JoinTime).ThenBy(member => member.OrganizationId)];
    }

    /// <summary>Finds organizations; those that do not exist are left out.</summary>
    public async Task<IReadOnlyDictionary<long, Organization>> FindMany(IEnumerable<long> ids, CancellationToken cancellation) =>
        (await documents.ReadMany(Kind, [.. ids.Select(Place)], cancellation)).ToDictionary(found => found.Value.Id, found => found.Value);

    /// <summary>Creates an organization.</summary>
    /// <exception cref="Refusal">409 <c>name_taken</c> or <c>too_many_organizations</c>; 503 <c>try_again</c>.</exception>
    public async Task<Organization> Create(long ownerId, string name, string bio, CancellationToken cancellation)
    {
        await RequireRoom(ownerId, cancellation);
        var now = time.GetUtcNow();
        var organization = new Organization(NumericIds.Unguessable(), name, bio, ownerId, null, 1, now);
        await names.Claim(name, organization.Id);
        var commit = new Commit(Partition(organization.Id))
            .Create(Kind, DocumentId, organization)
            .Create(Members, MemberId(ownerId), Membership.Of(organization.Id, ownerId, MemberStatus.Owner, now));
        return (await documents.Commit(commit, CancellationToken.None)).IsCommitted
            ? organization
            : throw new InvalidOperationException("The random organization id already exists.");
    }

    /// <summary>Changes name and bio, where they are given.</summary>
    /// <exception cref="Refusal">
    /// 401 <c>insufficient_permission</c>; 404 <c>not_found</c>; 409 <c>name_taken</c>; 503 <c>try_again</c>.
    /// </exception>
    public Task<Organization> Change(long organizationId, long callerId, string? name, string? bio, CancellationToken cancellation) =>
        Manage(
            organizationId,
            callerId,
            async before =>
            {
                var after = before with { Name = name ?? before.Name, Bio = bio ?? before.Bio };
                // The claim on the earlier name has no effect any more. Releasing it could meet a change that is just returning to it.
                if (OrganizationNames.Normalize(after.Name) != OrganizationNames.Normalize(before.Name))
                    await names.Claim(after.Name, organizationId);
                return (after, []);
            },
            cancellation);

    /// <summary>Sets the photo, and orders that the one before is deleted.</summary>
    /// <exception cref="Refusal">401 <c>insufficient_permission</c>; 404 <c>not_found</c>; 503 <c>try_again</c>.</exception>
    public Task<Organization> SetPhoto(long organizationId, long callerId, string blob, CancellationToken cancellation) => Manage(
        organizationId,
        callerId,
        before => Task.FromResult<(Organization, Message[])>((
            before with { Photo = blob },
            before.Photo is { } old ? [ProfilePhotos.Replaced(PhotoOwner.Organization(organizationId), old)] : [])),
        cancellation);

    /// <summary>Adds an account as a member and sends these messages, all or nothing.</summary>
    /// <param name="compose">Makes the messages from the organization and the new membership.</param>
    /// <exception cref="Refusal">
    /// 401 <c>insufficient_permission</c>; 404 <c>not_found</c>; 409 <c>already_member</c>, <c>too_many_members</c> or
    /// <c>too_many_organizations</c>; 503 <c>try_again</c>.
    /// </exception>
    public async Task AddMember(
        long organizationId,
        long callerId,
        long userId,
        MemberStatus status,
        Func<Organization, Membership, IReadOnlyList<Message>> compose,
        CancellationToken cancellation)
    {
        var (organization, caller) = await Get(organizationId, callerId, cancellation);
        var member = Membership.Of(organizationId, userId, MemberStatus.Member, time.GetUtcNow());
        member = (caller?.Value ?? throw Membership.Insufficient()).Appoints(member, status);
        if (userId == callerId)
            throw AlreadyMember();
        await RequireRoom(userId, cancellation);
        var commit = RequireStatus(new Commit(organization.Partition), callerId, MemberStatus.Admin)
            .Create(Members, MemberId(userId), member)
            .Increment(DocumentId, Organization.MemberCountField, 1, new IncrementBound(AtMost: Organization.MaximumMembers));
        var result = await outbox.Commit(commit, compose(organization.Value, member), cancellation);
        RequireAllowed(commit, result);
        if (!result.IsCommitted)
        {
            throw result.Outcome switch
            {
                CommitOutcome.Exists => AlreadyMember(),
                CommitOutcome.OutOfBounds => new Refusal(
                    409, "too_many_members", $"An organization may have {Organization.MaximumMembers} members."),
                CommitOutcome.Missing => NotFound(),
                _ => DocumentChanges.Busy(),
            };
        }
    }

    /// <summary>Gives a member another status.</summary>
    /// <exception cref="Refusal">401 <c>insufficient_permission</c>; 404 <c>not_found</c>; 503 <c>try_again</c>.</exception>
    public Task ChangeMember(long organizationId, long callerId, long userId, MemberStatus status, CancellationToken cancellation) =>
        ChangeMember(
            organizationId,
            callerId,
            userId,
            (caller, member, commit) =>
            {
                var after = caller.Appoints(member.Value, status);
                // An admin who steps down has no more to require than that nothing has changed.
                if (caller.UserId != userId)
                    RequireStatus(commit, callerId, (MemberStatus)(member.Value.Rank + 1));
                commit.Replace(Members, member, after);
            },
            cancellation);

    /// <summary>Removes a member; members may leave by themselves, except for the owner.</summary>
    /// <exception cref="Refusal">401 <c>insufficient_permission</c>; 404 <c>not_found</c>; 503 <c>try_again</c>.</exception>
    public Task RemoveMember(long organizationId, long callerId, long userId, CancellationToken cancellation) => ChangeMember(
        organizationId,
        callerId,
        userId,
        (caller, member, commit) =>
        {
            caller.RequireRemoves(member.Value);
            if (caller.UserId != userId)
                RequireStatus(commit, callerId, (MemberStatus)(member.Value.Rank + 1));
            Remove(commit, member);
        },
        cancellation);

    /// <summary>Removes a member whose account is gone. Idempotent.</summary>
    internal Task RemoveGone(Membership gone, CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<bool?> Try()
        {
            var member = await documents.Read(Members, Partition(gone.OrganizationId), MemberId(gone.UserId), cancellation);
            if (member is null)
                return true;
            var result = await documents.Commit(Remove(new Commit(member.Partition), member), cancellation);
            if (result is { Outcome: CommitOutcome.Missing, Operation: 1 })
            {
                // The organization is gone too, and what is left of it is being removed.
                result = await documents.Commit(new Commit(member.Partition).Delete(member.Id), cancellation);
            }
            return result.IsCommitted ? true : null;
        }
    }

    /// <summary>
    /// Deletes an organization: from this commit on it does not exist. What is left is removed by a message.
    /// </summary>
    /// <param name="settle">
    /// Adds to the commit what else must happen with it and returns its messages; may refuse. Called again after a conflict, also if the
    /// organization was used meanwhile.
    /// </param>
    /// <exception cref="Refusal">404 <c>not_found</c>, and those of <paramref name="settle"/>.</exception>
    internal Task<Organization> Delete(
        long organizationId, Func<Organization, Commit, Task<IReadOnlyList<Message>>> settle, CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<Organization?> Try()
        {
            var found = await Find(organizationId, cancellation) ?? throw NotFound();
            var commit = new Commit(found.Partition).Delete(found.Id, found.ETag);
            var messages = await settle(found.Value, commit);
            var departure = new OrganizationDeparture(organizationId, found.Value.Name, found.Value.Photo);
            var order = OrganizationQueues.Departures.Message(organizationId.ToString(CultureInfo.InvariantCulture), departure);
            return (await outbox.Commit(commit, [order, .. messages], cancellation)).IsCommitted ? found.Value : null;
        }
    }

    /// <summary>Removes members and name of an organization that was deleted. Idempotent.</summary>
    internal async Task Finish(OrganizationDeparture departure, CancellationToken cancellation)
    {
        await documents.DeleteAll(Members, Partition(departure.OrganizationId), cancellation);
        await names.Release(departure.Name, departure.OrganizationId);
    }

    private static string MemberId(long userId) => string.Create(CultureInfo.InvariantCulture, $"member-{userId}");

    private static DocumentQuery Of(long userId) => new() { Conditions = [Condition.Equal("user_id", userId)] };

    private static Refusal AlreadyMember() => new(409, "already_member", "the user is a member already");

    private static Commit Remove(Commit commit, Document<Membership> member) => commit
        .Delete(member.Id, member.ETag)
        .Increment(DocumentId, Organization.MemberCountField, -1, new IncrementBound(AtLeast: 0));

    private async Task<long> Require(
        string organizationId, long callerId, Func<Membership, bool> isEnough, CancellationToken cancellation)
    {
        var id = Id(organizationId);
        return (await Get(id, callerId, cancellation)).Caller is { Value: var caller } && isEnough(caller)
            ? id
            : throw Membership.Insufficient();
    }

    private async Task RequireRoom(long userId, CancellationToken cancellation)
    {
        if (await documents.Count(Members, Of(userId), cancellation) >= MaximumPerUser)
            throw new Refusal(409, "too_many_organizations", $"A user may be a member of {MaximumPerUser} organizations.");
    }

    private Task<Organization> Manage(
        long organizationId, long callerId, Func<Organization, Task<(Organization, Message[])>> change, CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<Organization?> Try()
        {
            var (before, caller) = await Get(organizationId, callerId, cancellation);
            if (caller?.Value.Manages != true)
                throw Membership.Insufficient();
            var (after, messages) = await change(before.Value);
            var commit = RequireStatus(new Commit(before.Partition), callerId, MemberStatus.Admin).Replace(Kind, before, after);
            var result = await outbox.Commit(commit, messages, cancellation);
            RequireAllowed(commit, result);
            return result.IsCommitted ? after : null;
        }
    }

    private Task ChangeMember(
        long organizationId,
        long callerId,
        long userId,
        Action<Membership, Document<Membership>, Commit> change,
        CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<bool?> Try()
        {
            var (caller, member) = await documents.ReadPair(
                Partition(organizationId), (Members, MemberId(callerId)), (Members, MemberId(userId)), cancellation);
            if (caller is null && await Find(organizationId, cancellation) is null)
                throw NotFound();
            // Who is no member learns nothing about who is.
            if (caller is null || (member is null && !caller.Value.Manages))
                throw Membership.Insufficient();
            var commit = new Commit(Partition(organizationId));
            change(caller.Value, member ?? throw new Refusal(404, "not_found", "user/organization Not Found"), commit);
            var result = await documents.Commit(commit, cancellation);
            if (result is { Outcome: CommitOutcome.Missing } && commit.Operations[result.Operation].Id == DocumentId)
                throw NotFound();
            // Otherwise somebody has changed one of the two, so look again.
            return result.IsCommitted ? true : null;
        }
    }
}
