using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Health;

namespace SneakerCheck.Hosting.Local;

/// <summary>The page at <c>/</c>: what this is, whether it is well, and where to go on. In Azure the Functions host has its own.</summary>
internal static class HomePage
{
    private const string Style = """
        :root { color-scheme: light dark; --line: #d0d4da; --soft: #5a626e; --ok: #17703a; --bad: #b3261e; --link: #0b57d0; }
        @media (prefers-color-scheme: dark) {
          :root { --line: #3c434d; --soft: #a3acb8; --ok: #6fd196; --bad: #ff8a80; --link: #8ab4f8; }
        }
        body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 44rem; padding: 2rem 1.25rem; overflow-wrap: anywhere; }
        h1 { font-size: 1.75rem; margin: 0 0 .25rem; }
        h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
        p { margin: .25rem 0; }
        a { color: var(--link); }
        .soft { color: var(--soft); }
        .ok { color: var(--ok); font-weight: 600; }
        .failing { color: var(--bad); font-weight: 600; }
        dl { display: grid; grid-template-columns: minmax(6rem, auto) 1fr; gap: .25rem 1rem; margin: 0; }
        dd { margin: 0; }
        pre { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; padding: .6rem .8rem; white-space: pre-wrap; }
        """;

    private static readonly string ContentPolicy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapHomePage(this WebApplication app) =>
        app.MapGet("/", (HttpRequest request) => Reply(app.Services, request.HttpContext));

    private static async Task<IResult> Reply(IServiceProvider services, HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return Results.Content(Page(await Health(services, context.RequestAborted)), "text/html; charset=utf-8");
    }

    // As /health says it. A host of other functions has no probes.
    private static async Task<JsonElement?> Health(IServiceProvider services, CancellationToken cancellation) =>
        services.GetService<HealthProbes>() is { } probes
            ? JsonSerializer.SerializeToElement(await probes.Report(cancellation), HealthJson.Default.HealthReport)
            : null;

    private static string Page(JsonElement? health)
    {
        var parts = new StringBuilder();
        foreach (var part in health?.EnumerateObject().Where(member => member.Name != "status") ?? [])
        {
            var state = Text(part.Value);
            parts.Append(CultureInfo.InvariantCulture, $"<dt>{Text(part.Name)}</dt><dd class=\"{state}\">{state}</dd>");
        }
        var status = health?.GetProperty("status").GetString() ?? "ok";
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>SneakerCheck</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>SneakerCheck</h1>
            <p>The trust desk of a sneaker marketplace. An owner opens a check and uploads photos of a pair of shoes.
            The answer is <em>true</em>, <em>fake</em> or <em>not sure</em>, with every number and reason.</p>
            <p class="soft">This is the Local host: the whole back end in one process.</p>
            <h2>Is it well? <span class="{Text(status)}">{(status == "ok" ? "Yes" : "No")}</span></h2>
            <dl>{parts}</dl>
            <p class="soft">As a program reads it: <a href="/health">/health</a></p>
            <h2>Where to go on</h2>
            <dl>
            <dt><a href="/docs">/docs</a></dt><dd>every call, to read and to try</dd>
            <dt><a href="/openapi/v1.json">/openapi/v1.json</a></dt><dd>the same for generators of clients</dd>
            </dl>
            <p>To see three checks from end to end, in a terminal:</p>
            <pre>dotnet run --project functions -- demo</pre>
            <p>Other commands:</p>
            <pre>dotnet run --project functions -- --help</pre>
            </main>
            </body>
            </html>
            """;
    }

    private static string Text(object text) => HtmlEncoder.Default.Encode($"{text}");
}
