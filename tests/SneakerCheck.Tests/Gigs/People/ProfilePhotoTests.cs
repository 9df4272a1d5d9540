using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;
using SneakerCheck.Gigs.People;
using SneakerCheck.Gigs.Photos;
using SneakerCheck.Imaging;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Tests.Checks;
using SneakerCheck.Tests.Hosting;
using SneakerCheck.Tests.Imaging;
using SneakerCheck.Tests.Imaging.Metadata;
using SneakerCheck.Tests.Pictures;

namespace SneakerCheck.Tests.Gigs.People;

/// <summary>POST and GET /users/{id}/profile_photo of seed 003.</summary>
public sealed class ProfilePhotoTests
{
    private const int Limit = 5 * 1024 * 1024;

    [Fact]
    public async Task A_photo_is_shown_to_everybody_without_its_metadata_where_its_path_says()
    {
        var host = await TestHost.Shared;
        var (user, other) = (await GigsClient.Create(host), await GigsClient.Create(host));
        Assert.Equal("", (await user.Get()).Text("profile_photo_path"));
        await (await user.Http.GetAsync($"{user.Path}/profile_photo")).GigsError(404);
        var plain = TestPhoto.Unique();
        var photo = PictureSamples.JpegWithEverything(plain);
        Assert.True(PictureSamples.ShowsThePlace(photo));

        var added = await (await user.PostPhoto($"{user.Path}/profile_photo", photo)).Json(HttpStatusCode.OK);

        var path = (await other.Get(user.Id)).Text("profile_photo_path");
        Assert.Equal($"{user.Path}/profile_photo", path);
        Assert.Equal(path, added.Text("profile_photo_path"));
        Assert.Equal(path, (await user.Get()).Text("profile_photo_path"));
        var shown = await other.GetPhoto(path);
        Assert.False(PictureSamples.ShowsThePlace(shown));
        Assert.Equal(plain, shown);
    }

