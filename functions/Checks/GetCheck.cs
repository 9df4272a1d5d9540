using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Checks;

/// <summary>Returns a check of any account to an operator, with links to all photos that a person needs to see for an answer.</summary>
public sealed class GetCheck(
    Gate<GetCheck> gate,
    CheckStore checks,
    CheckPhotos photos,
    [FromKeyedServices(Exemplar.Container)] BlobStore exemplars,
    TimeProvider time)
{
    /// <summary>200 with the task, its report, its history, and its photos beside those that they were compared with.</summary>
    [Function(nameof(GetCheck))]
    [Access<ChecksContract>(Access.Operator)]
    [EndpointSummary("A task of any account, with links to its photos and to those they were compared with (operators)")]
    [Tags("Operators")]
    [ProducesResponseType<CheckTask>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/checks/{task_id}")] HttpRequest request,
        string task_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller _) =>
        {
            var check = await checks.FindAnywhere(task_id, cancellation) ?? throw Refusal.NotFound("task");
            // Links are signed later than this, so none ends before.
            var expires = time.GetUtcNow() + CheckPhotos.LinkLifetime;
            // The photos of a copied check mostly match those of one other check.
            var others = new Dictionary<string, Check?> { [check.Value.Id] = check.Value };
            var shown = new List<TaskPhoto>();
            foreach (var photo in check.Value.Photos)
                shown.Add(await Show(check.Value, photo, others, expires, cancellation));
            return Results.Json(CheckTask.ForOperator(check) with { Photos = shown }, TaskJson.Wire.CheckTask);
        });

    private async Task<TaskPhoto> Show(
        Check check, CheckPhoto photo, Dictionary<string, Check?> others, DateTimeOffset expires, CancellationToken cancellation)
    {
        var matches = new List<MatchedPhoto>();
        foreach (var match in check.Report?.Photos.FirstOrDefault(report => report.FileId == photo.FileId)?.Matches ?? [])
        {
            if (!others.TryGetValue(match.TaskId!, out var other))
                others[match.TaskId!] = other = (await checks.FindAnywhere(match.TaskId!, cancellation))?.Value;
            var url = other?.Photo(match.View) is { } matched ? await Link(other, matched, cancellation) : null;
            matches.Add(new MatchedPhoto(other?.UserId, match.TaskId!, match.View, url));
        }
        var nearest = new List<NearPhoto>();
        foreach (var label in check.Report?.Labels ?? [])
        {
            foreach (var near in label.Nearest.Where(near => near.View == photo.View))
            {
                var url = await exemplars.ReadLink(
                    Exemplar.PhotoName(check.ShoeModel, near.Id), PhotoBlob.ContentType, $"{near.View}.jpg", expires, cancellation);
                nearest.Add(new NearPhoto(near.Id, label.Label, near.Pair, near.Distance, url.AbsoluteUri));
            }
        }
        return new TaskPhoto(
            photo.View,
            photo.FileId,
            await Link(check, photo, cancellation),
            [.. nearest.OrderBy(near => near.Distance)],
            matches,
            expires);
    }

    private async Task<string?> Link(Check check, CheckPhoto photo, CancellationToken cancellation) =>
        (await photos.FindLink(check, photo, cancellation))?.AbsoluteUri;
}
