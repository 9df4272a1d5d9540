using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Pictures;
using SneakerCheck.Platform.Blobs;

namespace SneakerCheck.Tests.Pictures;

/// <summary>The reconcile message of an upload arrives after the upload's time limit.</summary>
public sealed class SlowUploadTests
{
    [Fact]
    public async Task An_upload_that_takes_too_long_is_refused_and_its_blob_deleted()
    {
        var (time, messages) = (new TestHostTime(), new TestHostMessages());
        await using var host = await TestHost.Start(time, messages.TakeOver);
        var user = await PictureClient.Create(host);
        var body = $$"""{"data":"{{Convert.ToBase64String(PictureClient.NewImage(200_000))}}"}""";
        var context = new DefaultHttpContext { RequestServices = host.Services };
        context.Request.Headers.Authorization = user.Token;
        context.Request.Body = new SlowBody(Encoding.ASCII.GetBytes(body), () => time.Advance(TimeSpan.FromMinutes(11)));
        context.Response.Body = new MemoryStream();

        var result = await ActivatorUtilities.CreateInstance<AddPicture>(host.Services).Run(context.Request, default);
        await result.ExecuteAsync(context);

        Assert.Equal(408, context.Response.StatusCode);
        var order = Assert.Single(messages.To("picture-settlements"));
        // It was sent 11 minutes ago, before the upload, and is due 15 minutes after that.
        Assert.InRange(order.NotBefore!.Value - time.GetUtcNow(), TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(4));
        var blobs = host.Services.GetRequiredKeyedService<BlobStore>(PictureBlob.Container);
        var name = order.Payload.GetProperty("picture_id").GetRawText();
        Assert.NotNull(await blobs.Find(name, default));
        await ActivatorUtilities.CreateInstance<SettlePicture>(host.Services).Run(TestHostMessages.Body(order), default);
        Assert.Null(await blobs.Find(name, default));
    }

    /// <summary>Advances the clock when half of the body was read.</summary>
    private sealed class SlowBody(byte[] bytes, Action pass) : MemoryStream(bytes)
    {
        private bool isHalf;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!isHalf && Position > Length / 2)
            {
                isHalf = true;
                pass();
            }
            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}
