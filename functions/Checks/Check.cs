using System.Collections.Immutable;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Checks;

/// <summary>The progress of a check (seed 000, Task.state).</summary>
public enum CheckState
{
    /// <summary>Its owner may still change it.</summary>
    Incomplete,

    /// <summary>It is queued or being run.</summary>
    Waiting,

    /// <summary>It has its answer.</summary>
    Finished,
}

/// <summary>What a run found (seed 000, Task.answer).</summary>
public enum Answer
{
    /// <summary>A counterfeit.</summary>
    Fake,

    /// <summary>The photos do not allow an answer.</summary>
    NotSure,

    /// <summary>Genuine.</summary>
    True,
}

/// <summary>A photo as it was inspected when its check was submitted. Everything later reads exactly this version.</summary>
/// <param name="ETag">The blob's ETag.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Width">Pixels, as shown.</param>
/// <param name="Height">Pixels, as shown.</param>
public sealed record SubmittedPhoto(string ETag, long Size, int Width, int Height)
{
    /// <summary>
    /// SHA-256 of this version, lower-case hex. Null until the first run, if the submission did not read the whole photo.
    /// </summary>
    public string? Sha256 { get; init; }
}

/// <summary>A photo of a check.</summary>
/// <param name="View">Which view it shows.</param>
/// <param name="FileId">UUID v7; names the blob, so that a new photo of a view never reuses the old one's blob.</param>
/// <param name="AddTime">When it was announced or uploaded.</param>
/// <param name="Size">Bytes, as announced or received; null if not announced.</param>
/// <param name="Sha256">Lower-case hex, as announced or received; null if not announced.</param>
/// <param name="Submitted">What was found in storage at submission; null before.</param>
public sealed record CheckPhoto(
    string View, string FileId, DateTimeOffset AddTime, long? Size, string? Sha256, SubmittedPhoto? Submitted)
{
    /// <summary>The blob's ETag if this server received the photo, and so knows its hash; null if the client uploads it.</summary>
    public string? ReceivedETag { get; init; }

    /// <summary>
    /// The attempt that stored the photo as evidence; null while it is an upload. Also null in checks that were submitted before photos
    /// were copied; their photos stay where they were uploaded.
    /// </summary>
    public string? Attempt { get; init; }

    /// <summary>Keeps the hash that a run has found, so that later readers can tell that they have the same bytes.</summary>
    public CheckPhoto Inspected(PhotoReport? report) => Submitted is { Sha256: null } && report?.Sha256 is { } sha256
        ? this with { Submitted = Submitted with { Sha256 = sha256 } }
        : this;
}

/// <summary>An answer that was given: by a run and replaced since, or by an operator.</summary>
/// <param name="RunId">The run that gave it, or that the operator looked at.</param>
/// <param name="Answer">The answer.</param>
/// <param name="StartTime">When the check began to wait for that run.</param>
/// <param name="FinishTime">When the answer was given.</param>
/// <param name="Reasons">The reasons for the answer.</param>
public sealed record PastAnswer(
    string RunId, Answer Answer, DateTimeOffset StartTime, DateTimeOffset FinishTime, ImmutableArray<Reason> Reasons)
{
    /// <summary>The operator who gave it; null for a run. For operators only, null for the owner.</summary>
    public long? AnsweredBy { get; init; }
}

/// <summary>An operator's answer to a check, in place of its run's.</summary>
/// <param name="Id">UUID v7, the key of its notice.</param>
/// <param name="Reason">As the operator wrote it.</param>
public sealed record Decision(string Id, string Reason);

