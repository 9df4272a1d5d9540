using System.Text.Json;
using SneakerCheck.Notifications;

namespace SneakerCheck.Checks;

/// <summary>
/// The data of a finished check for programs: the same in the inbox and in every push, which puts the inbox entry's id before it.
/// The long members come last, because a push that is too large for its service is sent without them.
/// </summary>
/// <param name="TaskId">The check.</param>
/// <param name="RunId">The run.</param>
/// <param name="MetaTag">The template's tag.</param>
/// <param name="ShoeModel">The shoe model that the owner claims.</param>
/// <param name="Answer"><c>true</c>, <c>fake</c> or <c>not_sure</c>.</param>
/// <param name="FinishTime">When the run finished.</param>
/// <param name="VerdictZh">The answer in Chinese.</param>
/// <param name="VerdictEn">The answer in English.</param>
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

/// <summary>Composes the notice that a run has finished an owner's check.</summary>
public static class FinishedNotice
{
    public const string Kind = "check.finished";

    /// <summary>The notice of a check's run. Its key is the run's id, so a rerun sends another notice.</summary>
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
