namespace SneakerCheck.Tests.Checks;

/// <summary>What a run makes of photos that are unusual or damaged.</summary>
public sealed class RunCheckInspectionTests
{
    [Fact]
    public async Task A_photo_with_more_metadata_than_usual_is_still_read()
    {
        var owner = await (await TestHost.Shared).Owner();
        var photo = TestPhoto.Unique();
        byte[] heavy = [0xFF, 0xD8, .. BadPhotos.Segments(1_500_000), .. photo[2..]];

        var finished = await owner.Run(await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", heavy)));

        Assert.True(Assert.Single(finished.GetProperty("report").List("photos")).GetProperty("usable").GetBoolean());
    }

    [Fact]
    public async Task A_photo_truncated_after_its_header_is_reported_as_not_usable()
    {
        var owner = await (await TestHost.Shared).Owner();
        var photo = TestPhoto.Unique();

        var finished = await owner.Run(
            await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", photo[..(photo.Length / 2)])));

        Assert.Equal("not_sure", finished.Text("answer"));
        var report = finished.GetProperty("report");
        Assert.Equal("view_not_usable", report.List("reasons").First().Text("code"));
        var inspected = Assert.Single(report.List("photos"));
        Assert.False(inspected.GetProperty("usable").GetBoolean());
        Assert.Contains(
            inspected.List("findings"), finding => finding.Text("name") == "complete" && !finding.GetProperty("passed").GetBoolean());
    }
}
