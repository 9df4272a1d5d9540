using System.Globalization;
using SneakerCheck.Gigs.Reviews;

namespace SneakerCheck.Benchmarks;

/// <summary>
/// Simulates grading desks: how often the answers of panels are wrong, how many checks are answered, and by how many graders, against a
/// plain majority of three and of five. Everybody is drawn from the same desk, and every seed makes another desk.
/// </summary>
internal static class ReviewsBenchmark
{
    private const int Checks = 10_000;
    private const int Seeds = 20;
    private const int GoldEvery = 10;

    private static readonly double[] ErrorBounds = [0.05, 0.01];

    public static int Run()
    {
        Console.WriteLine(
            $"{Checks:N0} checks a desk, {Seeds} desks (seeds) each; medians over the desks, in brackets the least and the most.");
        Console.WriteLine("A fake and a genuine pair are equally frequent. Gold: one review in ten, and a grader's first ten.");
        foreach (var desk in Desk.Kinds)
        {
            Console.WriteLine();
            Console.WriteLine(desk.Name);
            foreach (var bound in ErrorBounds)
            {
                var panel = new Panel(bound, 2, 7);
                Print($"panel of 2 to 7, bound {bound:P0}", desk, (graders, random) => new PanelRule(graders, panel, random));
            }
            Print("majority of 3", desk, (graders, random) => new MajorityRule(graders, 3, random));
            Print("majority of 5", desk, (graders, random) => new MajorityRule(graders, 5, random));
        }
        return 0;
    }

    private static void Print(string rule, Desk desk, Func<Grader[], Random, IRule> make)
    {
        var tallies = Enumerable.Range(1, Seeds).Select(seed =>
        {
            var random = new Random(seed);
            return Simulate(make(desk.Graders(random), random), random);
        }).ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {rule,-26} error {Range(tallies, tally => tally.Error, "P2")}  answered {Range(tallies, tally => tally.Answered, "P1")}"
            + $"  graders {Range(tallies, tally => tally.Graders, "F2")}"));
    }

    private static string Range(Tally[] tallies, Func<Tally, double> of, string format)
    {
        var values = tallies.Select(of).Order().ToArray();
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return $"{Text((values[(Seeds - 1) / 2] + values[Seeds / 2]) / 2)} [{Text(values[0])}, {Text(values[^1])}]";
    }

    private static Tally Simulate(IRule rule, Random random)
    {
        var (answered, wrong, graders) = (0, 0, 0L);
        for (var check = 0; check < Checks; check++)
        {
            var isTrue = random.Next(2) == 0;
            var (answer, asked) = rule.Judge(isTrue);
            graders += asked;
            if (answer is not { } given)
                continue;
            answered++;
            if (given != isTrue)
                wrong++;
        }
        return new Tally((double)wrong / Math.Max(1, answered), (double)answered / Checks, (double)graders / Checks);
    }

    private sealed record Tally(double Error, double Answered, double Graders);

    /// <summary>A kind of desk.</summary>
    /// <param name="Least">The lowest accuracy; accuracies are spread evenly between both.</param>
    private sealed record Desk(string Name, int Size, double Least, double Most, double Abstains)
    {
        public static readonly Desk[] Kinds =
        [
            new("20 graders of accuracy 0.60 to 0.98", 20, 0.60, 0.98, 0),
            new("20 graders of accuracy 0.60 to 0.98, who abstain from one review in ten", 20, 0.60, 0.98, 0.1),
            new("20 graders of accuracy 0.80 to 0.98", 20, 0.80, 0.98, 0),
            new("20 graders of accuracy 0.60 to 0.75", 20, 0.60, 0.75, 0),
        ];

        public Grader[] Graders(Random random) =>
        [
            .. Enumerable.Range(0, Size).Select(place =>
            {
                var accuracy = Least + ((Most - Least) * place / (Size - 1));
                // Some are better at one label than at the other.
                var lean = (random.NextDouble() - 0.5) * 2 * Math.Min(0.08, 1 - accuracy);
                return new Grader(accuracy + lean, accuracy - lean, Abstains);
            }),
        ];
    }

    private sealed class Grader(double rightAboutTrue, double rightAboutFake, double abstains)
    {
        public GraderRecord Record { get; set; } = GraderRecord.New;

        public Verdict Look(bool isTrue, Random random) => random.NextDouble() < abstains
            ? Verdict.NotSure
            : (random.NextDouble() < (isTrue ? rightAboutTrue : rightAboutFake)) == isTrue ? Verdict.True : Verdict.Fake;
    }

    private interface IRule
    {
        (bool? Answer, int Graders) Judge(bool isTrue);
    }

    /// <summary>The product's rule: gold, exclusion and stopping. Looks at gold are counted as graders too.</summary>
    private sealed class PanelRule(Grader[] graders, Panel panel, Random random) : IRule
    {
        public (bool? Answer, int Graders) Judge(bool isTrue)
        {
            var looks = 0;
            var verdicts = new List<(GraderRecord, Verdict)>();
            var free = graders.Where(grader => !grader.Record.IsExcluded).ToList();
            while (free.Count > 0)
            {
                var grader = free[random.Next(free.Count)];
                free.Remove(grader);
                while (!grader.Record.IsExcluded && (grader.Record.Gold < GraderRecord.Apprenticeship || random.Next(GoldEvery) == 0))
                {
                    var gold = random.Next(2) == 0;
                    grader.Record = grader.Record.After(gold, grader.Look(gold, random));
                    looks++;
                }
                if (grader.Record.IsExcluded)
                    continue;
                verdicts.Add((grader.Record, grader.Look(isTrue, random)));
                looks++;
                var result = panel.Result(verdicts);
                if (result.State != PanelState.Open)
                    return (result.State == PanelState.NotSure ? null : result.State == PanelState.True, looks);
            }
            return (null, looks);
        }
    }

    private sealed class MajorityRule(Grader[] graders, int size, Random random) : IRule
    {
        public (bool? Answer, int Graders) Judge(bool isTrue)
        {
            random.Shuffle(graders);
            var verdicts = graders.Take(size).Select(grader => grader.Look(isTrue, random)).ToArray();
            var (genuine, fake) = (verdicts.Count(given => given == Verdict.True), verdicts.Count(given => given == Verdict.Fake));
            return (genuine == fake ? null : genuine > fake, size);
        }
    }
}
