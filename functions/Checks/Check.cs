using System.Collections.Immutable;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Checks;

/// <summary>How far a check is (seed 000, Task.state).</summary>
public enum CheckState
{
    /// <summary>Its owner may still change it.</summary>
    Incomplete,

    /// <summary>It waits for its run, or is being run.</summary>
    Waiting,

    /// <summary>It has its answer.</summary>
    Finished,
}

/// <summary>What a run found (seed 000, Task.answer).</summary>
public enum Answer
{
    /// <summary>A counterfeit.</summary>
    Fake,

    /// <summary>The photos do not allow to say.</summary>
    NotSure,

    /// <summary>Genuine.</summary>
    True,
}

/// <summary>A photo as it lay in storage when its check was submitted; the run demands this very version.</summary>
/// <param name="ETag">Storage's version of it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Width">Pixels, as shown.</param>
/// <param name="Height">Pixels, as shown.</param>
public sealed record SubmittedPhoto(string ETag, long Size, int Width, int Height)
{
    /// <summary>SHA-256 of this version, lower-case hex; null where submitting the check was no reason to read it whole.</summary>
    public string? Sha256 { get; init; }
}

/// <summary>A photo of a check.</summary>
/// <param name="View">Which view it shows.</param>
/// <param name="FileId">Random; names its blob, so that a replaced photo never shares one with its successor.</param>
/// <param name="AddTime">When it was announced or uploaded.</param>
/// <param name="Size">Bytes, as announced or received; null where not said.</param>
/// <param name="Sha256">Lower-case hex, as announced or received; null where not said.</param>
/// <param name="Submitted">What was found in storage at submission; null before.</param>
public sealed record CheckPhoto(
    string View, string FileId, DateTimeOffset AddTime, long? Size, string? Sha256, SubmittedPhoto? Submitted)
{
    /// <summary>Storage's version where this server received the photo and so knows its hash; null where a client uploads it.</summary>
    public string? ReceivedETag { get; init; }
}

/// <summary>An answer that a later run has replaced.</summary>
/// <param name="RunId">The run that gave it.</param>
/// <param name="Answer">What it was.</param>
/// <param name="StartTime">When that run began to be waited for.</param>
/// <param name="FinishTime">When it was given.</param>
/// <param name="Reasons">Why it was given.</param>
public sealed record PastAnswer(
    string RunId, Answer Answer, DateTimeOffset StartTime, DateTimeOffset FinishTime, ImmutableArray<Reason> Reasons);