/// <summary>One request for an answer about one pair of shoes; on the wire it is a Task (seed 000).</summary>
/// <param name="Id">UUID v7, so that ids order by time, to the microsecond.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="MetaTag">Its template.</param>
/// <param name="ShoeModel">The shoe model that the owner claims.</param>
/// <param name="Comment">The owner's comment, at most 2,000 characters.</param>
/// <param name="State">Its progress.</param>
/// <param name="Answer">Null until finished.</param>
/// <param name="CreateTime">When it was opened.</param>
/// <param name="StartTime">When it was submitted or rerun; null before.</param>
/// <param name="FinishTime">When it was answered; null before.</param>
/// <param name="Photos">At most one for each view.</param>
/// <param name="RunId">The run that it waits for, or that answered it.</param>
/// <param name="Report">Everything the run found.</param>
/// <param name="History">Answers of earlier runs and all answers of operators, the oldest first.</param>
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

    /// <summary>
    /// Answers of earlier runs and all answers of operators, the oldest first. Empty in documents that were stored before there were
    /// reruns.
    /// </summary>
    public ImmutableArray<PastAnswer> History { get; init; } = History.IsDefault ? [] : History;

    /// <summary>When the last scheduled clean-up runs (<see cref="PhotoUploads"/>); null before the first upload.</summary>
    public DateTimeOffset? CleanupTime { get; init; }

    /// <summary>When the last upload that was allowed must have ended; null before the first.</summary>
    public DateTimeOffset? UploadsEnd { get; init; }

    /// <summary>The operator's answer that it has; null if it has its run's.</summary>
    public Decision? Decision { get; init; }

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

    public CheckPhoto? Photo(string view) => Photos.FirstOrDefault(photo => photo.View == view);

    /// <summary>The name of the photo's blob, in the container where it lies now.</summary>
    public string BlobName(CheckPhoto photo) => photo.Attempt is { } attempt
        ? PhotoBlob.EvidenceName(UserId, Id, photo.FileId, attempt)
        : PhotoBlob.Name(UserId, Id, photo.FileId);

    /// <summary>Changes what the owner may edit. Photos of views that the new template does not have are dropped.</summary>
    /// <exception cref="Refusal">409 <c>task_not_editable</c>.</exception>
    public Check Edit(Template template, ShoeModel model, string comment)
    {
        RequireIncomplete();
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

    /// <summary>Sets the photo of a view, replacing any earlier one.</summary>
    /// <exception cref="Refusal">409 <c>task_not_editable</c>.</exception>
    public Check WithPhoto(CheckPhoto photo) => WithPhotos([photo]);

    /// <summary>Sets the photos of several views, one each, replacing any earlier ones.</summary>
    /// <exception cref="Refusal">409 <c>task_not_editable</c>.</exception>
    public Check WithPhotos(IReadOnlyCollection<CheckPhoto> photos)
    {
        RequireIncomplete();
        return this with { Photos = [.. Photos.Where(other => photos.All(photo => photo.View != other.View)), .. photos] };
    }

    /// <summary>Makes the check wait for its run over these photos.</summary>
    /// <param name="frozen">Its photos as evidence, by view. A photo without an entry was never uploaded and is dropped.</param>
    public Check Submit(IReadOnlyDictionary<string, CheckPhoto> frozen, DateTimeOffset now)
    {
        RequireIncomplete();
        return this with
        {
            State = CheckState.Waiting,
            StartTime = now,
            RunId = Guid.CreateVersion7(now).ToString("N"),
            Photos = [.. Photos.Where(photo => frozen.ContainsKey(photo.View)).Select(photo => frozen[photo.View])],
        };
    }

    /// <summary>Makes a finished check wait for another run over the same photos. Its answer moves to the history.</summary>
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
            Decision = null,
            History = HistoryWithAnswer(report, answer),
        }
        : throw new Refusal(409, "task_not_finished", "Only a finished task can be run again.");

    /// <summary>
    /// Gives a finished check an operator's answer, which is final until it is run again. The check itself, unchanged, if it already has
    /// this answer of an operator for this reason.
    /// </summary>
    /// <exception cref="Refusal">409 <c>task_not_finished</c>.</exception>
    public Check Decide(Answer answer, string reason, long operatorId, DateTimeOffset now)
    {
        if (this is not { State: CheckState.Finished, Answer: { } before, Report: { } report })
            throw new Refusal(409, "task_not_finished", "Only a finished task can be answered by an operator.");
        if (before == answer && Decision?.Reason == reason)
            return this;
        var after = report.AnsweredBy(answer, Reasons.AnsweredByPerson(reason));
        var given = new PastAnswer(report.RunId, answer, StartTime!.Value, now, after.Reasons) { AnsweredBy = operatorId };
        return this with
        {
            Answer = answer,
            FinishTime = now,
            Report = after,
            Decision = new Decision(Guid.CreateVersion7(now).ToString("N"), reason),
            History = Trimmed(HistoryWithAnswer(report, before).Add(given)),
        };
    }

    public bool AwaitsRun(string runId) => State == CheckState.Waiting && RunId == runId;

    public Check Finish(RunReport report, DateTimeOffset now) => State == CheckState.Waiting
        ? this with
        {
            State = CheckState.Finished,
            Answer = report.Answer,
            FinishTime = now,
            Report = report,
            Photos = [.. Photos.Select(photo => photo.Inspected(report.Photos.FirstOrDefault(found => found.FileId == photo.FileId)))],
        }
        : throw new InvalidOperationException($"A check that is {State} cannot be finished.");

    /// <summary>Refuses once the owner has submitted it.</summary>
    /// <exception cref="Refusal">409 <c>task_not_editable</c>.</exception>
    public void RequireIncomplete()
    {
        if (State != CheckState.Incomplete)
            throw new Refusal(409, "task_not_editable", "The task has been submitted, so it can no longer be changed.");
    }

    /// <summary>Refuses while it waits for its run or is being run.</summary>
    /// <exception cref="Refusal">409 <c>task_waiting</c>.</exception>
    public void RequireNotWaiting()
    {
        if (State == CheckState.Waiting)
            throw new Refusal(409, "task_waiting", "The task is being run. Delete it once it is finished.");
    }

    // An operator's answer is in the history since it was given.
    private ImmutableArray<PastAnswer> HistoryWithAnswer(RunReport report, Answer answer) => Decision is not null
        ? History
        : Trimmed(History.Add(new PastAnswer(report.RunId, answer, StartTime!.Value, FinishTime!.Value, report.Reasons)));

    private static ImmutableArray<PastAnswer> Trimmed(ImmutableArray<PastAnswer> history) =>
        history.Length <= MaximumHistory ? history : history[^MaximumHistory..];

    // The twelve bits after the milliseconds hold the fraction of a millisecond (RFC 9562, 6.2, method 3), so that two checks that
    // a client opens within one millisecond are listed in the right order.
    private static string NewId(DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now).ToString("N");
        var fraction = (now.UtcTicks % TimeSpan.TicksPerMillisecond << 12) / TimeSpan.TicksPerMillisecond;
        return $"{id[..13]}{fraction:x3}{id[16..]}";
    }
}

