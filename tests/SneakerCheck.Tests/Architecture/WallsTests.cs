using SneakerCheck.Accounts;
using SneakerCheck.Checks;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Notifications;
using SneakerCheck.Pictures;

namespace SneakerCheck.Tests.Architecture;

/// <summary>
/// The rooms of the product and the doors between them, held against the compiled assembly. Whoever needs another door opens it
/// here, for everybody to see.
/// </summary>
public sealed class WallsTests
{
    // The module that adds every area to a host.
    private const string Whole = "SneakerCheckModule";

    // The command line.
    private const string Entry = "Program";

    // The trigger of queues, declared here in the worker's namespace.
    private const string Triggers = "Triggers";

    // Attributes of triggers, which every function has.
    private const string Worker = "Microsoft.Azure.Functions.Worker.";

    /// <summary>What each room may use: of another room everything, or nothing but these types.</summary>
    private static readonly Dictionary<string, Door[]> Doors = new()
    {
        ["Imaging"] = [],
        [Triggers] = [],
        ["Platform"] = [],
        ["Accounts"] = [new("Platform")],
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
        [Whole] =
        [
            new("Platform"), new("Accounts", typeof(AccountsModule)), new("Checks", typeof(ChecksModule)),
            new("Notifications", typeof(NotificationsModule)), new("Pictures", typeof(PicturesModule)),
        ],
        ["Hosting"] = [new(Triggers), new("Platform")],
        ["Demo"] = [new("Hosting"), new(Whole)],
        [Entry] = [new("Hosting"), new("Demo"), new(Whole)],
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
    public void Rooms_use_each_other_through_the_doors_alone()
    {
        var through = Crossings.Where(crossing => !Doors[crossing.From].Any(door => door.Opens(crossing.To, crossing.Types.To)))
            .Select(crossing => $"{crossing.Types.From.FullName} uses {crossing.Types.To.FullName}");

        Assert.True(!through.Any(), "Walls that something goes through:\n" + string.Join('\n', through.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void No_door_is_open_that_nobody_uses()
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
    public void No_room_uses_itself_by_way_of_others()
    {
        var left = Crossings.Select(crossing => (crossing.From, crossing.To)).ToHashSet();
        // What leads to a room that uses none, or comes from one that none uses, is in no ring; what is left goes round.
        while (left.FirstOrDefault(edge => left.All(other => other.From != edge.To) || left.All(other => other.To != edge.From))
            is { To: not null } loose)
        {
            left.Remove(loose);
        }

        Assert.Empty(left.Select(edge => $"{edge.From} uses {edge.To}"));
    }

    [Fact]
    public void Imaging_uses_the_base_library_alone() => Assert.DoesNotContain(
        Assemblies("Imaging"), name => name != "SneakerCheck.Functions" && !name.StartsWith("System.", StringComparison.Ordinal));

    [Theory]
    [InlineData("Accounts")]
    [InlineData("Checks")]
    [InlineData("Notifications")]
    [InlineData("Pictures")]
    public void No_area_knows_the_cloud(string area) => Assert.DoesNotContain(
        Assemblies(area),
        name => (name.StartsWith("Azure.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Azure.", StringComparison.Ordinal))
            && !name.StartsWith(Worker, StringComparison.Ordinal));

    private static IEnumerable<string> Assemblies(string room)
    {
        var names = References.Where(types => Room(types.From) == room).Select(types => types.To.Assembly.GetName().Name!).Distinct();
        Assert.NotEmpty(names);
        return names;
    }

    /// <summary>Where a type belongs; null for those of other assemblies and those that generators and the compiler make.</summary>
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
