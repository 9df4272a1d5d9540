using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SneakerCheck.Platform.OpenApi;

/// <summary>A file embedded in an assembly, read once and served with its hash as ETag.</summary>
internal sealed class EmbeddedFile
{
    private const string Compressed = "gzip";

    private readonly byte[] plain;
    private readonly byte[] compressed;
    private readonly string contentType;
    private readonly string hash;

    private EmbeddedFile(byte[] plain, string contentType)
    {
        this.plain = plain;
        this.contentType = contentType;
        compressed = Compress(plain);
        hash = Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 16));
    }

    /// <param name="contentType">The media type that it is served as.</param>
    /// <param name="isCompressed">Whether the resource is gzip.</param>
    public static EmbeddedFile Read(Assembly assembly, string resource, string contentType, bool isCompressed = false)
    {
        using var stored = assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no resource {resource}.");
        using var content = isCompressed ? new GZipStream(stored, CompressionMode.Decompress) : stored;
        using var buffer = new MemoryStream();
        content.CopyTo(buffer);
        return new EmbeddedFile(buffer.ToArray(), contentType);
    }

    /// <summary>200 with the file, or 304 if <c>If-None-Match</c> has its ETag.</summary>
    /// <param name="photos">The origin that a page may fetch photos from, besides its own; null for none.</param>
    public IResult Reply(HttpRequest request, string? photos = null)
    {
        var headers = request.HttpContext.Response.Headers;
        // Browsers revalidate the file each time, and receive it only if it has changed.
        headers.CacheControl = "public, no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = ContentPolicy(photos);
        headers["Referrer-Policy"] = "no-referrer";
        if (!AcceptsCompressed(request))
            return Results.Bytes(plain, contentType, entityTag: new EntityTagHeaderValue($"\"{hash}\""));
        headers.ContentEncoding = Compressed;
        return Results.Bytes(compressed, contentType, entityTag: new EntityTagHeaderValue($"\"{hash}-{Compressed}\""));
    }

    // Our page runs only scripts from its own origin. Swagger UI needs inline styles, its icons are data URLs, and it shows a photo that it
    // has fetched by an object URL.
    private static string ContentPolicy(string? photos)
    {
        var more = photos is null ? "" : $" {photos}";
        return $"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:{more}; "
            + $"connect-src 'self'{more}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static bool AcceptsCompressed(HttpRequest request) => request.GetTypedHeaders().AcceptEncoding
        .Any(accepted => accepted.Value.Equals(Compressed, StringComparison.OrdinalIgnoreCase) && accepted.Quality is null or > 0);

    private static byte[] Compress(byte[] plain)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal))
            gzip.Write(plain);
        return buffer.ToArray();
    }
}
