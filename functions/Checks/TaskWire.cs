using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Json;

namespace SneakerCheck.Checks;

/// <summary>A photo of a task, as <c>/api/v1</c> returns it.</summary>
/// <param name="View">The view that it shows.</param>
/// <param name="FileId">The photo's id.</param>
/// <param name="Size">Bytes; null if not known.</param>
/// <param name="Sha256">Lower-case hex; null if not known.</param>
/// <param name="Width">Pixels; null until submitted.</param>
/// <param name="Height">Pixels; null until submitted.</param>
/// <param name="AddTime">When it was announced or uploaded.</param>
public sealed record TaskFile(
    string View, string FileId, long? Size, string? Sha256, int? Width, int? Height, DateTimeOffset AddTime);

/// <summary>How to upload a photo of a new task.</summary>
/// <param name="View">The view that it shall show.</param>
/// <param name="FileId">The photo's id.</param>
/// <param name="Upload">How to upload it.</param>
public sealed record TaskUpload(string View, string FileId, Upload Upload);

/// <summary>A photo of a task as an operator looks at it: beside its nearest exemplars and the photos that it matches.</summary>
/// <param name="View">The view that it shows.</param>
/// <param name="FileId">The photo's id.</param>
/// <param name="Url">A link to it; null if storage has none.</param>
/// <param name="Nearest">The nearest exemplars of this view, nearest first.</param>
/// <param name="Matches">Photos of other accounts that show the same picture.</param>
/// <param name="ExpireTime">When the links end.</param>
public sealed record TaskPhoto(
    string View,
    string FileId,
    string? Url,
    IReadOnlyList<NearPhoto> Nearest,
    IReadOnlyList<MatchedPhoto> Matches,
    DateTimeOffset ExpireTime);

/// <summary>An exemplar near to a photo.</summary>
/// <param name="Id">The exemplar.</param>
/// <param name="Verdict">true or fake.</param>
/// <param name="Pair">The pair of shoes.</param>
/// <param name="Distance">The Euclidean distance of the features.</param>
/// <param name="Url">A link to it, which finds nothing if the exemplar was deleted since.</param>
public sealed record NearPhoto(string Id, Answer Verdict, string Pair, double Distance, string Url);

/// <summary>A photo of another account that shows the same picture.</summary>
/// <param name="UserId">That account; null if its task is gone.</param>
/// <param name="TaskId">The task that the photo belongs to.</param>
/// <param name="View">Its view.</param>
/// <param name="Url">A link to it; null if storage has none.</param>
public sealed record MatchedPhoto(long? UserId, string TaskId, string View, string? Url);

/// <summary>A check as <c>/api/v1</c> returns it: the Task of seed 000 with additions.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="MetaTag">Its template.</param>
/// <param name="ShoeModel">The shoe model that the owner claims.</param>
/// <param name="Comment">The owner's comment.</param>
/// <param name="State">incomplete, waiting or finished.</param>
/// <param name="Answer">null, fake, not_sure or true.</param>
/// <param name="CreateTime">When it was opened.</param>
/// <param name="StartTime">When it was submitted or rerun; null before.</param>
/// <param name="FinishTime">When it was answered; null before.</param>
/// <param name="Files">Its photos.</param>
/// <param name="Report">Everything the run found; null until finished.</param>
/// <param name="History">Answers that later runs or operators have replaced, and all answers of operators, oldest first.</param>
/// <param name="Etag">Its version, also in the ETag header. Send it in If-Match to change exactly this version.</param>
public sealed record CheckTask(
    string Id,
    long UserId,
    string MetaTag,
    string ShoeModel,
    string Comment,
    CheckState State,
    Answer? Answer,
    DateTimeOffset CreateTime,
    DateTimeOffset? StartTime,
    DateTimeOffset? FinishTime,
    IReadOnlyList<TaskFile> Files,
    RunReport? Report,
    IReadOnlyList<PastAnswer> History,
    string Etag)
{
    /// <summary>Upload links for the photos in the request that opened the task; only in the reply to that request.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TaskUpload>? Uploads { get; init; }

    /// <summary>Links to the photos, with what they were compared with; only where an operator asks for one task.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TaskPhoto>? Photos { get; init; }

    /// <summary>Maps a stored check to what its owner may see of it.</summary>
    public static CheckTask Of(Document<Check> document) => Map(
        document,
        document.Value.Report?.ForOwner(),
        [.. document.Value.History.Select(past => past.AnsweredBy is null ? past : past with { AnsweredBy = null })]);

    /// <summary>Maps a stored check to what operators see of it.</summary>
    public static CheckTask ForOperator(Document<Check> document) => Map(document, document.Value.Report, document.Value.History);

    private static CheckTask Map(Document<Check> document, RunReport? report, IReadOnlyList<PastAnswer> history)
    {
        var check = document.Value;
        return new CheckTask(
            check.Id,
            check.UserId,
            check.MetaTag,
            check.ShoeModel,
            check.Comment,
            check.State,
            check.Answer,
            check.CreateTime,
            check.StartTime,
            check.FinishTime,
            [
                .. check.Photos.Select(photo => new TaskFile(
                    photo.View,
                    photo.FileId,
                    photo.Submitted?.Size ?? photo.Size,
                    photo.Submitted?.Sha256 ?? photo.Sha256,
                    photo.Submitted?.Width,
                    photo.Submitted?.Height,
                    photo.AddTime)),
            ],
            report,
            history,
            // Some stores include quotes in their etags. In the API the quotes are part of the header only.
            document.ETag.Trim('"'));
    }

    /// <summary>Replies to the owner with the task, its ETag and its caching headers.</summary>
    public static IResult Reply(
        HttpRequest request, Document<Check> document, int status = StatusCodes.Status200OK, IReadOnlyList<AddFileReply>? links = null)
    {
        var task = Of(document);
        if (links is not null)
            task = task with { Uploads = [.. links.Select(link => new TaskUpload(link.View, link.FileId, link.Upload!))] };
        return Reply(request, task, status);
    }

    /// <summary>Replies with the task, its ETag and its caching headers.</summary>
    public static IResult Reply(HttpRequest request, CheckTask task, int status = StatusCodes.Status200OK)
    {
        request.HttpContext.Response.Headers.ETag = $"\"{task.Etag}\"";
        request.HttpContext.Response.Headers.CacheControl = "private, no-cache";
        return Results.Json(task, TaskJson.Wire.CheckTask, statusCode: status);
    }
}

[JsonSerializable(typeof(CheckTask))]
[JsonSerializable(typeof(IReadOnlyList<CheckTask>))]
[JsonSerializable(typeof(CreateTaskRequest))]
[JsonSerializable(typeof(ChangeTaskRequest))]
[JsonSerializable(typeof(AddFileRequest))]
[JsonSerializable(typeof(AddFileRequest[]))]
[JsonSerializable(typeof(AddFileReply))]
[JsonSerializable(typeof(IReadOnlyList<AddFileReply>))]
[JsonSerializable(typeof(IReadOnlyList<Template>))]
[JsonSerializable(typeof(IReadOnlyList<ShoeModel>))]
[JsonSerializable(typeof(CheckFinished))]
[JsonSerializable(typeof(AnswerCheckRequest))]
[JsonSerializable(typeof(Coverage))]
[JsonSerializable(typeof(ExemplarView))]
[JsonSerializable(typeof(IReadOnlyList<ExemplarView>))]
internal sealed partial class TaskJson : JsonSerializerContext
{
    public static TaskJson Wire { get; } = new(WireJson.Options());
}
