using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Checks;

/// <summary>Photos that other accounts have uploaded before are found. A check with such a photo waits for a person.</summary>
public sealed class OriginalityTests
{
    private static int numbers = 1_000_000;

    [Theory]
    [InlineData(false, 85, true)]
    [InlineData(false, 60, false)]
    [InlineData(true, 85, false)]
    [InlineData(true, 60, false)]
    public async Task The_same_picture_of_another_account_is_found(bool mirrored, int quality, bool sameBytes)
    {
        var host = await TestHost.Shared;
        var (first, second) = (await host.Owner(), await host.Owner());
        var number = Interlocked.Increment(ref numbers);
        var earlier = await Run(first, TestPhoto.Texture(number));

        var later = await Run(second, TestPhoto.Texture(number, mirrored, quality));

        var match = Assert.Single(Matches(later));
        Assert.Equal((JsonValueKind.Null, "appear"), (match.GetProperty("task_id").ValueKind, match.Text("view")));
        Assert.Equal((sameBytes, mirrored), (match.GetProperty("same_bytes").GetBoolean(), match.GetProperty("mirrored").GetBoolean()));
        var finding = Photo(later).List("findings").Single(finding => finding.Text("step") == "originality");
        Assert.False(finding.GetProperty("passed").GetBoolean());
        Assert.NotEmpty(finding.GetProperty("reason").Text("zh"));
        Assert.InRange(finding.GetProperty("value").GetDouble(), 0.95, 1);
        Assert.Equal("< 0.95", finding.Text("limit"));
        Assert.True(Photo(later).GetProperty("usable").GetBoolean());
        Assert.True(later.GetProperty("report").GetProperty("review_hold").GetBoolean());
        Assert.Equal("seen_before", later.GetProperty("report").List("reasons").First().Text("code"));
        Assert.Empty(Matches(earlier));
        Assert.False(earlier.GetProperty("report").GetProperty("review_hold").GetBoolean());
    }

    [Fact]
    public async Task A_photo_reused_by_its_owner_is_not_a_match()
    {
        var owner = await (await TestHost.Shared).Owner();
        var photo = TestPhoto.Texture(Interlocked.Increment(ref numbers));
        await Run(owner, photo);

        var again = await Run(owner, photo);

        Assert.Empty(Matches(again));
        Assert.True(Photo(again).List("findings").Single(finding => finding.Text("step") == "originality")
            .GetProperty("passed").GetBoolean());
    }

    [Fact]
    public async Task The_photos_of_a_deleted_account_still_match()
    {
        var host = await TestHost.Shared;
        var (first, second) = (await host.Owner(), await host.Owner());
        var photo = TestPhoto.Texture(Interlocked.Increment(ref numbers));
        var earlier = await Run(first, photo);
        var link = (await first.Http.GetAsync($"{TestHostOwner.Tasks}/{earlier.Text("id")}/files/appear")).Headers.Location;
        using var deletion = new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/users/{first.Id}");
        deletion.Content = JsonContent.Create(new { });
        Assert.Equal(HttpStatusCode.NoContent, (await (await host.Operator()).SendAsync(deletion)).StatusCode);
        using var storage = new HttpClient();
        await Eventually.Holds(async () => (await storage.GetAsync(link)).StatusCode == HttpStatusCode.NotFound, "the photo is gone");

        Assert.Single(Matches(await Run(second, photo)));
    }

    [Fact]
    public async Task The_photos_of_a_deleted_task_no_longer_match()
    {
        var host = await TestHost.Shared;
        var (first, second) = (await host.Owner(), await host.Owner());
        var photo = TestPhoto.Texture(Interlocked.Increment(ref numbers));
        var earlier = await Run(first, photo);
        Assert.Single(Matches(await Run(second, photo)));

        Assert.Equal(HttpStatusCode.NoContent, (await first.Http.DeleteAsync($"{TestHostOwner.Tasks}/{earlier.Text("id")}")).StatusCode);

        await Hosting.Eventually.Holds(async () => !Matches(await Run(second, photo)).Any(), "the photo is matched no more");
    }

    private static async Task<JsonElement> Run(TestHostOwner owner, byte[] photo)
    {
        var task = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", photo));
        var finished = await owner.Run(task);
        Assert.Equal("not_sure", finished.Text("answer"));
        return finished;
    }

    private static JsonElement Photo(JsonElement task) => Assert.Single(task.GetProperty("report").List("photos"));

    private static IEnumerable<JsonElement> Matches(JsonElement task) => Photo(task).List("matches");
}
