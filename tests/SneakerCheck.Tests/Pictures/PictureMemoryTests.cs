using System.Buffers.Binary;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Pictures;

namespace SneakerCheck.Tests.Pictures;

/// <summary>A large picture is streamed. This test runs alone, because the memory of other tests would count.</summary>
[CollectionDefinition(nameof(PictureMemoryTests), DisableParallelization = true)]
[Collection(nameof(PictureMemoryTests))]
public sealed class PictureMemoryTests
{
    private const int Megabyte = 1 << 20;
    private const int Size = 15 * Megabyte;
    private const int Room = 4 * Megabyte;

    [Trait(Speed.Category, Speed.Slow)]
    [Trait(Speed.Category, Speed.Slow)]
    [Fact]
    public async Task A_picture_of_15_MB_is_posted_and_shown_within_a_few_MB()
    {
        var host = await TestHost.Shared;
        var user = await PictureClient.Create(host);
        // A first round, for allocations that stay: connections, compiled code.
        await user.Get(await user.Post(PictureClient.NewImage(Megabyte)));
        using var body = new GeneratedBody(Size);
        using var reply = new CountedReply();

        var posted = await Call(host, user, body, new MemoryStream(), async request =>
            await ActivatorUtilities.CreateInstance<AddPicture>(host.Services).Run(request, default));
        Assert.Equal(201, posted);
        var id = (await user.Own())[0];
        var shown = await Call(host, user, Stream.Null, reply, async request =>
            await ActivatorUtilities.CreateInstance<GetPicture>(host.Services).Run(request, $"{id}", default));

        Assert.Equal(200, shown);
        Assert.True(reply.Written > Size * 4L / 3, $"{reply.Written} bytes");
        Assert.True(body.Live.Grown < Room, $"{body.Live.Grown} bytes to post it");
        Assert.True(reply.Live.Grown < Room, $"{reply.Live.Grown} bytes to show it");
    }

    private static async Task<int> Call(
        TestHost host, PictureClient user, Stream body, Stream reply, Func<HttpRequest, Task<IResult>> function)
    {
        var context = new DefaultHttpContext { RequestServices = host.Services };
        context.Request.Headers.Authorization = user.Token;
        context.Request.Body = body;
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(reply));
        await (await function(context.Request)).ExecuteAsync(context);
        return context.Response.StatusCode;
    }

    /// <summary>Live bytes after a collection, measured once per megabyte.</summary>
    private sealed class LiveBytes
    {
        private long? before;
        private long nextLook;

        /// <summary>The maximum growth.</summary>
        public long Grown { get; private set; } = long.MinValue;

        public void Look(long position)
        {
            if (position < nextLook)
                return;
            nextLook = position + Megabyte;
            var live = GC.GetTotalMemory(forceFullCollection: true);
            before ??= live;
            Grown = Math.Max(Grown, live - before.Value);
        }
    }

    /// <summary>The JSON of a PNG with random bytes as its pixels, generated while it is read.</summary>
    private sealed class GeneratedBody : MemoryStream
    {
        private const int Frame = 12;

        // Multiples of three bytes, so that each is base64 without padding.
        private readonly byte[] start;
        private readonly byte[] end = Encoding.ASCII.GetBytes(Convert.ToBase64String(PictureClient.Pixel[^Frame..]) + "\"}");
        private readonly long middle;
        private long position;

        public GeneratedBody(int size)
        {
            var data = size / 3 * 3;
            var header = new byte[PictureClient.HeaderLength + 9];
            PictureClient.Pixel.AsSpan(0, PictureClient.HeaderLength).CopyTo(header);
            // The first byte of data stands in the header, the checksum behind the rest.
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(PictureClient.HeaderLength), 1 + data - 4);
            "IDAT"u8.CopyTo(header.AsSpan(PictureClient.HeaderLength + 4));
            start = Encoding.ASCII.GetBytes("{\"data\":\"" + Convert.ToBase64String(header));
            middle = data / 3 * 4;
        }

        public LiveBytes Live { get; } = new();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Live.Look(position);
            var count = (int)Math.Min(buffer.Length, start.Length + middle + end.Length - position);
            for (var i = 0; i < count; i++, position++)
            {
                var beyond = position - start.Length - middle;
                buffer.Span[i] = position < start.Length ? start[position]
                    : beyond < 0 ? (byte)"ABCDEFGHIJKLMNOP"[Random.Shared.Next(16)]
                    : end[beyond];
            }
            return ValueTask.FromResult(count);
        }
    }

    /// <summary>Counts the written bytes and discards them.</summary>
    private sealed class CountedReply : MemoryStream
    {
        public LiveBytes Live { get; } = new();

        public long Written { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Live.Look(Written);
            Written += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }
}