    [Fact]
    public async Task A_photo_is_shown_turned_as_its_metadata_says()
    {
        var user = await GigsClient.Create(await TestHost.Shared);
        // Red on the left, blue on the right.
        var jpeg = TestJpeg.Encode(96, 64, (x, _) => x < 48 ? ((byte)250, (byte)0, (byte)0) : ((byte)0, (byte)0, (byte)250), 95);

        // 6: to be turned by a quarter clockwise, so that the left becomes the top.
        await (await user.PostPhoto($"{user.Path}/profile_photo", PictureSamples.JpegWithExif(jpeg, 6))).Json(HttpStatusCode.OK);

        var shown = await user.GetPhoto($"{user.Path}/profile_photo");
        Assert.Equal(Orientation.Normal, JpegHeader.Read(shown).Orientation);
        using var bitmap = SKBitmap.Decode(shown);
        Assert.Equal((64, 96), (bitmap.Width, bitmap.Height));
        Assert.True(bitmap.GetPixel(32, 12).Red > 200);
        Assert.True(bitmap.GetPixel(32, 84).Blue > 200);
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/octet-stream")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task Another_content_type_is_415(string contentType)
    {
        var user = await GigsClient.Create(await TestHost.Shared);

        var reply = await user.PostPhoto($"{user.Path}/profile_photo", TestPhoto.Unique(), contentType);

        Assert.Equal("Unsupported Media Type", await reply.GigsError(415));
        Assert.Equal("", (await user.Get()).Text("profile_photo_path"));
    }

    [Fact]
    public async Task What_only_says_that_it_is_a_JPEG_is_415_and_a_broken_one_400()
    {
        var user = await GigsClient.Create(await TestHost.Shared);

        foreach (var body in new[] { PictureClient.Pixel, [], "<html>"u8.ToArray() })
            Assert.Contains((int)(await user.PostPhoto($"{user.Path}/profile_photo", body)).StatusCode, new[] { 400, 415 });
        await (await user.PostPhoto($"{user.Path}/profile_photo", PictureClient.Pixel)).GigsError(415);
        await (await user.PostPhoto($"{user.Path}/profile_photo", TestPhoto.Unique()[..40])).GigsError(400);

        Assert.Equal("", (await user.Get()).Text("profile_photo_path"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_than_5_MB_is_413_whether_or_not_the_request_says_how_much_it_is(bool saysHowMuch)
    {
        var user = await GigsClient.Create(await TestHost.Shared);
        using var content = new StreamContent(new MemoryStream(Large(Limit + 1)));
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{user.Path}/profile_photo") { Content = content };
        request.Headers.TransferEncodingChunked = !saysHowMuch;

        await (await user.Http.SendAsync(request)).GigsError(413);

        Assert.Equal("", (await user.Get()).Text("profile_photo_path"));
        await (await user.PostPhoto($"{user.Path}/profile_photo", Large(Limit))).Json(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_photo_before_is_deleted_and_of_those_that_are_sent_at_once_one_stays()
    {
        var host = await TestHost.Shared;
        var user = await GigsClient.Create(host);
        var blobs = host.Services.GetRequiredKeyedService<BlobStore>(ProfilePhotos.Container);
        var photos = Enumerable.Range(0, 4).Select(_ => TestPhoto.Unique()).ToArray();
        await (await user.PostPhoto($"{user.Path}/profile_photo", photos[0])).Json(HttpStatusCode.OK);
        var first = await Blob(host, user);

        // An account may send only so many at once.
        var replies = await Task.WhenAll(photos[1..].Select(photo => user.PostPhoto($"{user.Path}/profile_photo", photo)));

        Assert.Contains(replies, reply => reply.IsSuccessStatusCode);
        Assert.Contains(await user.GetPhoto($"{user.Path}/profile_photo"), photos[1..]);
        await Eventually.Holds(async () => await blobs.Find(first, default) is null, "the photo before is gone");
        Assert.NotNull(await blobs.Find(await Blob(host, user), default));
    }

    [Fact]
    public async Task A_photo_that_takes_too_long_is_refused_and_its_blob_deleted_by_the_message_that_was_sent_before()
    {
        var (time, messages) = (new TestHostTime(), new TestHostMessages());
        await using var host = await TestHost.Start(time, messages.TakeOver);
        var user = await GigsClient.Create(host);
        using var body = new WatchedBody(Large(200_000), position =>
        {
            if (position > 100_000)
                time.Advance(TimeSpan.FromMinutes(11));
        });

        Assert.Equal(408, await Add(host, user, body));

        var order = Assert.Single(messages.To("profile-photo-cleanups"));
        Assert.True(order.NotBefore > time.GetUtcNow());
        var blob = order.Payload.GetProperty("blob").GetString()!;
        var blobs = host.Services.GetRequiredKeyedService<BlobStore>(ProfilePhotos.Container);
        Assert.NotNull(await blobs.Find(blob, default));
        await Deliver(host, order);
        Assert.Null(await blobs.Find(blob, default));
    }

    [Fact]
    public async Task The_clean_up_of_an_upload_that_succeeded_deletes_nothing()
    {
        var messages = new TestHostMessages();
        await using var host = await TestHost.Start(configure: messages.TakeOver);
        var user = await GigsClient.Create(host);
        var photo = TestPhoto.Unique();
        await (await user.PostPhoto($"{user.Path}/profile_photo", photo)).Json(HttpStatusCode.OK);

        await Deliver(host, messages.To("profile-photo-cleanups").Single());

        Assert.Equal(photo, await user.GetPhoto($"{user.Path}/profile_photo"));
    }

    /// <summary>A JPEG of so many bytes whose pixels nobody can decode.</summary>
    internal static byte[] Large(int size)
    {
        var photo = TestPhoto.Unique();
        var more = new byte[size - photo.Length];
        Array.Fill(more, (byte)0x55);
        return [.. photo[..^2], .. more, .. photo[^2..]];
    }

    /// <summary>Calls the function itself, with a body that the test sees being read.</summary>
    internal static async Task<int> Add(TestHost host, GigsClient user, Stream body)
    {
        var context = new DefaultHttpContext { RequestServices = host.Services };
        context.Request.Method = "POST";
        context.Request.Headers.Authorization = $"JWT {user.Token}";
        context.Request.RouteValues["user_id"] = "me";
        context.Request.ContentType = "image/jpeg";
        context.Request.Body = body;
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(new MemoryStream()));
        await (await ActivatorUtilities.CreateInstance<AddProfilePhoto>(host.Services).Run(context.Request, default))
            .ExecuteAsync(context);
        return context.Response.StatusCode;
    }

    private static Task Deliver(TestHost host, SneakerCheck.Platform.Messages.Message message) =>
        ActivatorUtilities.CreateInstance<DeleteProfilePhoto>(host.Services).Run(TestHostMessages.Body(message), default);

    private static async Task<string> Blob(TestHost host, GigsClient user) =>
        (await host.Services.GetRequiredService<ProfileStore>().Get(user.Id, default)).Photo!;

    /// <summary>Tells the test once how far it was read.</summary>
    internal sealed class WatchedBody(byte[] bytes, Action<long> read) : MemoryStream(bytes)
    {
        private bool isTold;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!isTold && Position > Length / 2)
            {
                isTold = true;
                read(Position);
            }
            return base.ReadAsync(buffer[..Math.Min(buffer.Length, 8192)], cancellationToken);
        }
    }
}
