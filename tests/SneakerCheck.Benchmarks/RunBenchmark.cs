using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Checks;
using SneakerCheck.Checks.Likeness;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Imaging;
using SneakerCheck.Platform.Blobs;

namespace SneakerCheck.Benchmarks;

/// <summary>
/// The cost of one run: CPU time and memory of a whole host with photos in Azurite and documents in SQLite, for the template of seven
/// views, with exemplars of a hundred pairs per label. One process prepares the data and another is measured, so that the memory is
/// that of a run and not of the preparation.
/// </summary>
internal static class RunBenchmark
{
    private const string MetaTag = "v0.1", ShoeModel = "adidas_superstar", CheckFile = "check.json";

    // The JIT has optimised a method after some thirty calls; a host in service is past that.
    private const int PairsPerLabel = 100, WarmUpRounds = 40, Rounds = 15, AtOnce = 16;

    public static async Task<int> Run(string[] named)
    {
        var folder = Directory.CreateTempSubdirectory("sneakercheck-");
        try
        {
            var files = Corpora.Choose(named, () => TwelveMegapixels.Make(folder.FullName));
            if (files.Count == 0)
                return 1;
            await using (var host = await Start(folder.FullName))
            {
                var check = await Submit(host.Services, files);
                await AddExemplars(host.Services, check, files);
                await File.WriteAllBytesAsync(
                    Path.Combine(folder.FullName, CheckFile), JsonSerializer.SerializeToUtf8Bytes(check, CheckStore.Kind.Json));
            }

            using var measuring = Process.Start(
                "dotnet", [Assembly.GetExecutingAssembly().Location, "run-prepared", folder.FullName]);
            await measuring.WaitForExitAsync();
            return measuring.ExitCode;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The measured process.</summary>
    public static async Task<int> RunPrepared(string folder)
    {
        await using var host = await Start(folder);
        var check = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(Path.Combine(folder, CheckFile)), CheckStore.Kind.Json)!;
        var runner = host.Services.GetRequiredService<Runner>();
        using var memory = new PeakMemory();

        Console.WriteLine("| run | CPU, ms | elapsed, ms | allocated, MB | most memory until then, beyond the idle host, MB |");
        Console.WriteLine("|---|---|---|---|---|");
        var first = await Measure(runner, check);
        Console.WriteLine($"{first.Row("the first of the process")} {memory.Megabytes:0} |");
        for (var round = 0; round < WarmUpRounds; round++)
            await Measure(runner, check);
        var costs = new List<Cost>();
        for (var round = 0; round < Rounds; round++)
            costs.Add(await Measure(runner, check));
        var median = costs.OrderBy(cost => cost.Cpu).ElementAt(Rounds / 2);
        Console.WriteLine($"{median.Row($"median of {Rounds}, after {WarmUpRounds} more")} {memory.Megabytes:0} |");
        var single = memory.Megabytes;
        var many = await Measure(runner, Enumerable.Repeat(check, AtOnce));
        Console.WriteLine($"{many.Row($"{AtOnce} at once, CPU and allocation of one")} {memory.Megabytes:0} |");
        Console.WriteLine(FormattableString.Invariant(
            $"cpu {median.Cpu:0} ms memory {single:0} MB photos {check.Photos.Length} pairs {PairsPerLabel} a label"));
        return 0;
    }

    private static Task<LocalHost> Start(string folder)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["SNEAKERCHECK_DATA"] = Path.Combine(folder, "data"),
            ["Logging:LogLevel:Default"] = "None",
        };
        return LocalHost.Start(
            new LocalHostOptions { Settings = settings, Output = TextWriter.Null },
            Assembly.GetAssembly(typeof(Runner))!,
            builder => builder.Services.AddSneakerCheck(builder.Configuration));
    }

    // The files in turn, one per view, as a phone uploads them.
    private static async Task<Check> Submit(IServiceProvider services, IReadOnlyList<string> files)
    {
        var catalogue = services.GetRequiredService<Catalogue>();
        var model = await catalogue.FindModel(ShoeModel, default) ?? throw new InvalidOperationException($"No {ShoeModel}.");
        var template = (await catalogue.FindTemplate(MetaTag, default))?.For(model) ?? throw new InvalidOperationException(
            $"No {MetaTag}.");
        var store = services.GetRequiredKeyedService<BlobStore>(PhotoBlob.Container);
        var now = DateTimeOffset.UtcNow;
        var check = Check.Create(1, template, model, "", now);
        var submitted = new Dictionary<string, CheckPhoto>();
        using var phone = new HttpClient();
        foreach (var (view, i) in template.Views.Select((view, i) => (view.Id, i)))
        {
            var bytes = await File.ReadAllBytesAsync(files[i % files.Count]);
            var photo = new CheckPhoto(view, $"{i:d32}", now, bytes.Length, null, null);
            check = check.WithPhoto(photo);
            var link = await store.UploadLink(check.BlobName(photo), PhotoBlob.ContentType, now.AddHours(1), default);
            using var upload = new HttpRequestMessage(HttpMethod.Put, link.Url);
            upload.Headers.Add("x-ms-blob-type", link.Headers["x-ms-blob-type"]);
            upload.Content = new ByteArrayContent(bytes);
            (await phone.SendAsync(upload)).EnsureSuccessStatusCode();
            var header = JpegHeader.Read(bytes);
            var stored = await store.Find(check.BlobName(photo), default) ?? throw new InvalidOperationException(
                "The photo was not stored.");
            submitted[view] = photo with
            {
                Submitted = new SubmittedPhoto(stored.ETag, stored.Size, header.Width, header.Height),
            };
        }

        return check.Submit(submitted, now);
    }

    // Features of the photos themselves with noise, so that the comparison is not easier than in reality.
    private static async Task AddExemplars(IServiceProvider services, Check check, IReadOnlyList<string> files)
    {
        var exemplars = services.GetRequiredService<ExemplarStore>();
        var random = new Random(1);
        for (var i = 0; i < check.Photos.Length; i++)
        {
            var features = PhotoFeatures.Extract(JpegReader.Read(await File.ReadAllBytesAsync(files[i % files.Count]), JpegLimits.Default));
            foreach (var verdict in new[] { Answer.True, Answer.Fake })
            {
                for (var pair = 0; pair < PairsPerLabel; pair++)
                {
                    var noisy = Array.ConvertAll(features, value => value + (float)((random.NextDouble() - 0.5) * 0.1));
                    await exemplars.Add(
                        new Exemplar(
                            Guid.CreateVersion7().ToString("N"),
                            ShoeModel,
                            check.Photos[i].View,
                            verdict,
                            $"{verdict}-{pair}",
                            $"sha-{i}-{verdict}-{pair}",
                            1,
                            PhotoFeatures.Version,
                            Exemplar.Pack(noisy),
                            DateTimeOffset.UtcNow,
                            1),
                        default);
                }
            }
        }
    }

    private static Task<Cost> Measure(Runner runner, Check check) => Measure(runner, [check]);

    private static async Task<Cost> Measure(Runner runner, IEnumerable<Check> checks)
    {
        using var process = Process.GetCurrentProcess();
        var (cpu, allocated, watch) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes(), Stopwatch.StartNew());
        var results = await Task.WhenAll(checks.Select(check => Task.Run(() => runner.Run(check, default))));
        watch.Stop();
        process.Refresh();
        if (results.Any(result => result.Report.Photos.IsEmpty || result.Report.Labels.IsEmpty))
            throw new InvalidOperationException("A run did not come to a decision.");
        return new Cost(
            (process.TotalProcessorTime - cpu).TotalMilliseconds / results.Length,
            watch.Elapsed.TotalMilliseconds,
            (GC.GetTotalAllocatedBytes() - allocated) / 1e6 / results.Length);
    }

    private sealed record Cost(double Cpu, double Elapsed, double Allocated)
    {
        public string Row(string name) => FormattableString.Invariant($"| {name} | {Cpu:0} | {Elapsed:0} | {Allocated:0.0} |");
    }
}
