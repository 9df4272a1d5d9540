using SneakerCheck.Accounts;
using SneakerCheck.Checks;
using SneakerCheck.Gigs;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Notifications;
using SneakerCheck.Pictures;

namespace SneakerCheck.Tests.Architecture;

/// <summary>
/// Which folder ("room") of the product may depend on which other, checked against the compiled assembly. A new dependency must be allowed
/// here ("door"), where reviewers see it.
/// </summary>
public sealed class WallsTests
{
    // The module that adds every area to a host.
    private const string Whole = "SneakerCheckModule";

    // The command line.
    private const string Entry = "Program";

    // The declared Service Bus trigger, which is in the worker's namespace.
    private const string Triggers = "Triggers";

    // Attributes of triggers, which every function has.
    private const string Worker = "Microsoft.Azure.Functions.Worker.";

    /// <summary>What each room may use: everything of another room, or only the listed types.</summary>
    private static readonly Dictionary<string, Door[]> Doors = new()
    {
        ["Imaging"] = [],
        [Triggers] = [],
        ["Platform"] = [],
        ["Accounts"] = [new(Triggers), new("Platform")],
        ["Notifications"] = [new(Triggers), new("Platform"), new("Accounts")],
        ["Checks"] =
        [
            new(Triggers), new("Platform"), new("Imaging"), new("Accounts"),
            new("Notifications", typeof(Notice), typeof(NoticeText)),
        ],
        ["Pictures"] =
        [
            new(Triggers), new("Platform"), new("Imaging"), new("Accounts"),
            new("Checks", typeof(FinishedChecks), typeof(FinishedPhoto)),
        ],
        ["Gigs"] =
        [
            new(Triggers), new("Platform"), new("Imaging"), new("Accounts"),
            new("Notifications", typeof(Notice), typeof(NoticeText)),
            new("Pictures", typeof(CleanPicture), typeof(PictureTurner), typeof(StoredBytes)),
        ],
        [Whole] =
        [
            new("Platform"), new("Accounts", typeof(AccountsModule)), new("Checks", typeof(ChecksModule)),
            new("Gigs", typeof(GigsModule)),
            new("Notifications", typeof(NotificationsModule)), new("Pictures", typeof(PicturesModule)),
        ],
        ["Hosting"] = [new(Triggers), new("Platform")],
        ["Commands"] =
        [
            new("Platform"), new("Imaging"), new("Hosting"),
            new(
                "Checks",
                typeof(LocalText),
                typeof(PhotoInspection),
                typeof(QualityLimits),
                typeof(Template),
                typeof(TemplateView)),
            new("Gigs", typeof(GigEscrow), typeof(LedgerAccount), typeof(LedgerEntry), typeof(LedgerHolder), typeof(LedgerPosting),
                typeof(LedgerProof), typeof(ProvenAccount), typeof(ProvenLedger), typeof(Wallet)),
        ],
        ["Demo"] =
        [
            new("Platform"), new("Hosting"), new("Commands"), new(Whole),
            new("Checks", typeof(PhotoBlob), typeof(Template), typeof(TemplateView)),
        ],
        [Entry] = [new("Platform"), new("Hosting"), new("Commands"), new("Demo"), new(Whole)],
    };

    private static readonly IReadOnlyCollection<TypeReference> References = TypeReferences.From(typeof(LocalHost).Assembly.GetTypes());

    private static readonly (string From, string To, TypeReference Types)[] Crossings =
    [
        .. from types in References
           let rooms = (From: Room(types.From), To: Room(types.To))
           where rooms.From is not null && rooms.To is not null && rooms.From != rooms.To
           select (rooms.From, rooms.To, types),
    ];

    [Fact]
    public void Rooms_use_only_what_their_doors_allow()
    {
        var through = Crossings.Where(crossing => !Doors[crossing.From].Any(door => door.Opens(crossing.To, crossing.Types.To)))
            .Select(crossing => $"{crossing.Types.From.FullName} uses {crossing.Types.To.FullName}");

        Assert.True(!through.Any(), "Dependencies that no door allows:\n" + string.Join('\n', through.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Every_door_is_used()
    {
        var unused =
            from room in Doors
            from door in room.Value
            from type in door.Types.DefaultIfEmpty()
            where !Crossings.Any(crossing =>
                crossing.From == room.Key && crossing.To == door.Room && (type is null || crossing.Types.To == type))
            select $"{room.Key} to {door.Room} {type?.Name}";

        Assert.Empty(unused);
    }

    [Fact]
    public void Rooms_have_no_dependency_cycle()
    {
        var left = Crossings.Select(crossing => (crossing.From, crossing.To)).ToHashSet();
        // An edge to a room without outgoing edges, or from one without incoming edges, is in no cycle. What remains is one.
        while (left.FirstOrDefault(edge => left.All(other => other.From != edge.To) || left.All(other => other.To != edge.From))
            is { To: not null } loose)
        {
            left.Remove(loose);
        }

        Assert.Empty(left.Select(edge => $"{edge.From} uses {edge.To}"));
    }

    [Fact]
    public void Imaging_uses_only_the_base_library() => Assert.DoesNotContain(
        Assemblies("Imaging"), name => name != "SneakerCheck.Functions" && !name.StartsWith("System.", StringComparison.Ordinal));

    [Theory]
    [InlineData("Accounts")]
    [InlineData("Checks")]
    [InlineData("Gigs")]
    [InlineData("Notifications")]
    [InlineData("Pictures")]
    public void No_area_uses_the_SDKs_of_Azure(string area) => Assert.DoesNotContain(
        Assemblies(area),
        name => (name.StartsWith("Azure.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Azure.", StringComparison.Ordinal))
            && !name.StartsWith(Worker, StringComparison.Ordinal));

    private static IEnumerable<string> Assemblies(string room)
    {
        var names = References.Where(types => Room(types.From) == room).Select(types => types.To.Assembly.GetName().Name!).Distinct();
        Assert.NotEmpty(names);
        return names;
    }

    /// <summary>The room of a type; null for types of other assemblies and for generated ones.</summary>
    private static string? Room(Type type)
    {
        if (type.Assembly != typeof(LocalHost).Assembly)
            return null;
        return (type.Namespace ?? "").Split('.') switch
        {
            ["SneakerCheck", var room, ..] => room,
            ["SneakerCheck"] => type.Name,
            ["Microsoft", "Azure", "Functions", "Worker"] => Triggers,
            [""] when type.Name == Entry => Entry,
            _ => null,
        };
    }

    private sealed record Door(string Room, params Type[] Types)
    {
        public bool Opens(string room, Type type) => Room == room && (Types.Length == 0 || Types.Contains(type));
    }
}
