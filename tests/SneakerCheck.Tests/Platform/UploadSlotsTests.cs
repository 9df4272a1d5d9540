using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Checks;
using SneakerCheck.Pictures;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Tests.Calls;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Platform;

/// <summary>Uploads that are held open take slots. The next one is refused until one ends.</summary>
public sealed class UploadSlotsTests : IAsyncLifetime
{
    private TestHost host = null!;

    public static TheoryData<string> Functions => ["AddPicture", "AddFile", "AddFileForm", "AddExemplar"];

    private UploadSlots Slots => host.Services.GetRequiredService<UploadSlots>();

    public async Task InitializeAsync() => host = await TestHost.Start(
        configure: builder => builder.Services.Configure<UploadOptions>(options => (options.PerAccount, options.PerProcess) = (2, 3)));

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task Beyond_the_bounds_an_upload_is_refused_until_another_ends(string function)
    {
        var own = await Caller(function);
        var other = await Caller("AddPicture");
        using var first = await Hold(own);
        using var second = await Hold(own);

        var refused = await own.Send();
        await refused.Refused(ContractOf(function), UploadSlots.TooMany);
        Assert.Equal(429, (int)refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
        using var third = await Hold(other);
        var busy = await (await Caller("AddPicture")).Send();
        await busy.Refused(PicturesContract.Contract, UploadSlots.Busy);
        Assert.Equal(503, (int)busy.StatusCode);
        Assert.NotNull(busy.Headers.RetryAfter?.Delta);

        await first.End();
        Assert.Equal(2, Slots.Count);
        using var next = await Hold(own);
        foreach (var held in new[] { second, third, next })
            await held.End();
        Assert.Equal(0, Slots.Count);
    }

    [Fact]
    public async Task Buffers_are_bounded_in_sum()
    {
        await using var small = await TestHost.Start(
            configure: builder => builder.Services.Configure<UploadOptions>(options => options.BufferMegabytes = 40));
        var slots = small.Services.GetRequiredService<UploadSlots>();
        using (slots.Begin(1, UploadSlots.Whole(null)))
        {
            var refusal = Assert.Throws<SneakerCheck.Platform.Errors.Refusal>(() => slots.Begin(2, UploadSlots.Whole(null)));
            Assert.Equal((503, UploadSlots.Busy), (refusal.Status, refusal.Code));
            slots.Begin(2, UploadSlots.PassedOn).Dispose();
        }
        slots.Begin(2, UploadSlots.Whole(null)).Dispose();
    }

    private static Contract ContractOf(string function) =>
        function == "AddPicture" ? PicturesContract.Contract : ChecksContract.Contract;

    private async Task<Uploader> Caller(string function)
    {
        // Only the operator may add exemplars.
        if (function == "AddExemplar")
            return new Uploader(await host.Operator(), "/api/v1/exemplars", "image/jpeg", [0xFF, 0xD8, 0xFF]);
        var owner = await host.Owner();
        if (function == "AddPicture")
            return new Uploader(owner.Http, "/api/picture", "application/json", "{"u8.ToArray());
        var path = $"{TestHostOwner.Tasks}/{await owner.CreateTask()}/files?view=appear";
        return function == "AddFile"
            ? new Uploader(owner.Http, path, "image/jpeg", [0xFF, 0xD8, 0xFF])
            : new Uploader(owner.Http, path, "multipart/form-data; boundary=b", "--b"u8.ToArray());
    }

    private async Task<HeldUpload> Hold(Uploader caller)
    {
        var count = Slots.Count;
        var held = new HeldUpload(caller);
        await Eventually.Holds(() => Slots.Count == count + 1, "the upload runs");
        return held;
    }

    /// <summary>Somebody who uploads.</summary>
    /// <param name="Start">The first bytes, after which the server waits for more.</param>
    private sealed record Uploader(HttpClient Client, string Path, string ContentType, byte[] Start)
    {
        public Task<HttpResponseMessage> Send(HttpContent? content = null)
        {
            content ??= new ByteArrayContent(Start);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
            return Client.PostAsync(Path, content);
        }
    }

    private sealed class HeldUpload : IDisposable
    {
        private readonly HeldBody body;
        private readonly Task<HttpResponseMessage> reply;

        public HeldUpload(Uploader caller) => reply = caller.Send(body = new HeldBody(caller.Start));

        /// <summary>Lets it end, and returns when its slot is free.</summary>
        public async Task End()
        {
            body.Release();
            await reply;
        }

        public void Dispose() => body.Release();
    }

    /// <summary>A body that begins and then waits.</summary>
    private sealed class HeldBody(byte[] start) : HttpContent
    {
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => released.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(start);
            await stream.FlushAsync();
            await released.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
