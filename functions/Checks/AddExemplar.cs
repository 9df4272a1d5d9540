using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Checks.Likeness;
using SneakerCheck.Imaging;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

internal sealed record ExemplarLabel(string? ShoeModel, string? View, string? Verdict, string? Pair);

/// <summary>Adds a labelled photo, as the form part <c>file</c> or as the body. The label comes in form parts or in the query.</summary>
public sealed class AddExemplar(
    Gate<AddExemplar> gate,
    ExemplarStore exemplars,
    Catalogue catalogue,
    [FromKeyedServices(Exemplar.Container)] BlobStore photos,
    UploadSlots slots,
    TimeProvider time)
{
    /// <summary>201 with the exemplar; 415 not a JPEG; 409 the same photo twice, or one pair with both verdicts.</summary>
    [Function(nameof(AddExemplar))]
    [Access<ChecksContract>(Access.Operator)]
    [EndpointSummary("Add a labelled photo (operators)")]
    [Tags("Operators")]
    [QueryParameter("shoe_model")]
    [QueryParameter("view")]
    [QueryParameter("verdict")]
    [QueryParameter("pair")]
    [Refuses(
        "invalid_field",
        "invalid_form",
        "unreadable_photo",
        "exemplar_exists",
        "pair_has_other_verdict",
        "photo_too_large",
        "not_jpeg",
        UploadSlots.TooMany,
        UploadSlots.Busy)]
    [Consumes(typeof(byte[]), "image/jpeg", "multipart/form-data")]
    [FormPart("file", IsRequired = true)]
    [FormPart("shoe_model")]
    [FormPart("view")]
    [FormPart("verdict")]
    [FormPart("pair")]
    [ProducesResponseType<ExemplarView>(StatusCodes.Status201Created)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/exemplars")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            using var slot = slots.Begin(caller.Id, UploadSlots.Whole(request.ContentLength));
            using var photo = new MemoryStream();
            var sha256 = "";
            IReadOnlyDictionary<string, string> texts = new Dictionary<string, string>();
            if (UploadForm.MediaType(request) == "multipart/form-data")
                texts = await UploadForm.Read(request, "file", Receive, cancellation);
            else
                await Receive(request.Body);
            var query = gate.Query(request);
            var label = new ExemplarLabel(
                Label("shoe_model"),
                Label("view"),
                Label("verdict"),
                Label("pair"));
            var exemplar = await Add(photo, sha256, label, caller, cancellation);
            return Results.Json(ExemplarView.Of(exemplar), TaskJson.Wire.ExemplarView, statusCode: StatusCodes.Status201Created);

            string? Label(string name) => query.Text(name) ?? texts.GetValueOrDefault(name);

            async Task Receive(Stream body)
            {
                await using var content = PhotoUploads.Checked(body);
                await content.CopyToAsync(photo, cancellation);
                sha256 = content.Sha256();
            }
        });

    private async Task<Exemplar> Add(MemoryStream photo, string sha256, ExemplarLabel label, Caller caller, CancellationToken cancellation)
    {
        var verdict = await Validate(label, cancellation);
        var bytes = photo.GetBuffer().AsMemory(0, (int)photo.Length);
        var now = time.GetUtcNow();
        var exemplar = new Exemplar(
            Guid.CreateVersion7(now).ToString("N"),
            label.ShoeModel!,
            label.View!,
            verdict,
            label.Pair!,
            sha256,
            bytes.Length,
            PhotoFeatures.Version,
            Exemplar.Pack(Features(bytes.Span)),
            now,
            caller.Id);
        // The photo first: a crash in between leaves an unused photo, not an exemplar that nobody can look at.
        photo.Position = 0;
        await photos.Upload(exemplar.BlobName, photo, PhotoBlob.ContentType, cancellation);
        try
        {
            await exemplars.Add(exemplar, cancellation);
        }
        catch (Refusal)
        {
            await photos.Delete(exemplar.BlobName, CancellationToken.None);
            throw;
        }
        return exemplar;
    }

    private async Task<Answer> Validate(ExemplarLabel label, CancellationToken cancellation)
    {
        if (await catalogue.FindModel(label.ShoeModel ?? "", cancellation) is null)
            throw Refusal.Field("shoe_model", "is not a known shoe model; GET /api/v1/shoe_models lists them.");
        var templates = await catalogue.ListTemplates(cancellation);
        if (!templates.Any(template => template.View(label.View ?? "") is not null))
            throw Refusal.Field("view", "is not a view of any template; GET /api/v1/templates lists them.");
        if (!Catalogue.IsName(label.Pair))
            throw Refusal.Field("pair", "must name the pair of shoes with 1 to 64 characters: a–z, 0–9, dot, hyphen, underscore.");
        return TaskRules.Verdict(label.Verdict ?? "")!.Value;
    }

    private static float[] Features(ReadOnlySpan<byte> photo)
    {
        try
        {
            return PhotoFeatures.Extract(JpegReader.Read(photo, JpegLimits.Default));
        }
        catch (JpegException exception)
        {
            throw exception.Kind == JpegErrorKind.NotJpeg
                ? PhotoUploads.NotJpeg()
                : new Refusal(400, "unreadable_photo", exception.Message);
        }
    }
}
