using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SneakerCheck.Pictures;

/// <summary>
/// Sends pictures in the envelope of seed 002. The bytes are encoded as base64 while they arrive from storage, so a page of a hundred
/// large pictures takes no more memory than a small one. A failure after the first bytes were sent aborts the connection.
/// </summary>
/// <param name="pictures">The pictures without their bytes.</param>
/// <param name="contents">Their bytes; empty when links are sent.</param>
/// <param name="page">The page; null for a single picture.</param>
/// <param name="logger">Logs why a reply was aborted.</param>
public sealed partial class PictureReply(
    ImmutableArray<ShownPicture> pictures, PictureContentQueue contents, PicturePage? page, ILogger<PictureReply> logger) : IResult
{
    // A multiple of three, so that only the last piece of a picture is padded.
    private const int Piece = 24 * 1024;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var opened = contents;
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        try
        {
            await Write(response, httpContext.RequestAborted);
        }
        catch (Exception exception) when (!httpContext.RequestAborted.IsCancellationRequested)
        {
            LogBrokenOff(exception, pictures.Length);
            httpContext.Abort();
        }
        catch (OperationCanceledException)
        {
            // The client closed the connection.
        }
    }

    private async Task Write(HttpResponse response, CancellationToken cancellation)
    {
        // The default encoder would escape the + of base64.
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        await using var json = new Utf8JsonWriter(response.BodyWriter, options);
        json.WriteStartObject();
        json.WriteString("message", "");
        json.WriteNumber("code", 0);
        json.WritePropertyName("data");
        if (page is not null)
        {
            json.WriteStartObject();
            json.WriteNumber("total", page.Total);
            json.WriteNumber("page", page.Page);
            json.WriteNumber("limit", page.Limit);
            json.WriteStartArray("pictures");
        }
        foreach (var picture in pictures)
            await Write(picture, json, response, cancellation);
        if (page is not null)
        {
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
        await response.BodyWriter.FlushAsync(cancellation);
    }

    private async Task Write(ShownPicture picture, Utf8JsonWriter json, HttpResponse response, CancellationToken cancellation)
    {
        await using var content = picture.Url is null ? await contents.Next() : null;
        if (picture.Url is null && content is null)
            return; // It was deleted while the page was being sent.
        json.WriteStartObject();
        json.WriteNumber("id", picture.Id);
        json.WriteString("username", picture.Username);
        if (content is not null)
            await WriteData(content, json, response, cancellation);
        else
            json.WriteString("url", picture.Url);
        json.WriteString("content_type", picture.ContentType);
        json.WriteNumber("size", picture.Size);
        json.WritePropertyName("check");
        JsonSerializer.Serialize(json, picture.Check, PictureWire.Json.ShownCheck!);
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
        await response.BodyWriter.FlushAsync(cancellation);
    }

    private static async Task WriteData(Stream content, Utf8JsonWriter json, HttpResponse response, CancellationToken cancellation)
    {
        var piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            json.WritePropertyName("data");
            int length;
            do
            {
                length = await content.ReadAtLeastAsync(piece.AsMemory(0, Piece), Piece, throwOnEndOfStream: false, cancellation);
                json.WriteBase64StringSegment(piece.AsSpan(0, length), isFinalSegment: length < Piece);
                await json.FlushAsync(cancellation);
                await response.BodyWriter.FlushAsync(cancellation);
            }
            while (length == Piece);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    [LoggerMessage(LogLevel.Error, "A reply with {Count} pictures was aborted.")]
    private partial void LogBrokenOff(Exception exception, int count);
}
