using System.Text.Json;
using System.Text.Json.Nodes;
using SneakerCheck.Gigs;
using SneakerCheck.Tests.Calls;
using SneakerCheck.Tests.Gigs;

namespace SneakerCheck.Tests.Security;

/// <summary>OWASP API3: an enumeration in a body accepts only its exact names.</summary>
public sealed class ExactNamesTests(SubjectFixture fixture) : IClassFixture<SubjectFixture>
{
    /// <summary>Every enumeration in every body, with two of its names.</summary>
    private static readonly (string Function, string Member, string Name, string Other)[] Members =
    [
        ("AddMember", "status", "member", "admin"),
        ("AnswerCheck", "answer", "fake", "not_sure"),
        ("ChangeMember", "status", "member", "admin"),
        ("RegisterDevice", "language", "zh", "en"),
        ("RegisterDevice", "platform", "fcm", "wechat"),
        ("SearchGigs", "status", "ongoing", "finished"),
        ("SetRole", "role", "member", "operator"),
        ("SetStatus", "status", "active", "banned"),
    ];

    public static TheoryData<string, string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string, string>();
        foreach (var (function, member, name, other) in Members)
            rows.Add(function, member, name, other);
        return rows;
    }

    [Fact]
    public void Every_enumeration_in_a_body_has_a_row()
    {
        var found = HttpFunction.WithJsonBody.SelectMany(function => Enumerations(function.JsonBody!, [])
            .Select(member => (function.Name, JsonNamingPolicy.SnakeCaseLower.ConvertName(member))));

        Assert.Equal(found.Order(), Members.Select(row => (row.Function, row.Member)).Order());
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Only_the_exact_name_is_accepted(string name, string member, string value, string other)
    {
        var call = await Call.Prepare(name, fixture.Subject);
        JsonNode?[] wrong =
        [
            $"{value}, {other}", $"{value},{other}", $"{value},", $",{value}", $"{value}, {value}", $"{value}|{other}", $"{value} {other}",
            $" {value}", $"{value} ", $"{value}\n", $"{value}\0", "", " ", "0", "1", "-1", 0, 1, 1.5, true, value.ToUpperInvariant(),
            char.ToUpperInvariant(value[0]) + value[1..], new JsonArray(value), new JsonObject { [value] = value },
        ];
        var before = await fixture.Subject.Everything();

        foreach (var text in wrong)
        {
            var refused = await Send(text);
            if (call.Function.Contract.Format.Shape == typeof(GigsError))
            {
                Assert.StartsWith($"{member}: ", await refused.GigsError(400), StringComparison.Ordinal);
                continue;
            }
            var problem = await refused.Problem(400, "invalid_field");
            Assert.Equal(member, Assert.Single(problem.List("errors")).Text("field"));
        }

        Assert.Equal(before, await fixture.Subject.Everything());
        Assert.Equal(call.Call.Status, (int)(await Send(value)).StatusCode);

        Task<HttpResponseMessage> Send(JsonNode? text)
        {
            var body = call.Body!.DeepClone().AsObject();
            body[member] = text?.DeepClone();
            return fixture.Send(call, body.ToJsonString());
        }
    }

    private static IEnumerable<string> Enumerations(Type type, HashSet<Type> seen)
    {
        foreach (var property in type.GetProperties())
        {
            var value = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (value.IsEnum)
                yield return property.Name;
            foreach (var inner in value.GetGenericArguments().Append(value))
            {
                if (inner.Assembly == typeof(SneakerCheckModule).Assembly && !inner.IsEnum && seen.Add(inner))
                {
                    foreach (var member in Enumerations(inner, seen))
                        yield return $"{property.Name}.{member}";
                }
            }
        }
    }
}
