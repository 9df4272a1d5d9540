using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Checks;

/// <summary>
/// Brings photos into storage. Before a blob can exist, a clean-up of its check is scheduled for after the upload must have ended. It
/// deletes all blobs of the check that the check does not show, and uploads that are larger than announced. So nothing stays behind
/// after an abandoned upload, an upload that arrives after the check was deleted, or a crash half way.
/// </summary>
public sealed class PhotoUploads(
    CheckStore checks,
    Catalogue catalogue,
    [FromKeyedServices(PhotoBlob.Container)] BlobStore uploads,
    [FromKeyedServices(PhotoBlob.EvidenceContainer)] BlobStore evidence,
    IMessageSender sender,
    TimeProvider time)
{
    /// <summary>How long an upload link is valid.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(15);

    /// <summary>The name of the list of photos in errors.</summary>
    public const string ListName = "files";

    /// <summary>How long a photo may take to arrive through this server; less than the clean-up leaves young blobs alone.</summary>
    public static readonly TimeSpan LongestUpload = TimeSpan.FromMinutes(10);

    // Clocks differ.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    // Storage finishes a request that began before its link expired.
    private static readonly TimeSpan LastRequests = TimeSpan.FromMinutes(16);

    /// <summary>
    /// When the next clean-up of a check runs: once when the last upload link has expired, and once more for requests that began before
    /// that. Null after both.
    /// </summary>
    public static DateTimeOffset? NextCleanup(DateTimeOffset uploadsEnd, DateTimeOffset now) =>
        now < uploadsEnd + Grace ? uploadsEnd + Grace
        : now < uploadsEnd + LastRequests ? uploadsEnd + LastRequests
        : null;

    /// <summary>Whether a clean-up will run after whatever begins now and takes as long as a link is valid.</summary>
    public static bool IsCleanedUpLater(Check check, DateTimeOffset now) =>
        check.UploadsEnd is { } end && end + LastRequests > now + LinkLifetime;

    /// <summary>Announces a photo that the client will upload to storage itself.</summary>
    /// <exception cref="Refusal">400, 404, 409, 413, 415.</exception>
    public async Task<AddFileReply> Announce(long userId, string taskId, AddFileRequest request, CancellationToken cancellation) =>
        (await Announce(userId, taskId, [Announced(request, "")], _ => "view", cancellation))[0];

    /// <summary>Announces photos of different views in one commit, all or none.</summary>
    /// <exception cref="Refusal">400, 404, 409, 413, 415; errors name the entry.</exception>
    public Task<IReadOnlyList<AddFileReply>> Announce(
        long userId, string taskId, IReadOnlyList<AddFileRequest?> requests, CancellationToken cancellation) =>
        Announce(userId, taskId, Announced(requests), ViewOf, cancellation);

    /// <summary>
    /// Adds the photos that the request to open a check announces: <paramref name="files"/> is a list of <see cref="AddFileRequest"/>, or
    /// <c>required</c> for the required views. Returns the check to store, the upload links, and the messages to commit with it.
    /// </summary>
    /// <exception cref="Refusal">400, 413, 415; errors name the entry.</exception>
    public async Task<(Check Check, IReadOnlyList<AddFileReply> Uploads, IReadOnlyList<Message> Messages)> Open(
        Check check, Template template, JsonElement files, CancellationToken cancellation)
    {
        IReadOnlyList<CheckPhoto> added;
        if (files.ValueKind == JsonValueKind.String && files.ValueEquals("required"))
        {
            added = [.. template.Views.Where(view => view.Required).Select(view => New(view.Id, null, null))];
        }
        else
        {
            added = files.ValueKind == JsonValueKind.Array
                ? Announced(RequestBody.ReadList(files, TaskJson.Wire.AddFileRequestArray, ListName))
                : throw Refusal.Field(ListName, "must be a list of views, or \"required\".");
            RequireViews(template, added, ViewOf);
        }
        var opened = WithUploads(check, added);
        return (opened, await Links(opened, added, cancellation), MessagesOf(check, opened));
    }

    /// <summary>Receives a photo as the body itself.</summary>
    /// <exception cref="Refusal">400, 404, 409, 413, 415.</exception>
    public async Task<AddFileReply> ReceiveBody(
        long userId, string taskId, string view, Stream body, long? length, CancellationToken cancellation)
    {
        if (length > PhotoBlob.MaximumSize)
            throw TooLarge();
        var check = await checks.Get(userId, taskId, cancellation);
        await RequireEditableView(check, view, cancellation);
        return await Keep(check.Value, view, await Store(check.Value, body, cancellation), cancellation);
    }

    /// <summary>
    /// Receives a photo as the form part <c>file</c>. Its view is in the part <c>view</c> or <c>type</c>, in any order, or in the query.
    /// </summary>
    /// <exception cref="Refusal">400, 404, 409, 413, 415.</exception>
    public async Task<AddFileReply> ReceiveForm(
        long userId, string taskId, HttpRequest request, string queryView, CancellationToken cancellation)
    {
        var check = await checks.Get(userId, taskId, cancellation);
        check.Value.RequireIncomplete();
        CheckPhoto? stored = null;
        var texts = await UploadForm.Read(
            request, "file", async content => stored = await Store(check.Value, content, cancellation), cancellation);
        var view = texts.GetValueOrDefault("view") ?? texts.GetValueOrDefault("type") ?? queryView;
        await RequireEditableView(check, view, cancellation);
        return await Keep(check.Value, view, stored!, cancellation);
    }

    /// <summary>415 <c>not_jpeg</c>.</summary>
    public static Refusal NotJpeg() => NotJpeg([]);

    /// <summary>413 <c>photo_too_large</c>.</summary>
    public static Refusal TooLarge() => TooLarge([]);

    /// <summary>Passes a photo through, and refuses it if it is too large or not a JPEG.</summary>
    public static UploadStream Checked(Stream content) =>
        new(content, PhotoBlob.MaximumSize, PhotoBlob.Magic, TooLarge, NotJpeg);

    private async Task<IReadOnlyList<AddFileReply>> Announce(
        long userId, string taskId, IReadOnlyList<CheckPhoto> added, Func<int, string> fieldOf, CancellationToken cancellation)
    {
        IReadOnlyList<AddFileReply> replies = [];
        await checks.Change(
            userId,
            taskId,
            async before =>
            {
                before.Value.RequireIncomplete();
                RequireViews(await catalogue.TemplateOf(before.Value, cancellation), added, fieldOf);
                // Before the commit: if no link can be made, the view keeps its present photo.
                replies = await Links(before.Value, added, cancellation);
                return WithUploads(before.Value, added);
            },
            MessagesOf,
            cancellation);
        return replies;
    }

    private CheckPhoto[] Announced(IReadOnlyList<AddFileRequest?> requests)
    {
        if (requests.Count == 0)
            throw Refusal.Field(ListName, "must have at least one entry.");
        var added = new CheckPhoto[requests.Count];
        var views = new HashSet<string>();
        for (var place = 0; place < added.Length; place++)
        {
            added[place] = Announced(
                requests[place] ?? throw Refusal.Field(EntryOf(place), "must be an object."), $"{EntryOf(place)}.");
            if (!views.Add(added[place].View))
                throw Refusal.Field(ViewOf(place), "must be in the list only once.");
        }
        return added;
    }

    private CheckPhoto Announced(AddFileRequest request, string entry)
    {
        // Only errors about a list must name the entry.
        IEnumerable<FieldError> Named(string member, string reason) => entry.Length == 0 ? [] : [new(entry + member, reason)];

        if (!PhotoBlob.ContentType.Equals(request.ContentType, StringComparison.OrdinalIgnoreCase))
        {
            throw request.ContentType is null
                ? Refusal.Field($"{entry}content_type", "is required.")
                : NotJpeg([.. Named("content_type", $"must be {PhotoBlob.ContentType}.")]);
        }
        var size = request.Size is > 0 ? request.Size.Value : throw Refusal.Field($"{entry}size", "must be the number of bytes.");
        if (size > PhotoBlob.MaximumSize)
            throw TooLarge([.. Named("size", $"must be at most {PhotoBlob.MaximumSize}.")]);
        var sha256 = request.Sha256?.ToLowerInvariant();
        if (sha256 is not null && !(sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)))
            throw Refusal.Field($"{entry}sha256", "must be 64 hex digits.");
        return New(request.View ?? "", size, sha256);
    }

    private CheckPhoto New(string view, long? size, string? sha256)
    {
        var now = time.GetUtcNow();
        return new CheckPhoto(view, Guid.CreateVersion7(now).ToString("N"), now, size, sha256, null);
    }

    private async Task<IReadOnlyList<AddFileReply>> Links(Check check, IReadOnlyList<CheckPhoto> added, CancellationToken cancellation)
    {
        var replies = new AddFileReply[added.Count];
        for (var place = 0; place < replies.Length; place++)
        {
            var photo = added[place];
            var expires = photo.AddTime + LinkLifetime;
            var link = await uploads.UploadLink(check.BlobName(photo), PhotoBlob.ContentType, expires, cancellation);
            var upload = new Upload(link.Method, link.Url.AbsoluteUri, link.Headers, expires);
            replies[place] = new AddFileReply(photo.FileId, photo.View, upload, null, photo.Sha256);
        }
        return replies;
    }

    private async Task<CheckPhoto> Store(Check check, Stream content, CancellationToken cancellation)
    {
        var started = New("", null, null);
        var photo = started with { Attempt = CheckPhotos.NewAttempt(started.AddTime) };
        if (!IsCleanedUpLater(check, started.AddTime))
        {
            var end = started.AddTime + LinkLifetime;
            await sender.Send(DeletePhotos.ScheduledCleanup(check.UserId, check.Id, end + Grace, end), cancellation);
        }
        using var deadline = new CancellationTokenSource(LongestUpload, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        await using var upload = Checked(content);
        try
        {
            var etag = await evidence.Upload(check.BlobName(photo), upload, PhotoBlob.ContentType, either.Token);
            return photo with { Size = upload.Count, Sha256 = upload.Sha256(), ReceivedETag = etag };
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new Refusal(408, "too_slow", $"The photo took longer than {LongestUpload.TotalMinutes} minutes to arrive.");
        }
    }

    private async Task<AddFileReply> Keep(Check check, string view, CheckPhoto stored, CancellationToken cancellation)
    {
        var photo = stored with { View = view };
        await checks.Change(
            check.UserId,
            check.Id,
            async before =>
            {
                await RequireEditableView(before, view, cancellation);
                // Its clean-up was scheduled before the upload began, perhaps by another upload. So CleanupTime says nothing of it.
                return WithUploads(before.Value, [photo]) with { CleanupTime = before.Value.CleanupTime };
            },
            Replaced,
            cancellation);
        return new AddFileReply(photo.FileId, photo.View, null, photo.Size, photo.Sha256);
    }

    private async Task RequireEditableView(Document<Check> check, string view, CancellationToken cancellation)
    {
        check.Value.RequireIncomplete();
        RequireView(await catalogue.TemplateOf(check.Value, cancellation), view, "view");
    }

    private static void RequireViews(Template? template, IReadOnlyList<CheckPhoto> added, Func<int, string> fieldOf)
    {
        if (template is not null && added.Count > template.Views.Length)
            throw Refusal.Field(ListName, $"must have at most {template.Views.Length} entries, one for each view of the template.");
        for (var place = 0; place < added.Count; place++)
            RequireView(template, added[place].View, fieldOf(place));
    }

    private static void RequireView(Template? template, string view, string field)
    {
        if (template?.View(view) is null)
        {
            var known = string.Join(", ", template?.Views.Select(known => known.Id) ?? []);
            throw Refusal.Field(field, $"must be one of {known}.");
        }
    }

    private static Check WithUploads(Check check, IReadOnlyList<CheckPhoto> added)
    {
        if (added.Count == 0)
            return check;
        var start = added.Max(photo => photo.AddTime);
        var end = start + LinkLifetime;
        return check.WithPhotos(added) with
        {
            UploadsEnd = check.UploadsEnd > end ? check.UploadsEnd : end,
            // A clean-up that is still to come reads UploadsEnd, and schedules the next one itself.
            CleanupTime = check.CleanupTime is { } scheduled && scheduled > start + Grace ? scheduled : end + Grace,
        };
    }

    private static IReadOnlyList<Message> MessagesOf(Check before, Check after) =>
    [
        .. Replaced(before, after),
        .. after.CleanupTime is { } scheduled && scheduled != before.CleanupTime
            ? (IEnumerable<Message>)[DeletePhotos.ScheduledCleanup(after.UserId, after.Id, scheduled, after.UploadsEnd)]
            : [],
    ];

    private static IReadOnlyList<Message> Replaced(Check before, Check after) =>
        DeletePhotos.CleanupOf(after, [.. before.Photos.Except(after.Photos)]);

    private static string EntryOf(int place) => $"{ListName}[{place}]";

    private static string ViewOf(int place) => $"{EntryOf(place)}.view";

    private static Refusal NotJpeg(ImmutableArray<FieldError> fields) =>
        new(415, "not_jpeg", "A photo must be a JPEG.") { Fields = fields };

    private static Refusal TooLarge(ImmutableArray<FieldError> fields) =>
        new(413, "photo_too_large", $"A photo may have at most {PhotoBlob.MaximumSize} bytes.") { Fields = fields };
}
