using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Pictures;
using SneakerCheck.Tests.Checks;

namespace SneakerCheck.Tests.Pictures;

/// <summary>An account holds so many pictures and bytes, and no more.</summary>
public sealed class PictureQuotaTests
{
    [Fact]
    public async Task Of_pictures_posted_at_once_as_many_are_taken_as_the_account_may_hold()
    {
        await using var host = await Start(options => options.PerAccount = 5);
        var (user, other) = (await PictureClient.Create(host), await PictureClient.Create(host));

        // As many as an account may post at once.
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Post(user, PictureClient.NewImage())));

        Assert.Equal(5, replies.Count(reply => (int)reply.StatusCode == 201));
        foreach (var reply in replies.Where(reply => (int)reply.StatusCode != 201))
            await reply.Envelope(403, 17);
        Assert.Equal(5, (await user.Own()).Length);
        await other.Post(PictureClient.NewImage());
    }

    [Fact]
    public async Task Deleting_a_picture_makes_room_for_another()
    {
        await using var host = await Start(options => options.PerAccount = 2);
        var user = await PictureClient.Create(host);
        var image = PictureClient.NewImage();
        // Equal bytes are stored once, but each picture counts.
        var ids = new[] { await user.Post(image), await user.Post(image) };
        await (await Post(user, image)).Envelope(403, 17);

        await user.Delete(ids[0]);

        await user.Post(image);
        await (await Post(user, image)).Envelope(403, 17);
    }

    [Fact]
    public async Task The_bytes_of_all_pictures_together_are_limited()
    {
        await using var host = await Start(options => options.MegabytesPerAccount = 1);
        var user = await PictureClient.Create(host);

        var large = await user.Post(PictureClient.NewImage(600_000));
        await (await Post(user, PictureClient.NewImage(600_000))).Envelope(403, 17);
        await user.Post(PictureClient.NewImage(300_000));
        await user.Delete(large);
        await user.Post(PictureClient.NewImage(600_000));

        Assert.Equal(2, (await user.Own()).Length);
    }

    [Fact]
    public async Task Published_photos_of_checks_count_as_well()
    {
        await using var host = await Start(options => options.PerAccount = 1);
        var owner = await host.Owner();
        var task = await owner.CreateTask(
            TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()), ("tag", TestPhoto.Unique()));
        await owner.Run(task);

        await (await owner.Http.PostAsJsonAsync($"{TestHostOwner.Tasks}/{task}/pictures", new { })).Problem(403, "quota_exceeded");

        var feed = new PictureClient(owner.Http, $"owner-{owner.Id}", owner.Token);
        await feed.Delete(Assert.Single(await feed.Own()));
        // The photo that was refused has its turn.
        await owner.Http.PostAsJsonAsync($"{TestHostOwner.Tasks}/{task}/pictures", new { });
        Assert.Single(await feed.Own());
    }

    private static Task<TestHost> Start(Action<PicturesOptions> change) =>
        TestHost.Start(configure: builder => builder.Services.Configure(change));

    private static Task<HttpResponseMessage> Post(PictureClient user, byte[] image) =>
        user.Http.PostAsJsonAsync("/api/picture", new { data = Convert.ToBase64String(image) });
}
