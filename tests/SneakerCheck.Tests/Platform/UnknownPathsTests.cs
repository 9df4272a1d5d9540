using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Tests.Calls;
using SneakerCheck.Tests.Gigs;
using SneakerCheck.Tests.OpenApi;
using FunctionDefinition = SneakerCheck.Hosting.Local.FunctionDefinition;

namespace SneakerCheck.Tests.Platform;

public sealed class UnknownPathsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly FunctionDefinition[] HttpFunctions =
    [
        .. FunctionIndex.Of(typeof(SneakerCheckModule).Assembly, HostSettings.Read()).Functions
            .Where(function => function.Trigger is FunctionTrigger.Http),
    ];

    private static readonly UnknownPaths Sampled = new(
        [typeof(Sample)],
        new ServiceCollection().AddLogging().AddRouting().BuildServiceProvider().GetRequiredService<IInlineConstraintResolver>());

    public static TheoryData<string, string> EveryPath()
    {
        // A parameter that has choices keeps its first.
        var ones = (from function in HttpFunction.All
                    from name in function.Parameters
                    where function.Contract.Parameters.GetValueOrDefault(name) is not { Choices: [_, ..] }
                    select name)
            .Distinct().ToDictionary(name => name, _ => "1");
        var paths = new TheoryData<string, string>();
        foreach (var path in HttpFunction.All.Where(function => function.Contract.Prefixes.Length > 0).GroupBy(one => one.Path(ones)))
            paths.Add(path.Key, string.Join(", ", path.Select(function => function.Verb).Order(StringComparer.Ordinal)));
        return paths;
    }

    [Theory]
    [InlineData("GET", "/api/v1")]
    [InlineData("GET", "/api/v1/")]
    [InlineData("GET", "/api/v1/nothing?page=1")]
    [InlineData("DELETE", "/api/v1/users/me/tasks/1/2/3/4")]
    [InlineData("OPTIONS", "/api/v1/nothing")]
    [InlineData("FOO", "/api/v1/%E9%9E%8B%2Fb")]
    public async Task An_unknown_path_is_a_problem(string verb, string path)
    {
        using var answer = await Ask(verb, path);

        await answer.Problem(404, "not_found");
        Assert.Equal(
            $"There is no {path.Split('?')[0]}. GET /openapi/v1.json lists every path; /docs shows them.",
            (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]);
    }

    [Theory]
    [InlineData("GET", "/users/1/nothing")]
    [InlineData("GET", "/users/1/organizationss/2")]
    [InlineData("DELETE", "/users/me/organization/1/members/2/3")]
    [InlineData("GET", "/sessions/current")]
    public async Task An_unknown_path_of_seed_003_is_404_in_the_seeds_form(string verb, string path)
    {
        using var answer = await Ask(verb, path);

        Assert.StartsWith($"There is no {path}.", await answer.GigsError(404), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(EveryPath))]
    public async Task Another_verb_is_refused_with_those_that_there_are(string path, string verbs)
    {
        using var answer = await Ask("PATCH", path);

        var why = path.StartsWith("/api/", StringComparison.Ordinal)
            ? (await answer.Problem(405, "method_not_allowed")).Text("detail")
            : await answer.GigsError(405);
        Assert.Equal($"{path} has no PATCH. It has {verbs}.", why);
        Assert.Equal(verbs, string.Join(", ", answer.Content.Headers.Allow));
    }

    [Fact]
    public async Task HEAD_is_a_verb_of_its_own()
    {
        using var answer = await Ask("HEAD", "/api/v1/templates");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal("GET", Assert.Single(answer.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("/sample/7", "GET, PUT")]
    [InlineData("/SAMPLE/7/", "GET, PUT")]
    [InlineData("/sample/seven", "DELETE")]
    [InlineData("/sample/eight", "")]
    [InlineData("/sample", "")]
    [InlineData("/sample/7/8", "")]
    public void A_path_has_the_verbs_of_the_functions_whose_constraints_it_meets(string path, string verbs)
    {
        var refusal = Sampled.Refuse(new DefaultHttpContext { Request = { Method = "PATCH", Path = path } }.Request);

        Assert.Equal(verbs.Length > 0 ? 405 : 404, refusal.Status);
        Assert.Equal(verbs, string.Join(", ", refusal.Allow));
    }

    [Fact]
    public void A_contract_with_prefixes_has_one_catch_all_for_each_and_knows_the_codes()
    {
        var contracts = HttpFunctions.Select(Contract).Where(contract => contract.Prefixes.Length > 0).Distinct().ToArray();
        var catchAlls = HttpFunctions.Where(function => Route(function).IsCatchAll).ToArray();

        Assert.NotEmpty(contracts);
        Assert.Equal(
            contracts.SelectMany(contract => contract.Prefixes).Distinct().Order(),
            catchAlls.Select(function => Route(function).Route.Replace("/{*path}", "", StringComparison.Ordinal)).Order());
        Assert.All(catchAlls, function =>
        {
            Assert.Empty(Route(function).Verbs);
            Assert.True(function.Method.GetCustomAttribute<AccessAttribute>()!.IsOpen);
            Assert.Contains(Route(function).Route, Contract(function).Prefixes.Select(prefix => $"{prefix}/{{*path}}"));
            Assert.Equal(404, Contract(function).Errors["not_found"].Status);
            Assert.Equal(405, Contract(function).Errors[WireError.OtherVerb].Status);
        });
    }

    [Fact]
    public void Functions_of_a_contract_with_prefixes_are_below_one() => Assert.All(
        HttpFunctions.Where(function => Contract(function).Prefixes.Length > 0),
        function => Assert.Contains(
            Contract(function).Prefixes, prefix => $"{Route(function).Route}/".StartsWith($"{prefix}/", StringComparison.Ordinal)));

    private static FunctionTrigger.Http Route(FunctionDefinition function) => (FunctionTrigger.Http)function.Trigger;

    private static Contract Contract(FunctionDefinition function) => function.Method.GetCustomAttribute<AccessAttribute>()!.Contract;

    private Task<HttpResponseMessage> Ask(string verb, string path) =>
        host.Anonymous.SendAsync(new HttpRequestMessage(new HttpMethod(verb), path));

    private static class Sample
    {
        [Function("Read")]
        public static IResult Read([HttpTrigger(AuthorizationLevel.Anonymous, "put", "get", Route = "sample/{id:long:min(5)}")] object _) =>
            throw new NotSupportedException();

        [Function("Forget")]
        public static IResult Forget(
            [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "sample/{word:regex(^seve[mn]$)}")] object _) =>
            throw new NotSupportedException();

        [Function("ZzAll")]
        public static IResult All([HttpTrigger(AuthorizationLevel.Anonymous, Route = "sample/{*path}")] object _) =>
            throw new NotSupportedException();
    }
}
