using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using SneakerCheck.Accounts;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Tests.Calls;

/// <summary>An HTTP function of the product, with its attributes. Catch-alls are not among them: <c>UnknownPathsTests</c>.</summary>
internal sealed record HttpFunction(
    string Name, string Verb, string Route, Type? JsonBody, AccessAttribute Permission, ImmutableArray<string> Query)
{
    public static ImmutableArray<HttpFunction> All { get; } =
    [
        .. from function in FunctionIndex.Of(typeof(SneakerCheckModule).Assembly, HostSettings.Read()).Functions
           where function.Trigger is FunctionTrigger.Http
           let http = (FunctionTrigger.Http)function.Trigger
           where !http.IsCatchAll
           let body = function.Method.GetCustomAttributes().OfType<IAcceptsMetadata>().SingleOrDefault()
           select new HttpFunction(
               function.Name,
               http.Verbs.Single(),
               "/" + http.Route,
               body?.ContentTypes.Contains("application/json") == true ? body.RequestType : null,
               function.Method.GetCustomAttribute<AccessAttribute>()
                   ?? throw new InvalidOperationException($"{function.Name} does not say who may call it."),
               [.. function.Method.GetCustomAttributes<QueryParameterAttribute>().Select(query => query.Name)]),
    ];

    /// <summary>Those that take a JSON body.</summary>
    public static IEnumerable<HttpFunction> WithJsonBody => All.Where(function => function.JsonBody is not null);

    public Contract Contract => Permission.Contract;

    /// <summary>Which accounts may call; null if anybody may.</summary>
    public Access? Who => Permission is AccountAccessAttribute access ? access.Who : null;

    /// <summary>Why another account than the owner is refused.</summary>
    public AccessFault OfOthers => ((AccountAccessAttribute)Permission).OfOthers;

    /// <summary>The names of the route's parameters.</summary>
    public IEnumerable<string> Parameters => Route.Split('/').Select(Parameter).OfType<string>();

    public static HttpFunction Named(string name) => All.Single(function => function.Name == name);

    /// <summary>The path with these values; a parameter without one is its first choice, or <c>none</c>.</summary>
    public string Path(IReadOnlyDictionary<string, string> values) => string.Join(
        '/', Route.Split('/').Select(segment => Parameter(segment) is { } name ? Value(segment, name, values) : segment));

    public override string ToString() => Name;

    // Without its constraint.
    private static string? Parameter(string segment) =>
        segment.StartsWith('{') ? segment.Trim('{', '}').Split(':')[0] : null;

    // A path of seed 003 exists with numbers only, and its tasks are gigs.
    private string Value(string segment, string name, IReadOnlyDictionary<string, string> values)
    {
        var value = values.GetValueOrDefault(name, Default(name));
        return !segment.Contains(':', StringComparison.Ordinal) || segment.Contains("regex", StringComparison.Ordinal)
            || value.All(char.IsAsciiDigit)
                ? value
                : name == "task_id" ? values.GetValueOrDefault("gig_id", "1") : "1";
    }

    private string Default(string parameter) =>
        Contract.Parameters.GetValueOrDefault(parameter) is { Choices: [var first, ..] } ? first : "none";
}
