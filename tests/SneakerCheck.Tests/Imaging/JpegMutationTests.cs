using System.Diagnostics;
using SneakerCheck.Imaging;

namespace SneakerCheck.Tests.Imaging;

public sealed class JpegMutationTests
{
    private static readonly JpegLimits Limits = new(MaxPixels: 4_000_000);

    // The blocks of all components at the pixel limit, and the tables. Nothing else may grow.
    private const long MostMemory = 4_000_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Damaged_files_give_a_thumbnail_or_a_JpegException_within_limits_of_time_and_memory(int seed)
    {
        var random = new Random(seed);
        var fixtures = Fixture.All();
        var (read, refused) = (0, 0);
        for (var i = 0; i < 3500; i++)
        {
            var mutant = Mutate(random, fixtures);
            var (start, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            try
            {
                JpegReader.Read(mutant, Limits);
                read++;
            }
            catch (JpegException)
            {
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, MostMemory);
            try
            {
                JpegHeader.Read(mutant);
            }
            catch (JpegException)
            {
                // The header may be refused as well.
            }

            Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        }

        Assert.True(read > 100 && refused > 100, $"{read} were read and {refused} refused: the damage is too great or too small.");
    }

    [Fact]
    public void A_damaged_large_file_takes_at_most_three_times_as_long_as_the_intact_one()
    {
        var large = ShoePhoto.Shoe(7, 2400, 1800).Encode();
        var random = new Random(7);
        var mutants = Enumerable.Range(0, 24).Select(_ => Mutate(random, [large])).ToList();
        Time(large);
        var intact = Enumerable.Range(0, 5).Select(_ => Time(large)).Order().ElementAt(2);
        var limit = 3 * intact + TimeSpan.FromMilliseconds(5);

        // The fastest of a few runs, because slower ones measure the load of the machine.
        foreach (var mutant in mutants)
        {
            var (runs, quickest) = (0, TimeSpan.MaxValue);
            while (quickest >= limit && runs++ < 20)
                quickest = TimeSpan.FromTicks(Math.Min(quickest.Ticks, Time(mutant).Ticks));
            Assert.True(quickest < limit, $"{quickest.TotalMilliseconds} ms, {intact.TotalMilliseconds} ms intact");
        }

        static TimeSpan Time(byte[] jpeg)
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                JpegReader.Read(jpeg, JpegLimits.Default);
            }
            catch (JpegException)
            {
                // A refusal is fine.
            }

            return Stopwatch.GetElapsedTime(start);
        }
    }

    private static byte[] Mutate(Random random, IReadOnlyList<byte[]> fixtures)
    {
        var file = fixtures[random.Next(fixtures.Count)].ToList();
        for (var changes = random.Next(1, 6); changes > 0 && file.Count > 4; changes--)
        {
            // Half of the damage is in the headers, where a byte has most effect.
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
