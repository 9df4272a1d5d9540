using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace SneakerCheck.Benchmarks;

/// <summary>
/// The cost of a request: the Local host and, in alternation in the same process, bare Kestrel on the same store
/// (<see cref="ApiFloor"/>), both on one core, with the load on another. functions/Platform/README.md, "What a request costs".
/// </summary>
internal static class ApiBenchmark
{
    private const int Rounds = 7;
    private const string ServerCore = "0";

    // A slow machine measures fewer requests instead of taking longer.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(3);

    // The JIT compiles during the first requests and for a while after them.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    public static async Task<int> Run(string[] only)
    {
        var folder = Directory.CreateTempSubdirectory("sneakercheck-");
        try
        {
            using var server = Serve(folder.FullName);
            try
            {
                var ports = (Ours: await ReadPort(server), Floor: await ReadPort(server));
                Measure(server, ports, await ApiOwner.Read(folder.FullName), only);
                return 0;
            }
            finally
            {
                // The server stops when its input is closed.
                server.StandardInput.Close();
                await server.WaitForExitAsync();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Puts load on a server that was started by hand (<c>api-serve</c>), for profiling it.</summary>
    public static async Task<int> Load(string folder, int port, string name)
    {
        var owners = await ApiOwner.Read(folder);
        using var load = new ApiLoad(port, owners.Count);
        var call = ApiCall.All(owners).Single(call => call.Name == name);
        for (var turn = 0; turn < Rounds; turn++)
            Console.WriteLine(load.Run(call, call.Count, LongestTurn));
        return 0;
    }

    private static Process Serve(string folder)
    {
        List<string> command = [PicturesOurs.DotNet, Assembly.GetExecutingAssembly().Location, "api-serve", folder];
        if (Environment.ProcessorCount > 1)
            command.InsertRange(0, ["taskset", "-c", ServerCore]);
        return Process.Start(
            new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    private static async Task<int> ReadPort(Process server) => int.Parse(
        await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start."),
        CultureInfo.InvariantCulture);

    private static void Measure(Process server, (int Ours, int Floor) ports, IReadOnlyList<ApiOwner> owners, string[] only)
    {
        if (Environment.ProcessorCount > 1)
            ApiLoad.LeaveCore(ServerCore);
        using var ours = new ApiLoad(ports.Ours, owners.Count);
        using var floor = new ApiLoad(ports.Floor, owners.Count);
        Console.WriteLine($"{owners.Count} connections; medians of {Rounds} turns; CPU is that of the server's process.");
        Console.WriteLine();
        Console.WriteLine(
            "| request | ours, a second | floor, a second | ours / floor (least, most) "
            + "| ours, µs of CPU | floor, µs of CPU | floor / ours |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        var costs = new Dictionary<string, double>();
        foreach (var call in ApiCall.All(owners).Where(call => only is [] || only.Contains(call.Name)))
        {
            Compare(ours, floor, call);
            ours.Run(call, call.WarmUp, LongestTurn);
            floor.Run(call, call.WarmUp, LongestTurn);
            Thread.Sleep(Rest);
            var turns = Enumerable.Range(0, Rounds).Select(round => Turns(server, ours, floor, call, round)).ToList();
            costs[call.Name] = Median(turns, turn => turn.Ours.Cpu);
            var least = turns.Min(turn => turn.Ours.Rate / turn.Floor.Rate);
            var most = turns.Max(turn => turn.Ours.Rate / turn.Floor.Rate);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {call.Title} | {Median(turns, turn => turn.Ours.Rate):0} | {Median(turns, turn => turn.Floor.Rate):0} "
                + $"| {Median(turns, turn => turn.Ours.Rate / turn.Floor.Rate):0.00} ({least:0.00}, {most:0.00}) "
                + $"| {costs[call.Name]:0} | {Median(turns, turn => turn.Floor.Cpu):0} "
                + $"| {Median(turns, turn => turn.Floor.Cpu / turn.Ours.Cpu):0.00} |"));
        }

        if (costs.TryGetValue(ApiCall.Create, out var create) && costs.TryGetValue(ApiCall.Links, out var links))
            Console.WriteLine(FormattableString.Invariant($"\nAll links of a check: {links / create:0.00} times the CPU of opening it."));
    }

    // The order changes with the round.
    private static (ApiTurn Ours, ApiTurn Floor) Turns(Process server, ApiLoad ours, ApiLoad floor, ApiCall call, int round)
    {
        if (round % 2 == 0)
            return (Turn(server, ours, call), Turn(server, floor, call));
        var its = Turn(server, floor, call);
        return (Turn(server, ours, call), its);
    }

    private static ApiTurn Turn(Process server, ApiLoad load, ApiCall call)
    {
        server.Refresh();
        var before = server.TotalProcessorTime;
        var (answered, seconds) = load.Run(call, call.Count, LongestTurn);
        server.Refresh();
        return new ApiTurn(answered / seconds, (server.TotalProcessorTime - before).TotalMicroseconds / answered);
    }

    // Replies to reads must be identical to the byte.
    private static void Compare(ApiLoad ours, ApiLoad floor, ApiCall call)
    {
        if (call.IsRead && ours.Body(call) != floor.Body(call))
            throw new InvalidOperationException($"The floor's reply to '{call.Name}' differs from ours.");
    }

    private static double Median(IEnumerable<(ApiTurn Ours, ApiTurn Floor)> turns, Func<(ApiTurn Ours, ApiTurn Floor), double> figure) =>
        turns.Select(figure).Order().ElementAt(Rounds / 2);
}

/// <summary>One turn of one side.</summary>
/// <param name="Rate">Requests per second.</param>
/// <param name="Cpu">Microseconds of the server's CPU per request.</param>
internal sealed record ApiTurn(double Rate, double Cpu);
