using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Notifications;

/// <summary>
/// A run has finished a check: the message by which checks tell notifications. It says all that the owner is to be told.
/// </summary>
/// <param name="UserId">The owner's account.</param>
/// <param name="TaskId">The check.</param>
/// <param name="RunId">The run; it tells results apart, so that each is told once however often its message comes.</param>
/// <param name="MetaTag">The template's tag.</param>
/// <param name="ShoeModel">The model that was claimed.</param>
/// <param name="Answer"><c>true</c>, <c>fake</c> or <c>not_sure</c>.</param>
/// <param name="FinishTime">When the run finished.</param>
/// <param name="ReasonZh">Why, in Chinese, in a sentence or two.</param>
/// <param name="ReasonEn">Why, in English, in a sentence or two.</param>
public sealed record CheckResult(
    long UserId,
    string TaskId,
    string RunId,
    string MetaTag,
    string ShoeModel,
    string Answer,
    DateTimeOffset FinishTime,
    string ReasonZh,
    string ReasonEn)
{
    /// <summary>The queue's name.</summary>
    public const string QueueName = "check-results";

    /// <summary>The queue; a message's key is the run's id.</summary>
    public static MessageQueue<CheckResult> Queue { get; } = new(
        QueueName,
        NotificationJson.Default.CheckResult,
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(15),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1));
}
