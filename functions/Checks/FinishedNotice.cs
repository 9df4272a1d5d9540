using System.Text.Json;
using SneakerCheck.Notifications;

namespace SneakerCheck.Checks;

/// <summary>
/// What a program learns of a finished check, the same in the inbox and in every push, where the inbox entry's id comes before
/// it. The long members come last: a push that is too big for its service goes without them.
/// </summary>
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
internal sealed record CheckFinished(
    string TaskId,
    string RunId,
    string MetaTag,
    string ShoeModel,
    string Answer,
    DateTimeOffset FinishTime,
    string VerdictZh,
    string VerdictEn,
    string ReasonZh,
    string ReasonEn);

/// <summary>Tells an owner that a run has finished their check.</summary>
public static class FinishedNotice
{
    /// <summary>The notice's kind.</summary>
    public const string Kind = "check.finished";

    /// <summary>The notice of a check's run; its key is the run's id, so that a check that is run again is told of again.</summary>
    public static Notice Of(Check check, RunReport report, DateTimeOffset now)
    {
        var main = report.Reasons[0].Text;
        return Of(new CheckResult(
            check.UserId,
            check.Id,
            report.RunId,
            check.MetaTag,
            check.ShoeModel,
            JsonNamingPolicy.SnakeCaseLower.ConvertName(report.Answer.ToString()),
            now,
            main.Zh,
            main.En));
    }

    /// <summary>The notice of a result.</summary>
    public static Notice Of(CheckResult result)
    {
        var (verdictZh, verdictEn) = result.Answer switch
        {
            "true" => ("正品", "authentic"),
            "fake" => ("仿品", "fake"),
            _ => ("无法确定", "not sure"),
        };
        var data = new CheckFinished(
            result.TaskId,
            result.RunId,
            result.MetaTag,
            result.ShoeModel,
            result.Answer,
            result.FinishTime,
            verdictZh,
            verdictEn,
            result.ReasonZh,
            result.ReasonEn);
        return new Notice(
            result.RunId,
            result.UserId,
            Kind,
            result.FinishTime,
            new($"鉴定结果:{verdictZh}", $"{result.ShoeModel}:{result.ReasonZh}"),
            new($"Check finished: {verdictEn}", $"{result.ShoeModel}: {result.ReasonEn}"),
            JsonSerializer.SerializeToElement(data, TaskJson.Wire.CheckFinished),
            $"/api/v1/users/me/tasks/{result.TaskId}");
    }
}
