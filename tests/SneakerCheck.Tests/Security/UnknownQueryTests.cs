using SneakerCheck.Gigs;
using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Security;

/// <summary>A query parameter that a function does not know is refused: a misspelt filter must not answer with everything.</summary>
public sealed class UnknownQueryTests(SubjectFixture fixture) : IClassFixture<SubjectFixture>
{
    private static bool IsApi(HttpFunction function) =>
        function.Route.StartsWith("/api/v1/", StringComparison.Ordinal) || function.Contract == GigsContract.Contract;

    public static TheoryData<string> Functions() => [.. HttpFunction.All.Where(IsApi).Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_function_refuses_a_query_parameter_that_it_does_not_declare(string name)
    {
        var call = await Call.Prepare(name, fixture.Subject);
        using var client = fixture.Subject.Host.Client(fixture.TokenFor(call.Function));
        foreach (var unknown in new[] { "verdikt", "user_id", "x" + new string('y', 500) })
        {
            using var request = call.Request();
            var path = request.RequestUri!.OriginalString;
            request.RequestUri = new Uri($"{path}{(path.Contains('?') ? '&' : '?')}{unknown}=1", UriKind.Relative);

            var reply = await client.SendAsync(request);
            await reply.Refused(call.Function.Contract, "invalid_field");
            if (call.Function.Contract == GigsContract.Contract)
                continue;

            var problem = await reply.Problem(400, "invalid_field");
            var error = Assert.Single(problem.List("errors"));
            Assert.Equal(unknown[..Math.Min(unknown.Length, 64)], error.Text("field"));
            Assert.All(call.Function.Query, known => Assert.Contains(known, error.Text("reason")));
        }
    }

    [Fact]
    public async Task Who_may_not_call_learns_nothing_of_the_parameters()
    {
        using var anybody = fixture.Subject.Host.Client();
        var member = await fixture.Subject.Host.Owner();

        await (await anybody.GetAsync("/api/v1/checks?verdikt=1")).Problem(401, "not_signed_in");
        await (await member.Http.GetAsync("/api/v1/checks?verdikt=1")).Problem(403, "forbidden");
    }

    [Fact]
    public void All_functions_under_api_v1_and_of_seed_003_and_no_others_have_the_rule() => Assert.All(
        HttpFunction.All, function => Assert.Equal(IsApi(function), function.Contract.RefusesUnknownQuery));
}
