using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Platform.Http;

/// <summary>Reads <c>multipart/form-data</c> with one file part as a stream. Parts may come in any order.</summary>
public static class UploadForm
{
    // RFC 2046, 5.1.1.
    private const int MaximumBoundary = 70;
    private const int MaximumParts = 10;
    private const int MaximumText = 256;

    /// <summary>The media type of a request in lower case; null if it has none.</summary>
    public static string? MediaType(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type.MediaType.Value?.ToLowerInvariant() : null;

    /// <summary>Reads the form and returns its text parts by name.</summary>
    /// <param name="request">A request of type <c>multipart/form-data</c>.</param>
    /// <param name="fileName">The name of the file part.</param>
    /// <param name="receive">Reads the file's bytes. Called once.</param>
    /// <exception cref="Refusal">
    /// 400 <c>invalid_form</c>; 400 <c>invalid_field</c> if the file is missing; whatever <paramref name="receive"/> throws.
    /// </exception>
    public static async Task<IReadOnlyDictionary<string, string>> Read(
        HttpRequest request, string fileName, Func<Stream, Task> receive, CancellationToken cancellation)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).Value;
        if (boundary is not { Length: >= 1 and <= MaximumBoundary })
            throw new Refusal(400, "invalid_form", $"The form needs a boundary of 1 to {MaximumBoundary} characters.");
        var texts = new Dictionary<string, string>();
        var received = false;
        try
        {
            var form = new MultipartReader(boundary, request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 8 * 1024 };
            for (var part = 0; await form.ReadNextSectionAsync(cancellation) is { } section; part++)
            {
                if (part == MaximumParts)
                    throw new Refusal(400, "invalid_form", $"The form has more than {MaximumParts} parts.");
                var name = HeaderUtilities.RemoveQuotes(section.GetContentDispositionHeader()?.Name ?? default).Value;
                if (name == fileName && !received)
                {
                    received = true;
                    await receive(section.Body);
                }
                else if (name is not null)
                {
                    texts[name] = await ReadText(section.Body, cancellation);
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw new Refusal(400, "invalid_form", "The form is malformed or incomplete.");
        }
        return received ? texts : throw Refusal.Field(fileName, "is required: send the photo as a part with this name.");
    }

    private static async Task<string> ReadText(Stream body, CancellationToken cancellation)
    {
        var bytes = new byte[MaximumText + 1];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return length <= MaximumText
            ? Encoding.UTF8.GetString(bytes, 0, length).Trim()
            : throw new Refusal(400, "invalid_form", $"A text part of the form has more than {MaximumText} bytes.");
    }
}