/// <summary>Blob names and limits of photos.</summary>
public static class PhotoBlob
{
    /// <summary>Where clients upload photos to by links.</summary>
    public const string Container = "photos";

    /// <summary>Where submitted photos are. Only this server writes it.</summary>
    public const string EvidenceContainer = "evidence";

    public const string ContentType = "image/jpeg";

    /// <summary>In bytes.</summary>
    public const long MaximumSize = 20 * 1024 * 1024;

    private const string Extension = ".jpg";

    /// <summary>The first bytes of every JPEG.</summary>
    public static readonly ReadOnlyMemory<byte> Magic = new byte[] { 0xFF, 0xD8, 0xFF };

    public static string Name(long userId, string checkId, string fileId) => $"{Folder(userId, checkId)}{fileId}{Extension}";

    /// <summary>The common prefix of all blobs of a check.</summary>
    public static string Folder(long userId, string checkId) => $"{userId}/{checkId}/";

    public static string EvidenceName(long userId, string checkId, string fileId, string attempt) =>
        $"{Folder(userId, checkId)}{fileId}-{attempt}{Extension}";

    /// <summary>The photo and the attempt of a blob's name. The attempt is null for an upload.</summary>
    public static (string FileId, string? Attempt) Parse(string name)
    {
        var parts = name[(name.LastIndexOf('/') + 1)..^Extension.Length].Split('-', 2);
        return (parts[0], parts.ElementAtOrDefault(1));
    }
}
