using System.Reflection;
using SneakerCheck;
using SneakerCheck.Demo;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Hosting.Local.OpenApi;

try
{
    if (args is ["openapi"])
        return await OpenApiCommand.Run(Console.Out);
    if (args is ["demo", .. var rest])
        return await DemoCommand.Run(rest.FirstOrDefault(), Console.Out);

    await using var host = await LocalHost.Start(
        new LocalHostOptions { Arguments = args },
        Assembly.GetExecutingAssembly(),
        builder => builder.Services.AddSneakerCheck(builder.Configuration));
    Console.WriteLine($"SneakerCheck  {host.Address}  (docs: {host.Address}/docs)");
    Console.WriteLine($"data          {host.DataFolder}");
    Console.WriteLine($"blobs         {host.Azurite?.Address ?? "as configured"}");
    Console.WriteLine($"operator      {host.OperatorSignIn}");
    Console.WriteLine("Ctrl-C stops it.");
    await host.WaitForShutdown();
    return 0;
}
catch (StartupException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
