using System.Diagnostics;
using SneakerCheck.Checks.Vision;

namespace SneakerCheck.Tests.Checks.Vision;

public sealed class JpegMutationTests
{
    private static readonly JpegLimits Limits = new(MaxPixels: 4_000_000);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Damaged_files_end_in_a_thumbnail_or_a_JpegException_in_bounded_time(int seed)
    {
        var random = new Random(seed);
        var fixtures = Fixture.All();
        var (read, refused) = (0, 0);
        for (var i = 0; i < 2000; i++)
        {
            var mutant = Mutate(random, fixtures);
            var start = Stopwatch.GetTimestamp();
            try
            {
                JpegReader.Read(mutant, Limits);
                read++;
            }
            catch (JpegException)
            {
                refused++;
            }

            try
            {
                JpegHeader.Read(mutant);
            }
            catch (JpegException)
            {
                // The header alone may be refused as well.
            }

            Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        }

        Assert.True(read > 100 && refused > 100, $"{read} were read and {refused} refused: the damage is too great or too small.");
    }

    private static byte[] Mutate(Random random, IReadOnlyList<byte[]> fixtures)
    {
        var file = fixtures[random.Next(fixtures.Count)].ToList();
        for (var changes = random.Next(1, 6); changes > 0 && file.Count > 4; changes--)
        {
            // Half of the damage falls on the headers, where a byte means most.
            var at = random.Next(2) == 0 ? random.Next(Math.Min(700, file.Count)) : random.Next(file.Count);
            switch (random.Next(6))
            {
                case 0:
                    file[at] = (byte)random.Next(256);
                    break;
                case 1:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    file.RemoveRange(at, Math.Min(random.Next(1, 40), file.Count - at));
                    break;
                case 3:
                    file.InsertRange(at, [0xFF, (byte)random.Next(0xC0, 0x100)]);
                    break;
                case 4:
                    file.RemoveRange(at, file.Count - at);
                    break;
                default:
                    var other = fixtures[random.Next(fixtures.Count)];
                    var from = random.Next(other.Length);
                    file.InsertRange(at, other.AsSpan(from, Math.Min(random.Next(1, 400), other.Length - from)));
                    break;
            }
        }

        return [.. file];
    }
}
