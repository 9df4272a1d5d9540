using System.Diagnostics;
using System.Globalization;
using SneakerCheck.Checks.Likeness;

namespace SneakerCheck.Benchmarks;

/// <summary>
/// How often the decision is wrong and how often it abstains, with Fashion-MNIST in place of shoes: one kind of clothing plays the
/// true pairs, one the fakes, and a third, which has no exemplars, a new kind of fake. A picture is a pair with one view.
/// </summary>
internal static class DecisionBenchmark
{
    private const string View = "side";
    private const int Checks = 100;

    private static readonly Task[] Tasks =
    [
        new("Sneaker/Ankle boot, new Sandal", 7, 9, 5),
        new("Sneaker/Sandal, new Ankle boot", 7, 5, 9),
        new("T-shirt/Shirt, new Dress", 0, 6, 3),
    ];

    private static readonly double[] Bounds = [0.01, 0.04, 0.05, 0.1];

    /// <summary>
    /// Prints the table. <c>[folder] [--quick] [--train]</c>: fewer draws; the training pictures, on which features and settings were
    /// chosen, instead of the test pictures, which were not used for that.
    /// </summary>
    public static int Run(string[] args)
    {
        var folder = args.FirstOrDefault(arg => !arg.StartsWith('-')) ?? DecisionData.Folder;
        if (!Directory.Exists(folder))
        {
            Console.Error.WriteLine($"{folder} does not exist; install the Debian package dataset-fashion-mnist.");
            return 1;
        }

        var isQuick = args.Contains("--quick");
        var data = DecisionData.Load(folder, args.Contains("--train") ? "train" : "t10k", [0, 3, 5, 6, 7, 9]);
        Console.WriteLine(
            $"All figures in %; {Checks} checks of each kind in every draw of exemplars; "
            + "* is an error above the bound by over 3 standard errors.");
        Console.WriteLine(
            "                                             |        error      |           error among |       new fake called");
        Console.WriteLine(
            "true/fake, new kind of fake      pairs bound |   on true  on fake | abstains      answered "
            + "| true ungated        true        fake");
        var (over, summary) = (0, new List<string>());
        foreach (var task in Tasks)
        {
            foreach (var pairs in new[] { 20, 100, 500 })
            {
                var tallies = Tallies(data, task, pairs, draws: (pairs < 500 ? 80 : 8) / (isQuick ? 4 : 1));
                foreach (var (bound, tally) in Bounds.Zip(tallies))
                {
                    over += tally.IsOver ? 1 : 0;
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{task.Name,-32} {pairs,5} {bound,5} | {tally}"));
                    if (pairs == 100 && bound == 0.05)
                        summary.Add(tally.Summary);
                }
            }
        }

        PrintTimes(data);
        Console.WriteLine(
            $"at 0.05 with 100 pairs abstains/error among answered/new fake called true: {string.Join(", ", summary)}; "
            + $"errors above the bound: {over}");
        return over == 0 ? 0 : 1;
    }

    private static DecisionTally[] Tallies(Dictionary<int, float[][]> data, Task task, int pairs, int draws)
    {
        var decisions = new LikenessDecision[draws][][][];
        Parallel.For(0, draws, draw =>
        {
            var random = new Random(1000 * pairs + draw);
            var (trues, fakes, news) = (Shuffled(task.True), Shuffled(task.Fake), Shuffled(task.New));
            var exemplars = LikenessExemplars.Prepare(
                [.. Exemplars(trues, pairs, LikenessLabel.True), .. Exemplars(fakes, pairs, LikenessLabel.Fake)]);
            float[][][] kinds = [trues[pairs..(pairs + Checks)], fakes[pairs..(pairs + Checks)], news[..Checks]];
            decisions[draw] =
                [.. Bounds.Select(bound => kinds.Select(kind => kind.Select(check => Decide(check, bound)).ToArray()).ToArray())];

            float[][] Shuffled(int kind)
            {
                var shuffled = data[kind].ToArray();
                random.Shuffle(shuffled);
                return shuffled;
            }

            LikenessDecision Decide(float[] check, double bound) =>
                LikenessDecision.Decide(new Dictionary<string, float[]> { [View] = check }, exemplars, bound);
        });
        DecisionTally[] tallies = [.. Bounds.Select(bound => new DecisionTally(bound, pairs, Checks))];
        foreach (var draw in decisions)
        {
            for (var i = 0; i < Bounds.Length; i++)
                tallies[i].Add(draw[i][0], draw[i][1], draw[i][2]);
        }

        return tallies;
    }

    private static IEnumerable<LikenessExemplar> Exemplars(float[][] photos, int pairs, LikenessLabel label, string view = View) =>
        photos.Take(pairs).Select((photo, i) => new LikenessExemplar($"{label}{i}{view}", $"{label}{i}", label, view, photo));

    // Seven views with the same photos, which makes no difference to the time.
    private static void PrintTimes(Dictionary<int, float[][]> data)
    {
        string[] views = [.. Enumerable.Range(1, 7).Select(i => $"view{i}")];
        var (trues, fakes) = (data[Tasks[0].True], data[Tasks[0].Fake]);
        foreach (var pairs in new[] { 100, 500 })
        {
            var exemplars = LikenessExemplars.Prepare(
                [.. views.SelectMany(
                    view => Exemplars(trues, pairs, LikenessLabel.True, view).Concat(Exemplars(fakes, pairs, LikenessLabel.Fake, view)))]);
            var times = new List<double>();
            for (var i = 0; i < 10; i++)
            {
                var start = Stopwatch.GetTimestamp();
                LikenessDecision.Decide(views.ToDictionary(view => view, _ => trues[pairs + i]), exemplars, 0.05);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{pairs} pairs of each label, 7 views: the first decision, which fits, {times[0]:0} ms; "
                + $"a later one {times.Skip(1).Order().ElementAt(4):0.0} ms"));
        }

        var thumbnail = DecisionData.Photo(500, 375);
        var spent = Stopwatch.StartNew();
        for (var i = 0; i < 70; i++)
            PhotoFeatures.Extract(thumbnail);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"features of 7 photos of 12 megapixels: {spent.Elapsed.TotalMilliseconds / 10:0.0} ms"));
    }

    private sealed record Task(string Name, int True, int Fake, int New);
}
