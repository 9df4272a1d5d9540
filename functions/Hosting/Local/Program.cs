using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck;
using SneakerCheck.Commands;
using SneakerCheck.Demo;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Hosting.Local.OpenApi;
using SneakerCheck.Platform;

// As a shell reports a program that Ctrl-C has ended.
const int Interrupted = 130;

using var stop = new CancellationTokenSource();
try
{
    var nothing = new ConfigurationBuilder().Build();
    string[] settings =
        [.. new ServiceCollection().AddSneakerCheck(nothing).AddLocalSettings(nothing).SettingsOf().Order(StringComparer.Ordinal)];
    Command[] commands =
    [
        DemoCommand.Definition, ImportCommand.Definition, ExportCheckCommand.Definition, LedgerCommand.Definition,
        OpenApiCommand.Definition,
    ];
    var line = CommandLine.Read(args, commands, settings);
    if (line.IsHelp)
    {
        Console.Write(CommandLine.HelpText(line.Command, commands, settings));
        return 0;
    }
    if (line.Command is null)
        return await Serve(line);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    if (line.Command == DemoCommand.Definition)
        return await DemoCommand.Run(line, Console.Out, stop.Token);
    if (line.Command == ImportCommand.Definition)
        return await ImportCommand.Run(line, Console.Out, stop.Token);
    if (line.Command == ExportCheckCommand.Definition)
        return await ExportCheckCommand.Run(line, Console.Out, stop.Token);
    if (line.Command == LedgerCommand.Definition)
        return LedgerCommand.Run(line, Console.Out);
    return await OpenApiCommand.Run(Console.Out, stop.Token);
}
catch (Exception exception) when (exception is StartupException or CommandException or ApiRefusal)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return Interrupted;
}

static async Task<int> Serve(CommandLine line)
{
    await using var host = await LocalHost.Start(
        new LocalHostOptions { Settings = line.Settings },
        Assembly.GetExecutingAssembly(),
        builder => builder.Services.AddSneakerCheck(builder.Configuration));
    Console.WriteLine($"SneakerCheck  {host.Address}  (docs: {host.Address}/docs)");
    Console.WriteLine($"data          {host.DataFolder}");
    Console.WriteLine($"blobs         {host.BlobsPublicUrl ?? host.Azurite?.Address ?? "as configured"}");
    Console.WriteLine($"operator      {host.OperatorSignIn}");
    Console.WriteLine("Ctrl-C stops it.");
    await host.WaitForShutdown();
    return 0;
}

// Ends requests that are under way, so that the host and its blob storage are ended in order.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
