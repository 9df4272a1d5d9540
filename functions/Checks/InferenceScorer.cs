using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace SneakerCheck.Checks;

/// <summary>
/// Has a check scored by an inference server that speaks the Open Inference Protocol v2. The server gets a short-lived read link
/// to each photo and returns a calibrated p-value for each label. The template's error bound is applied here. If the server
/// fails, times out or returns an invalid reply, the answer is not_sure. After several failures a circuit breaker pauses the calls.
/// </summary>
public sealed partial class InferenceScorer(
    CheckPhotos photos,
    IOptions<ChecksOptions> options,
    TimeProvider time,
    ILogger<InferenceScorer> logger) : ILikenessScorer, IDisposable
{
    private const int MaximumReply = 64 * 1024;
    private readonly ConcurrentDictionary<ExternalScorer, ResiliencePipeline> pipelines = new();

    // The request contains links to photos, so it must not follow a redirect to another server.
    private readonly HttpClient http = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaximumReply,
    };

    /// <inheritdoc/>
    public async Task<LikenessOutcome> Score(
        Check check, Template template, IReadOnlyList<PhotoInspection> usable, CancellationToken cancellation)
    {
        var scorer = template.Scorer!;
        try
        {
            var request = await Request(check, usable, cancellation);
            var (genuine, fake) = await pipelines.GetOrAdd(scorer, Pipeline)
                .ExecuteAsync(async cancel => await Ask(scorer, request, cancel), cancellation);
            return Decide(genuine, fake, template.ErrorBound);
        }
        catch (Exception exception) when (
            exception is HttpRequestException or TimeoutRejectedException or BrokenCircuitException or JsonException or IOException)
        {
            LogFailed(exception, scorer.Model);
            return new LikenessOutcome(Answer.NotSure, [Reasons.ScorerFailed()], []);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static LikenessOutcome Decide(double genuine, double fake, double bound)
    {
        var answer = (genuine > bound, fake > bound) switch
        {
            (true, false) => Answer.True,
            (false, true) => Answer.Fake,
            _ => Answer.NotSure,
        };
        return new LikenessOutcome(
            answer,
            [Reasons.Scored(answer, genuine, fake, bound)],
            [Label(Answer.True, genuine, bound), Label(Answer.Fake, fake, bound)]);
    }

    private static LabelReport Label(Answer label, double p, double bound) => new(label, p, null, p > bound, 0, 0, []);

    private async Task<InferenceRequest> Request(Check check, IReadOnlyList<PhotoInspection> usable, CancellationToken cancellation)
    {
        var links = new string[usable.Count];
        for (var i = 0; i < links.Length; i++)
            links[i] = (await photos.ReadLink(check, check.Photo(usable[i].View.Id)!, cancellation)).AbsoluteUri;
        return new InferenceRequest(
            check.RunId!,
            new Dictionary<string, string> { ["shoe_model"] = check.ShoeModel, ["meta_tag"] = check.MetaTag },
            [
                new InferenceInput("photo_url", [links.Length], "BYTES", links),
                new InferenceInput("view", [links.Length], "BYTES", [.. usable.Select(photo => photo.View.Id)]),
            ],
            [new InferenceName("p_true"), new InferenceName("p_fake")]);
    }

    private async Task<(double True, double Fake)> Ask(ExternalScorer scorer, InferenceRequest request, CancellationToken cancellation)
    {
        var address = $"{scorer.Url.TrimEnd('/')}/v2/models/{Uri.EscapeDataString(scorer.Model)}/infer";
        using var reply = await http.PostAsJsonAsync(address, request, InferenceJson.Default.InferenceRequest, cancellation);
        reply.EnsureSuccessStatusCode();
        var scores = await reply.Content.ReadFromJsonAsync(InferenceJson.Default.InferenceReply, cancellation);
        return (PValue(scores, "p_true"), PValue(scores, "p_fake"));
    }

    private static double PValue(InferenceReply? reply, string name) =>
        reply?.Outputs?.FirstOrDefault(output => output.Name == name)?.Data is [>= 0 and <= 1 and var p]
            ? p
            : throw new JsonException($"The inference server gave no p-value {name}.");

    private ResiliencePipeline Pipeline(ExternalScorer scorer) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5,
            MinimumThroughput = 4,
            SamplingDuration = TimeSpan.FromSeconds(60),
            BreakDuration = TimeSpan.FromSeconds(30),
        })
        .AddTimeout(options.Value.ScorerTimeout)
        .Build();

    [LoggerMessage(LogLevel.Warning, "The inference server did not score a check with {Model}.")]
    private partial void LogFailed(Exception exception, string model);
}

internal sealed record InferenceRequest(
    string Id, IReadOnlyDictionary<string, string> Parameters, IReadOnlyList<InferenceInput> Inputs, IReadOnlyList<InferenceName> Outputs);

internal sealed record InferenceInput(string Name, IReadOnlyList<int> Shape, string Datatype, IReadOnlyList<string> Data);

internal sealed record InferenceName(string Name);

internal sealed record InferenceOutput(string? Name, IReadOnlyList<double>? Data);

internal sealed record InferenceReply(IReadOnlyList<InferenceOutput>? Outputs);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(InferenceRequest))]
[JsonSerializable(typeof(InferenceReply))]
internal sealed partial class InferenceJson : JsonSerializerContext;
