using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Checks;

/// <summary>A check to be run.</summary>
/// <param name="UserId">Its owner.</param>
/// <param name="TaskId">The check.</param>
/// <param name="RunId">The run; another one than the check awaits is of no effect.</param>
public sealed record RunOrder(long UserId, string TaskId, string RunId);

/// <summary>Photos that may have to go. Those that their check still shows stay.</summary>
/// <param name="UserId">The check's owner.</param>
/// <param name="TaskId">The check.</param>
/// <param name="FileIds">The photos; none: whatever lies in storage for the check and whose upload is over.</param>
public sealed record PhotoCleanup(long UserId, string TaskId, ImmutableArray<string> FileIds);

/// <summary>The queues that this area works on.</summary>
internal static class CheckQueues
{
    /// <summary>The name of <see cref="Runs"/>.</summary>
    public const string RunsName = "check-runs";

    /// <summary>The name of <see cref="Cleanups"/>.</summary>
    public const string CleanupsName = "photo-cleanups";

    /// <summary>The name of <see cref="Results"/>.</summary>
    public const string ResultsName = "check-results";

    /// <summary>Checks to be run.</summary>
    public static readonly MessageQueue<RunOrder> Runs = new(
        RunsName,
        CheckQueueJson.Default.RunOrder,
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5));

    /// <summary>Photos that may have to go.</summary>
    public static readonly MessageQueue<PhotoCleanup> Cleanups = new(
        CleanupsName,
        CheckQueueJson.Default.PhotoCleanup,
        TimeSpan.FromSeconds(10),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(12));

    /// <summary>Results of an earlier version, see <see cref="ForwardCheckResults"/>.</summary>
    public static readonly MessageQueue<CheckResult> Results = new(
        ResultsName,
        CheckQueueJson.Default.CheckResult,
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(15),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1));

    /// <summary>The order to run a check that has just begun to wait.</summary>
    public static Message RunOf(Check waiting) =>
        Runs.Message(waiting.RunId!, new RunOrder(waiting.UserId, waiting.Id, waiting.RunId!));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RunOrder))]
[JsonSerializable(typeof(PhotoCleanup))]
[JsonSerializable(typeof(CheckResult))]
internal sealed partial class CheckQueueJson : JsonSerializerContext;
