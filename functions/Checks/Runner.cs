using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SneakerCheck.Imaging;

namespace SneakerCheck.Checks;

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
    public async Task<RunReport> Run(Check check, CancellationToken cancellation)
    {
        var template = await catalogue.TemplateOf(check, cancellation);
        if (template is null)
            return RunReport.Undecided(check, 0, [Reasons.UnknownTemplate(check.MetaTag)], []);
        var isKnownModel = await catalogue.FindModel(check.ShoeModel, cancellation) is not null;

        var views = template.Views.Where(view => check.Photo(view.Id)?.Submitted is not null).ToArray();
        var inspections = new PhotoInspection[views.Length];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, views.Length),
            new ParallelOptions { MaxDegreeOfParallelism = PhotosAtOnce, CancellationToken = cancellation },
            async (i, cancel) => inspections[i] = await Inspect(check, check.Photo(views[i].Id)!, views[i], cancel));
        var usable = inspections.Where(photo => photo.Features is not null).ToArray();
        ILikenessScorer scorer = template.Scorer is null ? byExemplars : byServer;
        var likeness = await scorer.Score(check, template, usable, cancellation);

        var reasons = new List<Reason>();
        if (!isKnownModel)
            reasons.Add(Reasons.UnknownModel(check.ShoeModel));
        foreach (var view in template.Views.Where(view => view.Required && usable.All(photo => photo.View.Id != view.Id)))
            reasons.Add(Reasons.ViewNotUsable(view));
        // A check that lacks something required is never decided, whatever the likeness says.
        var answer = reasons.Count == 0 ? likeness.Answer : Answer.NotSure;
        reasons.AddRange(likeness.Reasons);
        if (inspections.Any(photo => !photo.Matches.IsEmpty))
            reasons.Add(Reasons.SeenBefore());
        return new RunReport(
            check.RunId!,
            check.MetaTag,
            template.ErrorBound,
            answer,
            [.. reasons],
            [.. inspections.Select(photo => photo.Report(likeness))],
            likeness.Labels,
            answer != Answer.NotSure && options.Value.IsAudited(check.RunId!));
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
                inspection.Unreadable(isGone ? "stored" : "unchanged", isGone ? Reasons.PhotoLost : Reasons.PhotoReplaced);
                return null;
            }

            // This version has exactly this size; fewer bytes mean that the connection broke.
            await content.ReadExactlyAsync(room.Bytes, cancellation);
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(room.Bytes.Span));
        // A rerun must judge the bytes that the first run judged, even if storage was restored from a backup in between.
        if (submitted.Sha256 is { } inspected && inspected != sha256)
        {
            inspection.Unreadable("unchanged", Reasons.PhotoReplaced);
            return null;
        }
        inspection.Sha256 = sha256;
        return inspection.Decode(room.Bytes.Span) is { } thumbnail ? (sha256, thumbnail) : null;
    }
}
