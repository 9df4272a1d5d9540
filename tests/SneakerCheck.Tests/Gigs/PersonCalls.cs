using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Gigs;

/// <summary>A valid call of each function of people.</summary>
internal static class PersonCalls
{
    public static Call[] Table { get; } =
    [
        new("RegisterPerson", 201) { Body = (_, _) => new { email = GigsClient.NewEmail(), password = Subject.Password } },
    ];
}
