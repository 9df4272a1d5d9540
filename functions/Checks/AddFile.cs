using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

/// <summary>A photo that the client will upload straight to blob storage.</summary>
/// <param name="View">The view that it shows; one of the template's.</param>
/// <param name="ContentType"><c>image/jpeg</c>.</param>
/// <param name="Size">Bytes, at most 20 MB.</param>
/// <param name="Sha256">Optional, hex; verified when the task is submitted.</param>
public sealed record AddFileRequest(
    [property: Required] string? View,
    [property: Required] string? ContentType,
    [property: Required] long? Size,
    string? Sha256);

/// <summary>How to upload a photo.</summary>
/// <param name="Method">PUT.</param>
/// <param name="Url">The upload link: it can only create and write this one blob.</param>
/// <param name="Headers">Headers to send with the upload.</param>
/// <param name="ExpiresAt">When the link expires.</param>
public sealed record Upload(string Method, string Url, IReadOnlyDictionary<string, string> Headers, DateTimeOffset ExpiresAt);

/// <summary>A photo that was announced or received.</summary>
/// <param name="FileId">The photo's id.</param>
/// <param name="View">The view that it shows.</param>
/// <param name="Upload">How to upload it; null if the bytes came with the request.</param>
/// <param name="Size">Bytes received; null if they are still to be uploaded.</param>
/// <param name="Sha256">Of the bytes received, or as announced.</param>
public sealed record AddFileReply(string FileId, string View, Upload? Upload, long? Size, string? Sha256);

/// <summary>
/// Adds photos to a check (seed 000: 上传一个task的文件): by upload links to blob storage, or, for clients that cannot use them, by
/// passing on <c>multipart/form-data</c> or a raw JPEG.
/// </summary>
public sealed class AddFile(Gate<AddFile> gate, PhotoUploads uploads, UploadSlots slots)
{
    /// <summary>
    /// 201; 409 once submitted; 415 not a JPEG; 413 over 20 MB; 400 unknown view. A list of views, each once, gets the list of their
    /// links. It is all or nothing, and errors name the entry.
    /// </summary>
    [Function(nameof(AddFile))]
    [Access<ChecksContract>(Access.Owner)]
    [EndpointSummary("Add photos: get upload links, or send the bytes of one")]
    [Tags("Files")]
    [Refuses("invalid_form", "too_slow", "task_not_editable", "photo_too_large", "not_jpeg", UploadSlots.TooMany, UploadSlots.Busy)]
    [Consumes(typeof(AddFileRequest), "application/json", "multipart/form-data", "image/jpeg")]
    [OneOrList(StatusCodes.Status201Created)]
    [QueryParameter("view")]
    [FormPart("file", IsRequired = true)]
    [FormPart("view")]
    [FormPart("type")]
    [ProducesResponseType<AddFileReply>(StatusCodes.Status201Created)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/users/{user_id}/tasks/{task_id}/files")] HttpRequest request,
        string task_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var reply = UploadForm.MediaType(request) switch
            {
                "application/json" or null => null,
                "multipart/form-data" or PhotoBlob.ContentType => await Receive(caller.Id, task_id, request, cancellation),
                _ => throw PhotoUploads.NotJpeg(),
            };
            if (reply is null)
            {
                var (one, list) = await RequestBody.ReadJsonOrList(
                    request, TaskJson.Wire.AddFileRequest, TaskJson.Wire.AddFileRequestArray, PhotoUploads.ListName, cancellation);
                if (one is null)
                {
                    return Results.Json(
                        await uploads.Announce(caller.Id, task_id, list!, cancellation),
                        TaskJson.Wire.IReadOnlyListAddFileReply,
                        statusCode: StatusCodes.Status201Created);
                }
                reply = await uploads.Announce(caller.Id, task_id, one, cancellation);
            }
            return Results.Json(reply, TaskJson.Wire.AddFileReply, statusCode: StatusCodes.Status201Created);
        });

    private async Task<AddFileReply> Receive(long userId, string taskId, HttpRequest request, CancellationToken cancellation)
    {
        using var slot = slots.Begin(userId, UploadSlots.PassedOn);
        var view = gate.Query(request).Text("view") ?? "";
        return UploadForm.MediaType(request) == PhotoBlob.ContentType
            ? await uploads.ReceiveBody(userId, taskId, view, request.Body, request.ContentLength, cancellation)
            : await uploads.ReceiveForm(userId, taskId, request, view, cancellation);
    }
}
