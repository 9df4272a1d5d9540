using SneakerCheck.Benchmarks;

// One command per table; each ends with the line that summarises the result.
return args switch
{
    ["jpeg", .. var files] => JpegBenchmark.Run(files),
    ["quality", .. var files] => QualityBenchmark.Run(files),
    ["hash", .. var files] => await HashBenchmark.Run(files),
    ["run", .. var files] => await RunBenchmark.Run(files),
    ["run-prepared", var folder] => await RunBenchmark.RunPrepared(folder),
    ["decision", .. var folder] => DecisionBenchmark.Run(folder),
    ["feed", "choices"] => await FeedChoices.Run(),
    ["feed", .. var count] => await FeedBenchmark.Run(count),
    ["pictures", .. var quick] => await PicturesBenchmark.Run(quick),
    ["api", .. var calls] => await ApiBenchmark.Run(calls),
    ["reviews"] => ReviewsBenchmark.Run(),
    ["gigs", .. var count] => await GigsBenchmark.Run(count),
    ["api-serve", var folder] => await ApiServer.Run(folder),
    ["api-load", var folder, var port, var call] => await ApiBenchmark.Load(folder, int.Parse(port), call),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        dotnet run -c Release --project tests/SneakerCheck.Benchmarks --
          jpeg|hash|quality|decision|run [FILE…] | feed [COUNT|choices] | pictures [quick] | api [get|list|links|create|sign-in …] | reviews
          gigs [COUNT]
        """);
    return 2;
}
