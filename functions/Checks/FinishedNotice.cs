using System.Text.Json;
using System.Text.Json.Serialization;
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
    string ReasonEn)
{
    /// <summary>Whether a person must look before there is an answer; null in notices of an earlier version.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? ReviewHold { get; init; }

    /// <summary>The shoe model's name in Chinese; null in notices of an earlier version.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ShoeTitleZh { get; init; }

    /// <summary>The shoe model's name in English; null in notices of an earlier version.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ShoeTitleEn { get; init; }

    /// <summary>What the owner can do next, in Chinese; null in notices of an earlier version.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NextStepZh { get; init; }

    /// <summary>What the owner can do next, in English; null in notices of an earlier version.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NextStepEn { get; init; }
}

/// <summary>Composes the notice that an owner's check has an answer.</summary>
public static class FinishedNotice
{
    public const string Kind = "check.finished";

    /// <summary>
    /// The notice of the answer that a check has. Its key is that of the run or of the operator's decision, so each answer sends one.
    /// </summary>
    /// <param name="check">A finished check.</param>
    /// <param name="model">The name of its shoe model; null if the model is not known.</param>
    public static Notice Of(Check check, LocalText? model)
    {
        var report = check.Report!;
        var reason = report.Reasons[0].Text;
        var shoe = model ?? new(check.ShoeModel, check.ShoeModel);
        var next = report.NextStep!;
        var answer = JsonNamingPolicy.SnakeCaseLower.ConvertName(report.Answer.ToString());
        var verdict = Verdict(answer);
        var data = new CheckFinished(
            check.Id,
            report.RunId,
            check.MetaTag,
            check.ShoeModel,
            answer,
            check.FinishTime!.Value,
            verdict.Zh,
            verdict.En,
            reason.Zh,
            reason.En)
        {
            ReviewHold = report.ReviewHold,
            ShoeTitleZh = shoe.Zh,
            ShoeTitleEn = shoe.En,
            NextStepZh = next.Zh,
            NextStepEn = next.En,
        };
        var title = report.ReviewHold
            ? new LocalText("鉴定等待工作人员查看", "Your check waits for a person to look at it")
            : new LocalText($"鉴定结果：{verdict.Zh}", $"Check finished: {verdict.En}");
        return new Notice(
            check.Decision?.Id ?? report.RunId,
            check.UserId,
            Kind,
            data.FinishTime,
            new(title.Zh, $"{shoe.Zh}：{reason.Zh}{next.Zh}"),
            new(title.En, $"{shoe.En}: {reason.En} {next.En}"),
            JsonSerializer.SerializeToElement(data, TaskJson.Wire.CheckFinished),
            Link(check.Id));
    }

    /// <summary>The notice of a result that an earlier version queued, as that version worded it.</summary>
    public static Notice Of(CheckResult result)
    {
        var (verdictZh, verdictEn) = Verdict(result.Answer);
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
            Link(result.TaskId));
    }

    private static LocalText Verdict(string answer) => answer switch
    {
        "true" => new("正品", "authentic"),
        "fake" => new("仿品", "fake"),
        _ => new("无法确定", "not sure"),
    };

    private static string Link(string taskId) => $"/api/v1/users/me/tasks/{taskId}";
}
