namespace SneakerCheck.Notifications;

/// <summary>
/// What a program learns of a finished check, the same in the inbox and in every push. The long members come last: a push that
/// is too big for its service goes without them.
/// </summary>
/// <param name="NotificationId">The inbox entry.</param>
/// <param name="TaskId">The check.</param>
/// <param name="RunId">The run.</param>
/// <param name="MetaTag">The template's tag.</param>
/// <param name="ShoeModel">The model that was claimed.</param>
/// <param name="Answer"><c>true</c>, <c>fake</c> or <c>not_sure</c>.</param>
/// <param name="FinishTime">When the run finished.</param>
/// <param name="VerdictZh">The answer in a Chinese word.</param>
/// <param name="VerdictEn">The answer in English words.</param>
/// <param name="ReasonZh">Why, in Chinese.</param>
/// <param name="ReasonEn">Why, in English.</param>
public sealed record CheckFinished(
    string NotificationId,
    string TaskId,
    string RunId,
    string MetaTag,
    string ShoeModel,
    string Answer,
    DateTimeOffset FinishTime,
    string VerdictZh,
    string VerdictEn,
    string ReasonZh,
    string ReasonEn)
{
    /// <summary>The type of the notification, as webhooks see it.</summary>
    public const string Type = "check.finished";
}
