using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Checks;

/// <summary>An order to run a check.</summary>
/// <param name="UserId">Its owner.</param>
/// <param name="TaskId">The check.</param>
/// <param name="RunId">The run. If the check does not wait for this run, the order has no effect.</param>
public sealed record RunOrder(long UserId, string TaskId, string RunId);

/// <summary>An order to delete photos of a check, unless the check still shows them.</summary>
/// <param name="UserId">The check's owner.</param>
/// <param name="TaskId">The check.</param>
/// <param name="FileIds">The photos; empty for all blobs of the check whose upload is over.</param>
/// <param name="UploadsEnd">When the last link of a deleted check expires; null if the check says it or there is none.</param>
/// <param name="KeepsPrints">Whether the fingerprints stay, because the account was deleted.</param>
public sealed record PhotoCleanup(
    long UserId, string TaskId, ImmutableArray<string> FileIds, DateTimeOffset? UploadsEnd = null, bool KeepsPrints = false);

internal static class CheckQueues
{
    public const string RunsName = "check-runs";

    public const string CleanupsName = "photo-cleanups";

    public const string ResultsName = "check-results";

    public static readonly MessageQueue<RunOrder> Runs = new(
        RunsName,
        CheckQueueJson.Default.RunOrder,
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5));

    public static readonly MessageQueue<PhotoCleanup> Cleanups = new(
        CleanupsName,
        CheckQueueJson.Default.PhotoCleanup,
        TimeSpan.FromSeconds(10),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(12));

    /// <summary>Only drained: an earlier version wrote it, see <see cref="ForwardCheckResults"/>.</summary>
    public static readonly MessageQueue<CheckResult> Results = new(
        ResultsName,
        CheckQueueJson.Default.CheckResult,
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(15),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1));

    public static Message RunOf(Check waiting) =>
        Runs.Message(waiting.RunId!, new RunOrder(waiting.UserId, waiting.Id, waiting.RunId!));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RunOrder))]
[JsonSerializable(typeof(PhotoCleanup))]
[JsonSerializable(typeof(CheckResult))]
internal sealed partial class CheckQueueJson : JsonSerializerContext;
