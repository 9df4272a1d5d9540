using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace SneakerCheck.Tests.Hosting;

/// <summary>Records the calls of the sample functions and controls their behaviour.</summary>
public sealed class Recorder
{
    public ConcurrentQueue<string> Worked { get; } = [];

    public ConcurrentQueue<string> DeadLettered { get; } = [];

    public int Ticks;

    public int FrequentTicks;

    public int AtWork;

    public int MostAtWork;

    /// <summary>Called for every message; it throws to make the delivery fail.</summary>
    public Func<string, CancellationToken, Task> Work { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called at every run of the timer.</summary>
    public Action Tick { get; set; } = () => { };
}

/// <summary>Functions for the tests of the host, declared as those of the product are.</summary>
public sealed class SampleFunctions(Recorder recorder)
{
    private int calls;

    public static string QueueName => "sample-work";

    [Function("SampleEcho")]
    public static IResult Echo(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sample/echo/{word}")] HttpRequest request, string word, string? also) =>
        Results.Text($"{request.Method} {word} {also ?? "nothing"}");

    [Function("SampleSend")]
    public async Task<IResult> Send(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "put", Route = "sample/bodies")] HttpRequest request,
        CancellationToken cancellation)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(cancellation);
        return Results.Json(new { length = body.Length, calls = Interlocked.Increment(ref calls) });
    }

    [Function("SampleFailure")]
    public static IResult Fail([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sample/failure")] HttpRequest request) =>
        throw new InvalidOperationException($"Secret of {request.Path}.");

    [Function("SampleWork")]
    public async Task Work([ServiceBusTrigger("sample-work", Connection = "ServiceBus")] string body, CancellationToken cancellation)
    {
        var atWork = Interlocked.Increment(ref recorder.AtWork);
        recorder.MostAtWork = Math.Max(recorder.MostAtWork, atWork);
        try
        {
            await recorder.Work(Payload(body), cancellation);
            recorder.Worked.Enqueue(Payload(body));
        }
        finally
        {
            Interlocked.Decrement(ref recorder.AtWork);
        }
    }

    [Function("SampleDeadLetters")]
    public void Bury([ServiceBusTrigger("sample-work/$deadletterqueue", Connection = "ServiceBus")] string body) =>
        recorder.DeadLettered.Enqueue(Payload(body));

    [Function("SampleTimer")]
    public Task Tick([TimerTrigger("30 3 * * *")] TimerInfo timer)
    {
        Assert.Null(timer);
        Interlocked.Increment(ref recorder.Ticks);
        recorder.Tick();
        return Task.CompletedTask;
    }

    [Function("SampleTimerOften")]
    public void TickOften([TimerTrigger("*/15 * * * * *")] TimerInfo timer)
    {
        Assert.Null(timer);
        Interlocked.Increment(ref recorder.FrequentTicks);
    }

    private static string Payload(string body) => JsonElement.Parse(body).GetProperty("payload").GetString()!;
}
