using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.OpenApi;

public sealed partial class DocsTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_committed_document_is_served()
    {
        using var response = await host.Anonymous.GetAsync("/openapi/v1.json");

        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(CommittedDocument.Text, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_a_client_holds_already_is_not_sent_again()
    {
        using var first = await host.Anonymous.GetAsync("/openapi/v1.json");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await host.Anonymous.SendAsync(again);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.True(second.Headers.CacheControl!.NoCache);
    }

    [Fact]
    public async Task The_page_loads_nothing_but_what_is_served_beside_it()
    {
        using var page = await host.Anonymous.GetAsync("/docs");
        var html = await page.Content.ReadAsStringAsync();
        var loaded = Address().Matches(html).Select(match => match.Groups[1].Value).ToArray();

        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("/docs/swagger-ui-bundle.js", loaded);
        foreach (var address in loaded)
        {
            using var response = await host.Anonymous.GetAsync(address);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    [Fact]
    public async Task The_page_may_run_no_script_inside_itself()
    {
        using var page = await host.Anonymous.GetAsync("/docs");

        Assert.Contains("script-src 'self';", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.DoesNotMatch(@"<script(?![^>]*\bsrc=)|\son\w+=|javascript:", await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_page_may_fetch_photos_from_storage_and_nothing_from_elsewhere()
    {
        var storage = new Uri(new BlobServiceClient(await AzuriteFixture.GetConnectionString()).Uri.GetLeftPart(UriPartial.Authority));
        using var page = await host.Anonymous.GetAsync("/docs");
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));

        Assert.Contains($"connect-src 'self' {storage.GetLeftPart(UriPartial.Authority)};", policy);
        Assert.Contains($"img-src 'self' data: blob: {storage.GetLeftPart(UriPartial.Authority)};", policy);
        Assert.StartsWith("default-src 'none';", policy);
    }

    [Fact]
    public async Task The_page_keeps_the_token_of_a_sign_in() =>
        Assert.Contains("persistAuthorization: true", await host.Anonymous.GetStringAsync("/docs/docs.js"));

    [Fact]
    public async Task Files_are_sent_compressed_to_those_who_can_read_that()
    {
        using var plain = await host.Anonymous.GetAsync("/docs/swagger-ui.css");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/docs/swagger-ui.css");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));

        using var compressed = await host.Anonymous.SendAsync(request);

        Assert.Equal("gzip", Assert.Single(compressed.Content.Headers.ContentEncoding));
        Assert.True(compressed.Content.Headers.ContentLength < plain.Content.Headers.ContentLength);
        Assert.NotEqual(plain.Headers.ETag, compressed.Headers.ETag);
    }

    [Theory]
    [InlineData("/docs/oauth2-redirect.html")]
    [InlineData("/docs/..%2fdocs.js")]
    public async Task Other_files_of_the_package_are_not_served(string address)
    {
        using var response = await host.Anonymous.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Address();
}
