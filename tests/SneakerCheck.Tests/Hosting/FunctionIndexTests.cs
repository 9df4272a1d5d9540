using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Tests.Hosting;

public sealed class FunctionIndexTests
{
    private static readonly HostSettings Settings = new("api", 1, TimeSpan.FromMinutes(5));

    [Fact]
    public void Functions_are_found_with_their_trigger_in_the_order_of_their_names()
    {
        var found = FunctionIndex.Of([typeof(SampleFunctions)], Settings).Functions;

        Assert.Equal(
            ["SampleDeadLetters", "SampleEcho", "SampleFailure", "SampleSend", "SampleTimer", "SampleTimerOften", "SampleWork"],
            found.Select(function => function.Name));
        Assert.Equal(new FunctionTrigger.Queue("sample-work/$deadletterqueue"), found[0].Trigger);
        Assert.Equal(new FunctionTrigger.Timer("30 3 * * *"), found[4].Trigger);
        var send = Assert.IsType<FunctionTrigger.Http>(found[3].Trigger);
        Assert.Equal("api/sample/bodies", send.Route);
        Assert.Equal(["POST", "PUT"], send.Verbs.AsEnumerable());
    }

    [Theory]
    [InlineData(typeof(Reserved), "Azure keeps those beginning with admin or runtime")]
    [InlineData(typeof(Typed), "takes 'id', a Int64")]
    [InlineData(typeof(Text), "must return an IResult")]
    [InlineData(typeof(Triggerless), "needs exactly one trigger")]
    [InlineData(typeof(Keyed), "asks for a key of the Functions host")]
    [InlineData(typeof(Nowhere), "does not say where its queue is")]
    [InlineData(typeof(Batched), "takes several messages at once")]
    [InlineData(typeof(Eager), "runs at every start")]
    [InlineData(typeof(Twins), "is the name of two functions")]
    public void What_Azure_would_not_run_is_rejected(Type type, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidOperationException>(() => FunctionIndex.Of([type], Settings)).Message);

    [Fact]
    public void Settings_missing_from_host_json_have_the_defaults_of_Azure() =>
        Assert.Equal(new HostSettings("api", 16, TimeSpan.FromMinutes(5)), HostSettings.Parse("""{"version":"2.0"}"""u8.ToArray()));

    private static class Reserved
    {
        [Function("Reserved")]
        public static IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, Route = "administrators")] HttpRequest request) =>
            Results.Ok(request.Path);
    }

    private static class Typed
    {
        [Function("Typed")]
        public static IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, Route = "pairs/{id}")] HttpRequest request, long id) =>
            Results.Ok(request.Path + id);
    }

    private static class Text
    {
        [Function("Text")]
        public static string Get([HttpTrigger(AuthorizationLevel.Anonymous, Route = "pairs")] HttpRequest request) => request.Path;
    }

    private static class Triggerless
    {
        [Function("Triggerless")]
        public static void Run()
        {
        }
    }

    private static class Keyed
    {
        [Function("Keyed")]
        public static IResult Get([HttpTrigger(AuthorizationLevel.Function, Route = "pairs")] HttpRequest request) =>
            Results.Ok(request.Path);
    }

    private static class Nowhere
    {
        [Function("Nowhere")]
        public static void Run([ServiceBusTrigger("sample-work")] string message) => Assert.Null(message);
    }

    private static class Batched
    {
        [Function("Batched")]
        public static void Run([ServiceBusTrigger("sample-work", Connection = "ServiceBus", IsBatched = true)] string message) =>
            Assert.Null(message);
    }

    private static class Eager
    {
        [Function("Eager")]
        public static void Run([TimerTrigger("0 * * * * *", RunOnStartup = true)] TimerInfo timer) => Assert.Null(timer);
    }

    private static class Twins
    {
        [Function("Twin")]
        public static void First([TimerTrigger("0 * * * * *")] TimerInfo timer) => Assert.Null(timer);

        [Function("twin")]
        public static void Second([TimerTrigger("0 * * * * *")] TimerInfo timer) => Assert.Null(timer);
    }
}
