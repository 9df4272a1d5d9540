using System.Globalization;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Platform;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Gigs;

/// <summary>
/// Says in which partition a gig is, for those who know only its id. In a partition of its own, written before the gig, and never
/// changed. One without a gig is harmless.
/// </summary>
public sealed record GigPointer(string Partition);

/// <summary>
/// Gigs and their participants. They are in the creator's partition, a person's or an organization's, so that money moves between
/// balance and escrow in the commit that publishes, withdraws or deletes.
/// </summary>
public sealed class GigStore(IDocuments documents, NumericIds ids)
{
    public static readonly DocumentKind<Gig> Kind = new("gig", GigJson.Default.Gig);

    public static readonly DocumentKind<Participant> Participants = new("gig-participant", GigJson.Default.Participant);

    /// <summary>Finds gigs that are past their deadline.</summary>
    public static readonly DocumentIndex ByDeadline = new("gig", "closes_at");

    private static readonly DocumentKind<GigPointer> Pointers = new("gig-pointer", GigJson.Default.GigPointer);

    private const string PointerId = "pointer";

    /// <summary>Draws the id of a new gig and notes where it will be.</summary>
    public async Task<long> Reserve(LedgerAccount payer, CancellationToken cancellation)
    {
        while (true)
        {
            var id = ids.Next();
            var commit = new Commit(PointerPartition(id)).Create(Pointers, PointerId, new GigPointer(payer.Partition));
            if ((await documents.Commit(commit, cancellation)).IsCommitted)
                return id;
        }
    }

    /// <summary>A gig of anybody.</summary>
    /// <exception cref="Refusal">404 <c>not_found</c>.</exception>
    public async Task<Document<Gig>> Get(long id, CancellationToken cancellation) =>
        await documents.Read(Pointers, PointerPartition(id), PointerId, cancellation) is { } pointer
        && await documents.Read(Kind, pointer.Value.Partition, GigEscrow.DocumentId(id), cancellation) is { } gig
            ? gig
            : throw NotFound();

    /// <summary>A gig of this creator.</summary>
    /// <exception cref="Refusal">404 <c>not_found</c>.</exception>
    public async Task<Document<Gig>> Get(LedgerAccount payer, long id, CancellationToken cancellation) =>
        await documents.Read(Kind, payer.Partition, GigEscrow.DocumentId(id), cancellation) ?? throw NotFound();

    /// <summary>The gigs of a creator, newest first.</summary>
    public Task<Page<Gig>> List(LedgerAccount payer, int limit, string? continuation, CancellationToken cancellation) =>
        documents.Query(
            Kind,
            new DocumentQuery
            {
                Partition = payer.Partition,
                OrderBy = "number",
                Descending = true,
                Limit = limit,
                Continuation = continuation,
            },
            cancellation);

    public Task<Document<Participant>?> FindParticipant(Document<Gig> gig, long userId, CancellationToken cancellation) =>
        documents.Read(Participants, gig.Partition, Participant.IdOf(gig.Value.Id, userId), cancellation);

    /// <summary>Everybody who takes part in these gigs of one creator, by the gig's id, in the order of acceptance.</summary>
    public async Task<ILookup<long, Participant>> ParticipantsOf(IReadOnlyList<Document<Gig>> gigs, CancellationToken cancellation)
    {
        var busy = gigs.Where(gig => gig.Value.Taken > 0).ToArray();
        if (busy.Length == 0)
            return Array.Empty<Participant>().ToLookup(participant => participant.Gig);
        var query = new DocumentQuery
        {
            Partition = busy[0].Partition,
            Conditions = [Condition.OneOf("gig", busy.Select(gig => gig.Value.Id))],
            Limit = 1000,
        };
        var found = new List<Participant>();
        do
        {
            var page = await documents.Query(Participants, query, cancellation);
            found.AddRange(page.Items.Select(item => item.Value));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return found.OrderBy(participant => participant.AcceptTime).ToLookup(participant => participant.Gig);
    }

    /// <summary>A page of gigs, of any creator, that are past their deadline and not finished.</summary>
    public async Task<IReadOnlyList<Document<Gig>>> Overdue(DateTimeOffset now, CancellationToken cancellation)
    {
        var query = new DocumentQuery
        {
            Conditions =
            [
                new("closes_at", Comparison.Greater, 0L),
                new("closes_at", Comparison.Less, now.ToUnixTimeMilliseconds()),
            ],
            OrderBy = "closes_at",
        };
        return (await documents.Query(Kind, query, cancellation)).Items;
    }

    /// <exception cref="Refusal">404 <c>not_found</c>: the text is no id.</exception>
    public static long IdOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : throw NotFound();

    /// <summary>The number of a step in a path. One that there cannot be is 0, which is never the next.</summary>
    public static int StepOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : 0;

    public static Refusal NotFound() => new(404, "not_found", "task Not Found");

    private static string PointerPartition(long id) => $"gig-{id}";
}
