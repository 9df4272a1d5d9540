using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

/// <summary>Returns one check (seed 000: 查看任务). With <c>Prefer: wait</c> (RFC 7240) it waits for the next state first.</summary>
public sealed class GetTask(Gate<GetTask> gate, CheckStore checks, TimeProvider time)
{
    private const int MaximumWait = 30;

    // Any instance may finish the check, so poll the document: often at first, then once a second.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>200 with the task; 304 if <c>If-None-Match</c> has its current version.</summary>
    [Function(nameof(GetTask))]
    [Access<ChecksContract>(Access.Owner)]
    [EndpointSummary("One of your own tasks; with Prefer: wait=N, as soon as its state changes")]
    [Tags("Tasks")]
    [RequestHeader("If-None-Match")]
    [RequestHeader("Prefer")]
    [ResponseHeader("ETag", StatusCodes.Status200OK, StatusCodes.Status304NotModified)]
    [ResponseHeader("Preference-Applied", StatusCodes.Status200OK, StatusCodes.Status304NotModified)]
    [ProducesResponseType<CheckTask>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/users/{user_id}/tasks/{task_id}")] HttpRequest request,
        string task_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var check = await checks.Get(caller.Id, task_id, cancellation);
            if (Wait(request) is { } seconds)
            {
                check = await NextState(check, TimeSpan.FromSeconds(seconds), cancellation);
                request.HttpContext.Response.Headers["Preference-Applied"] = $"wait={seconds}";
            }
            var reply = CheckTask.Reply(request, check);
            return IsKnown(request, CheckTask.Of(check).Etag) ? Results.StatusCode(StatusCodes.Status304NotModified) : reply;
        });

    // The state of a finished check does not change, so there is nothing to wait for.
    private async Task<Document<Check>> NextState(Document<Check> check, TimeSpan wait, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        var state = check.Value.State;
        for (var pause = FirstPause; state != CheckState.Finished; pause = pause < LongestPause ? pause * 1.5 : LongestPause)
        {
            var left = wait - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
                break;
            await Task.Delay(pause < left ? pause : left, time, cancellation);
            check = await checks.Get(check.Value.UserId, check.Value.Id, cancellation);
            if (check.Value.State != state)
                break;
        }
        return check;
    }

    private static int? Wait(HttpRequest request)
    {
        foreach (var preference in request.Headers["Prefer"].SelectMany(header => (header ?? "").Split([',', ';'])))
        {
            var parts = preference.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length == 2 && parts[0].Equals("wait", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                return Math.Min(seconds, MaximumWait);
            }
        }
        return null;
    }

    private static bool IsKnown(HttpRequest request, string etag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(
            known => known.Equals(EntityTagHeaderValue.Any) || known.Tag.ToString().Trim('"') == etag);
}
