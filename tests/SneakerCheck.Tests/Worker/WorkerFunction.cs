using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using SneakerCheck.Tests.Worker.Protocol;

namespace SneakerCheck.Tests.Worker;

/// <summary>A function from the worker's metadata.</summary>
internal sealed class WorkerFunction
{
    private readonly JsonElement trigger;
    private readonly TemplateMatcher? matcher;
    private readonly Dictionary<string, IRouteConstraint> constraints = [];

    public WorkerFunction(RpcFunctionMetadata metadata, string routePrefix, IInlineConstraintResolver resolver)
    {
        Metadata = metadata;
        trigger = metadata.RawBindings.Select(binding => JsonElement.Parse(binding)).Single(IsTrigger);
        if (!IsHttp)
            return;
        Route = string.Join('/', new[] { routePrefix, Member("route") ?? Name }.Where(part => part.Length > 0));
        Verbs = trigger.TryGetProperty("methods", out var methods)
            ? [.. methods.EnumerateArray().Select(verb => verb.GetString()!.ToUpperInvariant())]
            : [];
        var template = TemplateParser.Parse(Route);
        matcher = new(template, []);
        foreach (var parameter in template.Parameters)
        {
            if (parameter.InlineConstraints.FirstOrDefault() is { } constraint)
                constraints.Add(parameter.Name!, resolver.ResolveConstraint(constraint.Constraint)!);
        }
    }

    public RpcFunctionMetadata Metadata { get; }

    public string Name => Metadata.Name;

    public string Parameter => trigger.Text("name");

    public bool IsHttp => IsOfType("httpTrigger");

    public bool IsTimer => IsOfType("timerTrigger");

    /// <summary>The queue of a queue function.</summary>
    public string? Queue => Member("queueName");

    private string Route { get; } = "";

    private string[] Verbs { get; } = [];

    /// <summary>The function as a line of the committed list.</summary>
    public string Line => IsHttp ? $"{Name}: http {(Verbs.Length == 0 ? "any" : string.Join(',', Verbs))} /{Route}"
        : IsTimer ? $"{Name}: timer {Member("schedule")}"
        : $"{Name}: queue {Queue}";

    /// <summary>The route's values if the function answers this request; otherwise null.</summary>
    public RouteValueDictionary? Match(Microsoft.AspNetCore.Http.HttpRequest request)
    {
        var values = new RouteValueDictionary();
        return matcher is not null
            && matcher.TryMatch(request.Path, values)
            && (Verbs.Length == 0 || Verbs.Contains(request.Method))
            && constraints.All(pair => pair.Value.Match(request.HttpContext, null, pair.Key, values, RouteDirection.IncomingRequest))
            ? values
            : null;
    }

    private static bool IsTrigger(JsonElement binding) => binding.Text("type").EndsWith("Trigger", StringComparison.OrdinalIgnoreCase);

    private bool IsOfType(string type) => trigger.Text("type").Equals(type, StringComparison.OrdinalIgnoreCase);

    private string? Member(string name) => trigger.TryGetProperty(name, out var value) ? value.GetString() : null;
}
