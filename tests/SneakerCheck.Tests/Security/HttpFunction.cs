using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Tests.Security;

/// <summary>An HTTP function of the product, as the host finds it.</summary>
internal sealed record HttpFunction(string Name, string Verb, string Route, Type? JsonBody)
{
    public static ImmutableArray<HttpFunction> All { get; } =
    [
        .. from function in FunctionIndex.Of(typeof(SneakerCheckModule).Assembly, HostSettings.Read()).Functions
           where function.Trigger is FunctionTrigger.Http
           let http = (FunctionTrigger.Http)function.Trigger
           let body = function.Method.GetCustomAttributes().OfType<IAcceptsMetadata>().SingleOrDefault()
           select new HttpFunction(
               function.Name,
               http.Verbs.Single(),
               "/" + http.Route,
               body?.ContentTypes.Contains("application/json") == true ? body.RequestType : null),
    ];

    /// <summary>The names of the route's parameters.</summary>
    public IEnumerable<string> Parameters =>
        Route.Split('/').Where(segment => segment.StartsWith('{')).Select(segment => segment.Trim('{', '}'));

    /// <summary>The path with these values; a parameter without one is <c>none</c>.</summary>
    public string Path(IReadOnlyDictionary<string, string> values) => string.Join(
        '/', Route.Split('/').Select(segment => segment.StartsWith('{') ? values.GetValueOrDefault(segment.Trim('{', '}'), "none") : segment));

    public override string ToString() => Name;
}
