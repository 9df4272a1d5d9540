using System.Text.Json;

namespace SneakerCheck.Tests.Durability;

/// <summary>Azurite writes its index every few seconds. If it is killed together with its host, it loses the uploads since then.</summary>
public sealed class LostPhotosTests
{
    [Trait(Speed.Category, Speed.Slow)]
    [Fact]
    public async Task A_check_whose_photos_were_lost_finishes_as_not_sure_with_that_reason()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(15));
        using var host = new MortalHost();
        using var phone = new Phone(host, deadline.Token);
        await host.Start();
        await phone.ReleaseTemplate();

        var losses = 0;
        // The index may happen to be written just before the kill, but not every time.
        for (var attempt = 1; losses == 0; attempt++)
        {
            Assert.True(attempt <= 3, "Storage lost nothing.");
            var check = await phone.Check($"attempt {attempt}", attempt);
            await host.KillWithAzurite();
            await host.Start();

            var task = await phone.Finished(check.Id);

            var report = task.GetProperty("report");
            Assert.Equal("not_sure", task.GetProperty("answer").GetString());
            Assert.DoesNotContain("run_failed", Codes(report));
            var lost = report.GetProperty("photos").EnumerateArray()
                .Where(IsLost)
                .Select(photo => photo.GetProperty("view").GetString()!)
                .ToArray();
            losses = lost.Length;
            Assert.Equal(losses, Codes(report).Count(code => code == "view_not_usable"));
            foreach (var view in check.Photos.Keys)
                Assert.Equal(lost.Contains(view) ? null : check.Photos[view], await phone.StoredPhoto(check.Id, view));
        }

        Assert.Equal(0, (await host.Stop()).ExitCode);
    }

    private static IEnumerable<string?> Codes(JsonElement report) =>
        report.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString());

    private static bool IsLost(JsonElement photo) => photo.GetProperty("findings").EnumerateArray().Any(finding =>
        finding.GetProperty("step").GetString() == "intake"
        && finding.GetProperty("name").GetString() == "stored"
        && !finding.GetProperty("passed").GetBoolean());
}
