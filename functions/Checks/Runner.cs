using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SneakerCheck.Imaging;

namespace SneakerCheck.Checks;

/// <summary>The result of a run.</summary>
/// <param name="Report">What it found.</param>
/// <param name="ShoeModel">The name of the shoe model that people read; null if the model is not known.</param>
public sealed record RunResult(RunReport Report, LocalText? ShoeModel);

/// <summary>
/// Runs a check: intake, quality and originality for each photo, then likeness and decision over all of them. It only reports; the
/// caller stores the answer.
/// </summary>
public sealed class Runner(
    Catalogue catalogue,
    Originality originality,
    PhotoMemory memory,
    ExemplarScorer byExemplars,
    InferenceScorer byServer,
    CheckPhotos photos,
    IOptions<ChecksOptions> options)
{
    // One is decoded while the other waits for storage. More would need more memory without being faster on an instance's few cores.
    private const int PhotosAtOnce = 2;

    /// <summary>Examines a check. Idempotent: a retry finds the same.</summary>
    public async Task<RunResult> Run(Check check, CancellationToken cancellation)
    {
        var template = await catalogue.TemplateOf(check, cancellation);
        if (template is null)
            return Finished(RunReport.Undecided(check, 0, [Reasons.UnknownTemplate(check.MetaTag)]), null);
        var model = await catalogue.FindModel(check.ShoeModel, cancellation);

        var views = template.Views.Where(view => check.Photo(view.Id)?.Submitted is not null).ToArray();
        var inspections = new PhotoInspection[views.Length];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, views.Length),
            new ParallelOptions { MaxDegreeOfParallelism = PhotosAtOnce, CancellationToken = cancellation },
            async (i, cancel) => inspections[i] = await Inspect(check, check.Photo(views[i].Id)!, views[i], cancel));
        var usable = inspections.Where(photo => photo.Features is not null).ToArray();
        var retake = ToRetake(template, inspections);
        // A check that lacks something required is never decided, so it is not compared.
        var lacking = model is null ? [Reasons.UnknownModel(check.ShoeModel)] : Lacking(retake, inspections);
        ILikenessScorer scorer = template.Scorer is null ? byExemplars : byServer;
        var likeness = lacking.Count == 0 ? await scorer.Score(check, template, usable, cancellation) : LikenessOutcome.NotAsked;
        var unused = inspections.Where(photo => lacking.Count == 0 && photo.Problem is not null)
            .Select(photo => Reasons.PhotoNotUsed(photo.View, photo.Problem!));
        Reason[] reasons = [.. lacking, .. likeness.Reasons, .. unused];
        var report = new RunReport(
            check.RunId!,
            check.MetaTag,
            template.ErrorBound,
            likeness.Answer,
            [.. reasons],
            [.. inspections.Select(photo => photo.Report(likeness))],
            likeness.Labels,
            likeness.Answer != Answer.NotSure && options.Value.IsAudited(check.RunId!))
        {
            NextStep = model is not null && retake.Count > 0 ? NextSteps.Retake(retake) : NextSteps.After(likeness.Answer, reasons),
        };
        return Finished(inspections.Any(photo => !photo.Matches.IsEmpty) ? report.Hold(lacking) : report, model);

        RunResult Finished(RunReport found, ShoeModel? known) => new(found, known?.Title);
    }

    private static IReadOnlyList<Reason> Lacking(IEnumerable<TemplateView> retake, IReadOnlyList<PhotoInspection> inspections) =>
        inspections.Count == 0
            ? [Reasons.NothingToScore()]
            : [.. retake.Select(view => Reasons.ViewNotUsable(view, inspections.FirstOrDefault(photo => photo.View == view)?.Problem))];

    // The views whose photos the decision needs and does not have: the required ones, or if no photo at all is usable, all photos.
    private static IReadOnlyList<TemplateView> ToRetake(Template template, IReadOnlyList<PhotoInspection> inspections)
    {
        var usable = inspections.Where(photo => photo.Problem is null).Select(photo => photo.View.Id).ToHashSet();
        return
        [
            .. template.Views.Where(view => !usable.Contains(view.Id)
                && (view.Required || (usable.Count == 0 && inspections.Any(photo => photo.View.Id == view.Id)))),
        ];
    }

    private async Task<PhotoInspection> Inspect(
        Check check, CheckPhoto photo, TemplateView view, CancellationToken cancellation)
    {
        var inspection = new PhotoInspection(view, photo.FileId);
        if (await Read(check, photo, inspection, cancellation) is var (sha256, thumbnail))
            inspection.Compare(await originality.Examine(check, photo, sha256, thumbnail, cancellation));
        return inspection;
    }

    // The photo's bytes stay in memory only during this call.
    private async Task<(string Sha256, JpegThumbnail Thumbnail)?> Read(
        Check check, CheckPhoto photo, PhotoInspection inspection, CancellationToken cancellation)
    {
        var submitted = photo.Submitted!;
        using var room = await memory.Take((int)submitted.Size, cancellation);
        await using (var content = await photos.Open(check, photo, cancellation))
        {
            if (content is null)
            {
                var isGone = !await photos.Exists(check, photo, cancellation);
                inspection.Unreadable(isGone ? "stored" : "unchanged", isGone ? PhotoTexts.Lost : PhotoTexts.Replaced);
                return null;
            }

            // This version has exactly this size; fewer bytes mean that the connection broke.
            await content.ReadExactlyAsync(room.Bytes, cancellation);
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(room.Bytes.Span));
        // A rerun must judge the bytes that the first run judged, even if storage was restored from a backup in between.
        if (submitted.Sha256 is { } inspected && inspected != sha256)
        {
            inspection.Unreadable("unchanged", PhotoTexts.Replaced);
            return null;
        }
        inspection.Sha256 = sha256;
        return inspection.Decode(room.Bytes.Span) is { } thumbnail ? (sha256, thumbnail) : null;
    }
}
