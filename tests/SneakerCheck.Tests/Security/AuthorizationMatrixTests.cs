using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Tokens;
using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Security;

/// <summary>OWASP API5: each function admits only the callers that its attribute allows, and refuses all others.</summary>
public sealed class AuthorizationMatrixTests(SubjectFixture fixture) : IClassFixture<SubjectFixture>
{
    public static TheoryData<string> Functions() => [.. HttpFunction.All.Select(function => function.Name)];

    [Fact]
    public void Every_function_has_one_row_in_a_table_of_calls() =>
        Assert.Equal(HttpFunction.All.Select(function => function.Name).Order(), Call.Table.Keys.Order());

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_function_admits_only_the_callers_that_its_attribute_allows(string name)
    {
        var function = HttpFunction.Named(name);
        var row = Call.Table[name];
        var owner = fixture.Subject;
        var other = await owner.Host.Owner();
        var expired = owner.Host.Services.GetRequiredService<SessionTokens>().Issue(
            new TokenClaims(owner.Id, SessionOf(owner.Token)), DateTimeOffset.UtcNow.AddSeconds(-1));

        await Expect(null, function.Who is null ? null : AccessFault.Missing);
        await Expect("garbage", function.Who is null ? null : AccessFault.Invalid);
        await Expect(expired, function.Who is null ? null : AccessFault.Expired);
        await Expect(other.Token, function.Who switch
        {
            Access.Owner => function.OfOthers,
            Access.Operator => AccessFault.NotOperator,
            Access.Admin => AccessFault.NotAdmin,
            _ => null
        }, row.IsForItsOwner);
        await Expect(row.EndsSession ? (await owner.OpenSession()).Token : owner.Token,
            function.Who switch { Access.Operator => AccessFault.NotOperator, Access.Admin => AccessFault.NotAdmin, _ => null },
            row.EndsAccount);
        await Expect(
            row.EndsSession ? await Subject.NewDesk() : await Subject.Desk(), function.Who is Access.Owner ? function.OfOthers : null);

        async Task Expect(string? token, AccessFault? fault, bool isForItsOwner = false)
        {
            var call = await Call.Prepare(name, owner);
            using var client = owner.Host.Client(token);
            var reply = await client.SendAsync(call.Request());
            if (fault is { } why)
                await reply.Refused(function.Contract, why);
            else if (isForItsOwner)
                await reply.Refused(function.Contract, "forbidden");
            else
                Assert.True((int)reply.StatusCode == row.Status,
                    $"{call.Path} → {(int)reply.StatusCode} {await reply.Content.ReadAsStringAsync()}");
        }
    }

    private string SessionOf(string token) =>
        fixture.Subject.Host.Services.GetRequiredService<SessionTokens>().Verify(token).Claims!.SessionId;
}
