using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.Limits;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Pictures;

/// <summary>Posts a picture (seed 002: 使用者發圖).</summary>
public sealed class AddPicture(
    Gate<AddPicture> gate, PictureUploads uploads, PictureLimits limits, NumericIds ids, UploadSlots slots)
{
    /// <summary>
    /// 201 with the picture's id; 400 with code 2 or 6; 403 with code 17 at the account's limit; 413 with code 2 above 20 MB; 422 or 500
    /// with code 10; 429 with code 16 at the network's limit.
    /// </summary>
    [Function(nameof(AddPicture))]
    [Access<PicturesContract>(Access.SignedIn, FaultCode = PicturesContract.UploadFailed)]
    [EndpointSummary("Post a picture")]
    [Tags("Pictures")]
    [Refuses(
        "not_base64",
        "not_an_image",
        "picture_too_large",
        "not_turned",
        "quota_exceeded",
        UsageLimits.TooMany,
        UploadSlots.TooMany,
        UploadSlots.Busy)]
    [ResponseHeader("Retry-After", StatusCodes.Status429TooManyRequests)]
    [Consumes(typeof(AddPictureRequest), "application/json")]
    [ProducesResponseType<Envelope<AddedPicture>>(StatusCodes.Status201Created)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/picture")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            using var slot = slots.Begin(caller.Id, UploadSlots.PassedOn);
            var body = new Base64Body(request.Body);
            await using var content = await body.Open(cancellation);
            var contentType = ImageFormat.Of((await content.Peek(ImageFormat.PrefixLength, cancellation)).Span)
                ?? throw new Refusal(400, "not_an_image", "The bytes of data are no image: JPEG, PNG, GIF, WebP or BMP.");
            await limits.TakePicture(request, cancellation);
            var id = ids.Next();
            // Rarely, two instances draw the same id in the same millisecond. A retry of the client gets another id.
            if (!await uploads.Post(id, caller.Id, contentType, content, null, Finished, cancellation))
                throw new Refusal(503, PicturesContract.UploadFailed, "The picture could not be stored. Try again.");
            return PicturesContract.Success(new AddedPicture(id), PictureWire.Json.EnvelopeAddedPicture, StatusCodes.Status201Created);

            async Task Finished(long size)
            {
                await body.Close(cancellation);
                await limits.TakeBytes(request, size, cancellation);
            }
        });
}
