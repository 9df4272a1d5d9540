using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Tests.Hosting;
using FunctionDefinition = SneakerCheck.Hosting.Local.FunctionDefinition;

namespace SneakerCheck.Tests;

/// <summary>Pins what a deployment publishes: the name, trigger, verbs and route of every function.</summary>
public sealed class FunctionPinTests
{
    private static readonly FunctionIndex Index = FunctionIndex.Of(typeof(LocalHost).Assembly, HostSettings.Read());

    private static readonly ParameterInfo[][] Parameters =
        [.. Index.Functions.Select(function => function.Method.GetParameters())];

    [Fact]
    public void Functions_are_those_of_the_committed_list()
    {
        var pinned = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "functions.txt"));
        var found = Index.Functions.Select(Line).Order(StringComparer.Ordinal).ToArray();

        var difference = pinned.Except(found).Select(line => $"- {line}").Concat(
            found.Except(pinned).Select(line => $"+ {line}")).ToArray();
        Assert.True(
            difference.Length == 0,
            "Functions have changed. If that is intended, change tests/SneakerCheck.Tests/Fixtures/functions.txt likewise:\n"
            + string.Join('\n', difference));
        Assert.Equal(found, pinned);
    }

    [Fact]
    public void No_request_can_match_two_functions() =>
        Assert.Empty(RouteOverlap.In(Index.Functions).Select(pair => $"{pair.First.Name} and {pair.Second.Name}"));

    [Fact]
    public void Names_differ_by_more_than_case() =>
        Assert.Equal(Index.Functions.Length, Index.Functions.Select(function => function.Name.ToUpperInvariant()).Distinct().Count());

    [Fact]
    public void No_function_has_two_triggers() => Assert.All(Parameters, parameters => Assert.Single(
        parameters.SelectMany(parameter => parameter.GetCustomAttributes()),
        attribute => attribute is HttpTriggerAttribute or ServiceBusTriggerAttribute or TimerTriggerAttribute));

    [Fact]
    public void No_route_begins_as_those_that_Azure_keeps()
    {
        var routes = Triggers<HttpTriggerAttribute>().Select(trigger => trigger.Route!).ToArray();

        Assert.NotEmpty(routes);
        Assert.DoesNotContain(routes, route =>
            route.StartsWith("admin", StringComparison.OrdinalIgnoreCase) || route.StartsWith(
                "runtime", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Queue_functions_say_where_their_queue_is()
    {
        var queues = Triggers<ServiceBusTriggerAttribute>().ToArray();

        Assert.NotEmpty(queues);
        Assert.All(queues, queue => Assert.Equal("ServiceBus", queue.Connection));
    }

    private static IEnumerable<T> Triggers<T>()
        where T : Attribute =>
        Parameters.SelectMany(parameters => parameters).Select(parameter => parameter.GetCustomAttribute<T>()).OfType<T>();

    private static string Line(FunctionDefinition function) => function.Trigger switch
    {
        FunctionTrigger.Http http => $"{function.Name}: http {Verbs(http)} /{http.Route}",
        FunctionTrigger.Queue queue => $"{function.Name}: queue {queue.Name}",
        FunctionTrigger.Timer timer => $"{function.Name}: timer {timer.Expression}",
        _ => throw new InvalidOperationException($"{function.Name} has an unknown kind of trigger."),
    };

    private static string Verbs(FunctionTrigger.Http http) => http.Verbs.IsEmpty ? "any" : string.Join(',', http.Verbs);
}
