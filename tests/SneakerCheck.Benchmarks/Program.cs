// One command a table; each ends with the line that a reader compares.
return args switch
{
    ["hash", .. var files] => await SneakerCheck.Benchmarks.HashBenchmark.Run(files),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project tests/SneakerCheck.Benchmarks -- jpeg|hash|quality|decision|run [FILE…]");
    return 2;
}
