using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SneakerCheck.Platform.Errors;

/// <summary>An error as <c>application/problem+json</c> (RFC 9457) with a stable <c>code</c> member.</summary>
public sealed class ProblemResult(Refusal refusal) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var body = new JsonObject
        {
            ["type"] = "about:blank",
            ["title"] = ReasonPhrases.GetReasonPhrase(refusal.Status),
            ["status"] = refusal.Status,
            ["detail"] = refusal.Message,
            ["code"] = refusal.Code,
        };
        if (!refusal.Fields.IsDefaultOrEmpty)
        {
            body["errors"] = new JsonArray(
                [.. refusal.Fields.Select(error => new JsonObject { ["field"] = error.Field, ["reason"] = error.Reason })]);
        }
        foreach (var (name, value) in refusal.Extensions ?? [])
            body[name] = value?.DeepClone();

        var response = httpContext.Response;
        response.StatusCode = refusal.Status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        return response.WriteAsync(body.ToJsonString(), httpContext.RequestAborted);
    }
}

/// <summary>The shape of <see cref="ProblemResult"/>, for the API description.</summary>
/// <param name="Type">Always <c>about:blank</c>; <c>code</c> distinguishes errors.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong, for a person.</param>
/// <param name="Code">What is wrong, for a program.</param>
/// <param name="Errors">The invalid members, if there are any.</param>
public sealed record Problem(
    string Type, string Title, int Status, string Detail, string Code, IReadOnlyList<FieldError>? Errors);
