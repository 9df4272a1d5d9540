using SneakerCheck.Checks;
using SneakerCheck.Imaging;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Tests.Imaging;

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
            var turned = JpegReader.Read(Imaging.TestJpeg.WithExif(photo.Encode(), (int)orientation), JpegLimits.Default);
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
    public async Task Of_copies_stored_concurrently_by_several_instances_all_but_one_find_another(int capacity)
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
    public async Task Photos_beyond_the_packed_index_are_stored_in_bands_and_both_are_searched()
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
    public async Task A_repeated_run_stores_nothing_more_and_finds_the_same(int capacity)
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
    public async Task A_deleted_photo_leaves_no_document_but_its_number_in_the_log(int capacity, int remaining)
    {
        var originality = area.Instance(capacity);
        var elsewhere = area.Instance(capacity);
        Assert.Empty(await OriginalityArea.Examine(originality, Owner, "original", ShoePhoto.Shoe(3).Read()));
        await elsewhere.Forget(Owner, "original", CancellationToken.None);
        await elsewhere.Forget(Owner, "original", CancellationToken.None);
        Assert.Equal(remaining, await area.Stored());

        // Both continue from the same number, so each still finds what the other stores.
        Assert.Empty(await OriginalityArea.Examine(area.Instance(capacity), Other, "second", ShoePhoto.Shoe(3).Read()));
        Assert.Single(await OriginalityArea.Examine(originality, Owner, "third", ShoePhoto.Shoe(3).Read()));
    }

    [Fact]
    public async Task Once_enough_accounts_have_shown_a_view_its_median_is_learned_and_older_photos_are_still_found()
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
    public async Task In_bands_a_photo_costs_at_most_forty_commits_and_forty_queries_for_each_median()
    {
        var originality = area.Instance(capacity: 0, samples: 2);
        await OriginalityArea.Examine(originality, Owner, "before", ShoePhoto.Shoe(3).Read());
        Assert.InRange(Filings().Length, 20, 40);
        Assert.InRange(Filings().Sum(filing => filing.Operations.Count), 10, 90);
        Assert.All(Filings(), filing => Assert.InRange(filing.Operations.Count, 1, 9));
        Assert.Equal(40, Searches().Length);
        // Not counting the fingerprint and the SHA-256 entry, and here also a sample for the median.
        Assert.Equal((3, 44, Filings().Length + 3), area.Operations);

        await OriginalityArea.Examine(originality, Other, "other", ShoePhoto.Shoe(4).Read());
        area.Documents.Forget();
        await OriginalityArea.Examine(originality, Owner, "after", ShoePhoto.Shoe(5).Read());
        Assert.InRange(Searches().Length, 70, 80);
        Assert.Equal(Searches().Length, Searches().Select(search => search.Partition).Distinct().Count());
        Assert.InRange(Searches().Max(search => search.Conditions.Single().Values.Length), 50, 184);
        Assert.Equal((1, Searches().Length + 3, Filings().Length + 2), area.Operations);
    }

    [Fact]
    public async Task In_bands_an_interrupted_write_or_removal_is_completed_by_the_next()
    {
        var index = new OriginalityBandedIndex(area.Documents);
        var hashes = PerceptualSpectrum.Compute(ShoePhoto.Shoe(3).Read(), HashWindow.Stored).Select(window => window.Hash());
        var photo = new HashedPhoto(Owner, "photo", "", [.. hashes]);
        await index.File(photo, CancellationToken.None);
        var stored = await area.Stored();

        await TakeOut(Filings()[..10]);
        Assert.True(await area.Stored() < stored);
        await index.File(photo, CancellationToken.None);
        Assert.Equal(stored, await area.Stored());

        await TakeOut(Filings()[5..15]);
        await index.Remove(photo, CancellationToken.None);
        Assert.Equal(0, await area.Stored());
    }

    [Theory]
    [InlineData(4, 0, 30)]
    [InlineData(8, 0, 31)]
    [InlineData(3, 3, 31)]
    [InlineData(8, 8, 32)]
    public async Task In_bands_a_common_value_does_not_hide_entries_of_other_values(int most, int many, int queries)
    {
        var index = new OriginalityBandedIndex(area.Documents, maximumPerValue: 5);
        // Far from the searched hash in all bands but the first, where the value is the same or one bit away.
        var far = Hash((band, bit) => band > 0);
        var alsoFar = Hash((band, bit) => band > 0 || bit == 0);
        var copy = Hash((band, bit) => band == 0 ? bit == 1 : bit < 2);
        for (var number = 0; number < most + many; number++)
            await index.File(new HashedPhoto(Owner, $"far-{number}", "", [number < most ? far : alsoFar]), CancellationToken.None);
        await index.File(new HashedPhoto(Owner, "copy", "", [copy]), CancellationToken.None);

        area.Documents.Forget();
        var found = await index.Find([new SearchHashes("", [.. Enumerable.Repeat(default(PerceptualHash), 8)])], CancellationToken.None);
        Assert.Equal(new HashHit(Owner, "copy", 0, Orientation.Normal, 19), Assert.Single(found));
        Assert.Equal(queries, Searches().Length);
    }

    // A hash in which the bits are set that the function chooses by band and position in the band.
    private static PerceptualHash Hash(Func<int, int, bool> isSet)
    {
        var parts = new ulong[4];
        for (var place = 0; place < 256; place++)
        {
            var bit = new ulong[4];
            bit[place >> 6] = 1UL << (place & 63);
            var bands = new PerceptualHash(bit[0], bit[1], bit[2], bit[3]).Bands();
            var band = Array.FindIndex(bands, value => value != 0);
            if (band >= 0 && isSet(band, int.TrailingZeroCount(bands[band])))
                parts[place >> 6] |= bit[place >> 6];
        }
        return new PerceptualHash(parts[0], parts[1], parts[2], parts[3]);
    }

    private Commit[] Filings() =>
        [
            .. area.Documents.Calls.Where(call => call.Kind.StartsWith("+hash-band-entry", StringComparison.Ordinal))
                .Select(call => call.Commit!),
        ];

    private DocumentQuery[] Searches() =>
        [.. area.Documents.Calls.Where(call => call.Query is not null && call.Kind == "hash-band-entry").Select(call => call.Query!)];

    private async Task TakeOut(IEnumerable<Commit> filings)
    {
        foreach (var filing in filings)
        {
            var undoing = filing.Operations.Aggregate(new Commit(filing.Partition), (commit, operation) => commit.Delete(operation.Id));
            Assert.True((await area.Documents.Commit(undoing, CancellationToken.None)).IsCommitted);
        }
    }
}
