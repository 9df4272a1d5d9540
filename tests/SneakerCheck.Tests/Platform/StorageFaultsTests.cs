using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Pictures;

namespace SneakerCheck.Tests.Platform;

/// <summary>What clients see while a store is down: 503 with Retry-After, in the format of each contract.</summary>
public sealed class StorageFaultsTests
{
    // Nothing listens there.
    private const string NoStorage =
        "DefaultEndpointsProtocol=http;AccountName=none;AccountKey=cGFpcg==;BlobEndpoint=http://127.0.0.1:1/none;";

    [Fact]
    public async Task Without_blob_storage_requests_are_503_and_health_fails()
    {
        await using var host = await TestHost.Start(
            configure: builder => builder.Services.AddSingleton(new BlobServiceClient(NoStorage, new() { Retry = { MaxRetries = 0 } })));
        var owner = await host.Owner();
        using var client = host.Client(owner.Token);

        var picture = Convert.ToBase64String(PictureClient.NewImage());
        await Unavailable(await client.PostAsJsonAsync("/api/picture", new { data = picture }), isPictures: true);
        await Unavailable(
            await client.PostAsJsonAsync("/api/v1/users/me/tasks", new
            {
                meta_tag = TestHost.SmallTemplate,
                shoe_model = TestHost.PlainModel,
                files = "required",
            }),
            isPictures: false);
        var health = await (await client.GetAsync("/health")).Json(HttpStatusCode.ServiceUnavailable);
        Assert.Equal(("ok", "failing"), (health.GetProperty("documents").GetString(), health.GetProperty("blobs").GetString()));
    }

    [Fact]
    public async Task On_a_full_disk_requests_that_write_are_503_and_health_fails()
    {
        await using var host = await TestHost.Start();
        var owner = await host.Owner(quota: 2000);
        using var client = host.Client(owner.Token);
        await (await client.GetAsync("/health")).Json(HttpStatusCode.OK);
        var database = host.Services.GetRequiredService<SqliteDatabase>();
        await Limit(database, pages: 1);

        await FillDisk();
        var health = await (await client.GetAsync("/health")).Json(HttpStatusCode.ServiceUnavailable);
        Assert.Equal(("failing", "ok"), (health.GetProperty("documents").GetString(), health.GetProperty("blobs").GetString()));
        await (await client.GetAsync("/api/v1/users/me")).Json(HttpStatusCode.OK);

        await Limit(database, pages: 1_000_000);
        await (await client.GetAsync("/health")).Json(HttpStatusCode.OK);

        // Small writes still fit into pages that are partly empty.
        async Task FillDisk()
        {
            for (var written = 0; ; written++)
            {
                Assert.True(written < 1000, "The disk is not full.");
                var reply = await client.PostAsJsonAsync(
                    "/api/v1/users/me/tasks", new { meta_tag = TestHost.SmallTemplate, shoe_model = TestHost.PlainModel });
                if (reply.StatusCode == HttpStatusCode.Created)
                    continue;
                await Unavailable(reply, isPictures: false);
                return;
            }
        }
    }

    private static Task Limit(SqliteDatabase database, long pages) =>
        database.Write(session => session.Query($"PRAGMA max_page_count = {pages}", _ => true));

    private static async Task Unavailable(HttpResponseMessage reply, bool isPictures)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, reply.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), reply.Headers.RetryAfter?.Delta);
        var body = await reply.Content.ReadFromJsonAsync<JsonElement>();
        if (isPictures)
            Assert.Equal(1, body.GetProperty("code").GetInt32());
        else
            Assert.Equal("unavailable", body.GetProperty("code").GetString());
    }
}