/// <summary>One request for an answer about one pair of shoes, on the wire a Task (seed 000).</summary>
/// <param name="Id">UUID v7, so that ids order by time, to the microsecond.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="MetaTag">Its template.</param>
/// <param name="ShoeModel">What shoe it is said to be.</param>
/// <param name="Comment">The owner's remark, up to 2,000 characters.</param>
/// <param name="State">How far it is.</param>
/// <param name="Answer">Null until finished.</param>
/// <param name="CreateTime">When it was made.</param>
/// <param name="StartTime">When it began waiting.</param>
/// <param name="FinishTime">When it was answered.</param>
/// <param name="Photos">At most one a view.</param>
/// <param name="RunId">The run it waits for or was answered by.</param>
/// <param name="Report">Everything the run found.</param>
/// <param name="History">Answers of earlier runs, the oldest first.</param>
public sealed record Check(
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
    ImmutableArray<CheckPhoto> Photos,
    string? RunId,
    RunReport? Report,
    ImmutableArray<PastAnswer> History)
{
    private const int MaximumHistory = 50;

    /// <summary>Answers of earlier runs, the oldest first.</summary>
    public ImmutableArray<PastAnswer> History { get; init; } = History.IsDefault ? [] : History;

    /// <summary>
    /// When the last clean-up comes that is known to be ordered (<see cref="PhotoUploads"/>); null before the first upload.
    /// </summary>
    public DateTimeOffset? CleanupTime { get; init; }

    /// <summary>A check that its owner has just opened.</summary>
    public static Check Create(long userId, Template template, ShoeModel model, string comment, DateTimeOffset now) => new(
        NewId(now),
        userId,
        template.MetaTag,
        model.Id,
        comment,
        CheckState.Incomplete,
        null,
        now,
        null,
        null,
        [],
        null,
        null,
        []);

    /// <summary>The photo of a view; null where there is none.</summary>
    public CheckPhoto? Photo(string view) => Photos.FirstOrDefault(photo => photo.View == view);

    /// <summary>The blob that holds a photo.</summary>
    public string BlobName(CheckPhoto photo) => PhotoBlob.Name(UserId, Id, photo.FileId);

    /// <summary>The check with other particulars. A view that the new template lacks loses its photo.</summary>
    /// <exception cref="Refusal">409 <c>task_not_editable</c>.</exception>
    public Check Edit(Template template, ShoeModel model, string comment)
    {
        DemandIncomplete();
        return this with
        {
            MetaTag = template.MetaTag,
            ShoeModel = model.Id,
            Comment = comment,
            Photos = Photos.All(photo => template.View(photo.View) is not null)
                ? Photos
                : [.. Photos.Where(photo => template.View(photo.View) is not null)],
        };
    }

    /// <summary>The check with this photo in place of whatever its view had.</summary>
    /// <exception cref="Refusal">409 <c>task_not_editable</c>.</exception>
    public Check WithPhoto(CheckPhoto photo) => WithPhotos([photo]);

    /// <summary>The check with these photos, each of another view, in place of whatever their views had.</summary>
    /// <exception cref="Refusal">409 <c>task_not_editable</c>.</exception>
    public Check WithPhotos(IReadOnlyCollection<CheckPhoto> photos)
    {
        DemandIncomplete();
        return this with { Photos = [.. Photos.Where(other => photos.All(photo => photo.View != other.View)), .. photos] };
    }

    /// <summary>The check waiting for its run, its photos pinned to what lies in storage now.</summary>
    /// <param name="submitted">What was found in storage, by view; a photo without an entry was never uploaded and is dropped.</param>
    /// <param name="now">The moment.</param>
    public Check Submit(IReadOnlyDictionary<string, SubmittedPhoto> submitted, DateTimeOffset now)
    {
        DemandIncomplete();
        return this with
        {
            State = CheckState.Waiting,
            StartTime = now,
            RunId = Guid.CreateVersion7(now).ToString("N"),
            Photos =
            [
                .. Photos.Where(photo => submitted.ContainsKey(photo.View))
                    .Select(photo => photo with { Submitted = submitted[photo.View] }),
            ],
        };
    }

    /// <summary>The finished check waiting for another run over the same photos; its answer goes into the history.</summary>
    /// <exception cref="Refusal">409 <c>task_not_finished</c>.</exception>
    public Check Rerun(DateTimeOffset now) => this is { State: CheckState.Finished, Answer: { } answer, Report: { } report }
        ? this with
        {
            State = CheckState.Waiting,
            Answer = null,
            StartTime = now,
            FinishTime = null,
            RunId = Guid.CreateVersion7(now).ToString("N"),
            Report = null,
            History =
            [
                .. History.Length < MaximumHistory ? History : History[1..],
                new PastAnswer(report.RunId, answer, StartTime!.Value, FinishTime!.Value, report.Reasons),
            ],
        }
        : throw new Refusal(409, "task_not_finished", "Only a finished task can be run again.");

    /// <summary>Whether this run is the one that the check waits for.</summary>
    public bool AwaitsRun(string runId) => State == CheckState.Waiting && RunId == runId;

    /// <summary>The check with its answer.</summary>
    public Check Finish(RunReport report, DateTimeOffset now) => State == CheckState.Waiting
        ? this with { State = CheckState.Finished, Answer = report.Answer, FinishTime = now, Report = report }
        : throw new InvalidOperationException($"A check that is {State} cannot be finished.");

    /// <summary>Demands that the owner may still change it.</summary>
    /// <exception cref="Refusal">409 <c>task_not_editable</c>.</exception>
    public void DemandIncomplete()
    {
        if (State != CheckState.Incomplete)
            throw new Refusal(409, "task_not_editable", "The task has been submitted; it can no longer be changed.");
    }

    /// <summary>Demands that it is not in the middle of its run.</summary>
    /// <exception cref="Refusal">409 <c>task_waiting</c>.</exception>
    public void DemandNotWaiting()
    {
        if (State == CheckState.Waiting)
            throw new Refusal(409, "task_waiting", "The task is being run; it can be deleted once it is finished.");
    }

    // The twelve bits behind the milliseconds hold their fraction (RFC 9562, 6.2, method 3): two checks that one client opens
    // right after each other are listed in that order.
    private static string NewId(DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now).ToString("N");
        var fraction = (now.UtcTicks % TimeSpan.TicksPerMillisecond << 12) / TimeSpan.TicksPerMillisecond;
        return $"{id[..13]}{fraction:x3}{id[16..]}";
    }
}

/// <summary>Where photos lie.</summary>
public static class PhotoBlob
{
    /// <summary>The container.</summary>
    public const string Container = "photos";

    /// <summary>The one content type.</summary>
    public const string ContentType = "image/jpeg";

    /// <summary>The most bytes of a photo.</summary>
    public const long MaximumSize = 20 * 1024 * 1024;

    private const string Extension = ".jpg";

    /// <summary>What every JPEG begins with.</summary>
    public static readonly ReadOnlyMemory<byte> Magic = new byte[] { 0xFF, 0xD8, 0xFF };

    /// <summary>The blob of one photo.</summary>
    public static string Name(long userId, string checkId, string fileId) => $"{Folder(userId, checkId)}{fileId}{Extension}";

    /// <summary>What the names of all photos of a check begin with.</summary>
    public static string Folder(long userId, string checkId) => $"{userId}/{checkId}/";

    /// <summary>The photo of a blob's name.</summary>
    public static string FileId(string name) => name[(name.LastIndexOf('/') + 1)..^Extension.Length];
}
