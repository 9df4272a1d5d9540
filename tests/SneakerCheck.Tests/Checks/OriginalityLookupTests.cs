using SneakerCheck.Checks;
using SneakerCheck.Checks.Vision;
using ShoePhoto = SneakerCheck.Tests.Checks.Vision.TestPhoto;

namespace SneakerCheck.Tests.Checks;

public sealed class OriginalityLookupTests : IDisposable
{
    private const long Owner = 1, Other = 2;
    private readonly OriginalityArea area = new();

    public void Dispose() => area.Dispose();

    [Theory]
    [InlineData(100)]
    [InlineData(0)]
    public async Task Copies_are_reported_to_another_account_with_what_was_done_to_them(int capacity)
    {
        var originality = area.Instance(capacity);
        var photo = ShoePhoto.Shoe(3);
        await OriginalityArea.Examine(originality, Owner, "original", photo.Read(90));

        var again = Assert.Single(await OriginalityArea.Examine(originality, Other, "again", photo.Read(50)));
        Assert.Equal(("check-of-1", "side", false, false), (again.TaskId, again.View, again.SameBytes, again.Mirrored));
        Assert.InRange(again.Distance, 0, PerceptualHash.FlagDistance);

        var cropped = Assert.Single(await OriginalityArea.Examine(originality, Other, "cropped", photo.Crop(0.03).Read()));
        Assert.InRange(cropped.Distance, 0, PerceptualHash.CandidateDistance);
        Assert.InRange(cropped.Correlation, ThumbnailCorrelation.SamePicture, 1);

        foreach (var orientation in Enum.GetValues<Orientation>().Skip(1))
        {
            var turned = JpegReader.Read(Vision.TestJpeg.WithExif(photo.Encode(), (int)orientation), JpegLimits.Default);
            var match = Assert.Single(await OriginalityArea.Examine(originality, Other, $"turned-{orientation}", turned));
            var isMirrorImage =
                orientation is Orientation.FlipHorizontal or Orientation.FlipVertical or Orientation.Transpose or Orientation.Transverse;
            Assert.Equal(isMirrorImage, match.Mirrored);
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(0)]
    public async Task Other_photos_and_those_of_the_same_account_are_not_reported(int capacity)
    {
        var originality = area.Instance(capacity);
        await OriginalityArea.Examine(originality, Owner, "original", ShoePhoto.Shoe(3).Read());

        Assert.Empty(await OriginalityArea.Examine(originality, Other, "different", ShoePhoto.Shoe(4).Read()));
        Assert.Empty(await OriginalityArea.Examine(originality, Owner, "own", ShoePhoto.Shoe(3).Read(60)));
    }

    [Fact]
    public async Task The_same_bytes_come_first()
    {
        var originality = area.Instance();
        var photo = ShoePhoto.Shoe(3);
        await OriginalityArea.Examine(originality, Owner, "copy", photo.Read(70), "other");
        await OriginalityArea.Examine(originality, Owner, "original", photo.Read(), "sha");

        var matches = await OriginalityArea.Examine(originality, Other, "same", photo.Read(), "sha");
        Assert.Equal([true, false], matches.Select(match => match.SameBytes));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Of_like_photos_filed_at_one_moment_by_several_instances_all_but_one_see_another(int capacity)
    {
        var photo = ShoePhoto.Shoe(5).Read();
        var instances = Enumerable.Range(1, 6).Select(account => (Account: account, Originality: area.Instance(capacity))).ToArray();

        var found = await Task.WhenAll(instances.Select(instance => Task.Run(
            () => OriginalityArea.Examine(instance.Originality, instance.Account, $"file-{instance.Account}", photo))));

        Assert.True(found.Count(matches => matches.Count > 0) >= instances.Length - 1);
        foreach (var (account, originality) in instances)
            Assert.Equal(5, (await OriginalityArea.Examine(originality, account, $"file-{account}", photo)).Count);
    }

    [Fact]
    public async Task What_no_longer_fits_in_memory_is_filed_in_bands_and_both_are_searched()
    {
        var originality = area.Instance(capacity: 2);
        for (var seed = 0; seed < 4; seed++)
            await OriginalityArea.Examine(originality, Owner, $"{seed}", ShoePhoto.Shoe(seed).Read());

        var newcomer = area.Instance(capacity: 2);
        for (var seed = 0; seed < 4; seed++)
            Assert.Single(await OriginalityArea.Examine(newcomer, Other, $"copy-{seed}", ShoePhoto.Shoe(seed).Read(60)));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(0)]
    public async Task A_run_done_again_files_nothing_more_and_finds_the_same(int capacity)
    {
        await OriginalityArea.Examine(area.Instance(capacity), Owner, "original", ShoePhoto.Shoe(3).Read());
        var first = await OriginalityArea.Examine(area.Instance(capacity), Other, "copy", ShoePhoto.Shoe(3).Read(60));
        var stored = await area.Stored();

        var second = await OriginalityArea.Examine(area.Instance(capacity), Other, "copy", ShoePhoto.Shoe(3).Read(60));
        Assert.Equal(first, second);
        Assert.Equal(stored, await area.Stored());
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(0, 0)]
    public async Task A_forgotten_photo_leaves_no_document_but_its_place_in_the_log(int capacity, int remaining)
    {
        var originality = area.Instance(capacity);
        var elsewhere = area.Instance(capacity);
        Assert.Empty(await OriginalityArea.Examine(originality, Owner, "original", ShoePhoto.Shoe(3).Read()));
        await elsewhere.Forget(Owner, "original", CancellationToken.None);
        await elsewhere.Forget(Owner, "original", CancellationToken.None);
        Assert.Equal(remaining, await area.Stored());

        // Both go on from the same place, so each still sees what the other files.
        Assert.Empty(await OriginalityArea.Examine(area.Instance(capacity), Other, "second", ShoePhoto.Shoe(3).Read()));
        Assert.Single(await OriginalityArea.Examine(originality, Owner, "third", ShoePhoto.Shoe(3).Read()));
    }

    [Fact]
    public async Task Once_enough_accounts_have_shown_a_view_its_median_is_learnt_and_older_photos_are_still_found()
    {
        var originality = area.Instance(samples: 4);
        for (var account = 10; account < 14; account++)
        {
            Assert.Null(await new OriginalityMedians(area.Documents, 4).Find("side", CancellationToken.None));
            await OriginalityArea.Examine(originality, account, $"first-{account}", ShoePhoto.Shoe(account).Read());
            await OriginalityArea.Examine(originality, account, $"second-{account}", ShoePhoto.Shoe(account + 50).Read());
        }
        Assert.NotNull(await new OriginalityMedians(area.Documents, 4).Find("side", CancellationToken.None));
        await OriginalityArea.Examine(originality, Owner, "after", ShoePhoto.Shoe(3).Read());

        Assert.Single(await OriginalityArea.Examine(area.Instance(samples: 4), Other, "old", ShoePhoto.Shoe(11).Read(60)));
        Assert.Single(await OriginalityArea.Examine(area.Instance(samples: 4), Other, "new", ShoePhoto.Shoe(3).Read(60)));
    }

    [Fact]
    public async Task A_photo_costs_six_operations_on_documents_and_one_more_for_each_copy()
    {
        var originality = area.Instance(samples: 2);
        await OriginalityArea.Examine(originality, 10, "a", ShoePhoto.Shoe(10).Read());
        await OriginalityArea.Examine(originality, 11, "b", ShoePhoto.Shoe(11).Read());

        area.Documents.Forget();
        await OriginalityArea.Examine(originality, Owner, "original", ShoePhoto.Shoe(3).Read());
        Assert.Equal((1, 2, 3), area.Operations);

        area.Documents.Forget();
        Assert.Single(await OriginalityArea.Examine(originality, Other, "copy", ShoePhoto.Shoe(3).Read(60)));
        Assert.Equal((2, 2, 3), area.Operations);
    }

    [Fact]
    public async Task In_bands_a_photo_costs_some_thousand_operations_on_documents()
    {
        var originality = area.Instance(capacity: 0);
        area.Documents.Forget();
        await OriginalityArea.Examine(originality, Owner, "original", ShoePhoto.Shoe(3).Read());

        Assert.InRange(area.Operations.Writes, 10, 95);
        Assert.InRange(area.Operations.Queries, 1000, 2010);
    }
}
