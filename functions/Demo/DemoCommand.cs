using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Demo;

/// <summary>
/// A check from end to end, as a phone does it: register, open a check, upload each photo straight to blob storage, run, wait, read the
/// verdict and the notification. Without a folder it checks the three sample pairs. With a folder it checks the JPEGs in it that are named
/// by view.
/// </summary>
internal static class DemoCommand
{
    private const string Operator = "demonstration@sneakercheck.local";
    private const string SampleModel = "sample_runner";
    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "Demo", "Sample");

    /// <summary>Runs the demonstration. Returns 0 if every check was answered.</summary>
    /// <param name="folder">The folder of the photos to check; null for the samples.</param>
    /// <exception cref="StartupException">The host cannot start, or the folder has no photos.</exception>
    public static async Task<int> Run(string? folder, TextWriter output)
    {
        var pairs = Pairs(folder);
        // A temporary folder unless one is configured, so that a demonstration leaves nothing behind.
        var named = Environment.GetEnvironmentVariable("SNEAKERCHECK_DATA");
        var data = named ?? Directory.CreateTempSubdirectory("sneakercheck-demo-").FullName;
        try
        {
            var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
            await using var host = await LocalHost.Start(
                new LocalHostOptions
                {
                    Output = output,
                    Settings = new Dictionary<string, string?>
                    {
                        ["SNEAKERCHECK_DATA"] = data,
                        ["ASPNETCORE_URLS"] = Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? "http://127.0.0.1:0",
                        ["Operator:Email"] = Operator,
                        ["Operator:Password"] = password,
                    },
                },
                Assembly.GetExecutingAssembly(),
                builder => builder.Services.AddSneakerCheck(builder.Configuration));
            output.WriteLine($"host       {host.Address}");

            using var operatorClient = new DemoClient(host.Address);
            await operatorClient.SignIn(Operator, password);
            await DemoCatalogue.Load(operatorClient, Path.Combine(Sample, "exemplars"), SampleModel, output);
            foreach (var pair in pairs)
                await Check(host.Address, pair, output);
            return 0;
        }
        catch (DemoException exception)
        {
            output.WriteLine(exception.Message);
            return 1;
        }
        finally
        {
            if (named is null)
                Directory.Delete(data, recursive: true);
        }
    }

    private static string[] Pairs(string? folder)
    {
        if (folder is null)
            return [.. Directory.GetDirectories(Path.Combine(Sample, "check")).Order(StringComparer.Ordinal)];
        return Directory.Exists(folder) && Photos(folder).Count > 0
            ? [folder]
            : throw new StartupException($"There are no JPEGs in {folder}. Name them by view: appear.jpg, tag.jpg, stitch.jpg, …");
    }

    private static Dictionary<string, string> Photos(string folder) => Directory.GetFiles(folder)
        .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".jpg" or ".jpeg")
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file).ToLowerInvariant());

    private static async Task Check(string address, string folder, TextWriter output)
    {
        var photos = Photos(folder);
        using var phone = new DemoClient(address);
        var name = "owner-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        await phone.Post("/api/v1/users", new JsonObject { ["nick_name"] = name, ["password"] = password });
        await phone.SignIn(name, password);
        output.WriteLine();
        output.WriteLine($"== {Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))}, checked by {name}");

        var template = await Choose(phone, photos.Keys);
        var task = await phone.Post(
            "/api/v1/users/me/tasks",
            new JsonObject { ["meta_tag"] = Text(template, "meta_tag"), ["shoe_model"] = SampleModel, ["comment"] = "demonstration" });
        var path = $"/api/v1/users/me/tasks/{Text(task, "id")}";
        output.WriteLine($"task       {Text(task, "id")}, template {Text(template, "meta_tag")}");
        foreach (var view in template["views"]!.AsArray().Select(view => Text(view!, "id")).Where(photos.ContainsKey))
            await phone.Upload(path + "/files", view, photos[view], output);

        await phone.Put(path + "/run");
        do
        {
            task = await phone.Get(path, waitSeconds: 30);
        }
        while (Text(task, "state") != "finished");
        Print(task, output);
        await PrintNotification(phone, Text(task, "id"), output);
    }

    // A template all of whose required views are in the folder.
    private static async Task<JsonNode> Choose(DemoClient phone, ICollection<string> views)
    {
        var templates = (await phone.Get("/api/v1/templates")).AsArray().Select(template => template!).ToArray();
        var fitting = templates.Where(template => template["views"]!.AsArray()
            .All(view => !view!["required"]!.GetValue<bool>() || views.Contains(Text(view, "id"))));
        // A larger error bound needs fewer exemplars. Of equal ones, the template that uses most photos.
        return fitting.OrderByDescending(template => template["error_bound"]!.GetValue<double>())
            .ThenByDescending(template => template["views"]!.AsArray().Count(view => views.Contains(Text(view!, "id"))))
            .FirstOrDefault()
            ?? throw new DemoException(
                $"The photos ({string.Join(", ", views)}) do not suffice for any template. The smallest needs: " + string.Join(
                    ", ",
                    templates.MinBy(template => template["views"]!.AsArray().Count)!["views"]!.AsArray()
                        .Where(view => view!["required"]!.GetValue<bool>()).Select(view => Text(view!, "id"))) + ".");
    }

    private static void Print(JsonNode task, TextWriter output)
    {
        var report = task["report"]!;
        output.WriteLine($"verdict    {Text(task, "answer")}");
        foreach (var reason in report["reasons"]!.AsArray())
            output.WriteLine($"           - {Text(reason!["text"]!, "en")} {Text(reason["text"]!, "zh")}");
        foreach (var label in report["labels"]!.AsArray())
        {
            var p = label!["p_value"]?.GetValue<double>().ToString("0.000", CultureInfo.InvariantCulture) ?? "none";
            output.WriteLine($"           if {Text(label, "label"),-4}: p = {p}, compared with {label["pairs"]} pairs");
        }
        foreach (var photo in report["photos"]!.AsArray())
        {
            foreach (var finding in photo!["findings"]!.AsArray().Where(finding => !finding!["passed"]!.GetValue<bool>()))
                output.WriteLine($"           {Text(photo, "view")}: {Text(finding!["reason"]!, "en")}");
        }
    }

    private static async Task PrintNotification(DemoClient phone, string taskId, TextWriter output)
    {
        var deadline = DateTimeOffset.UtcNow.AddSeconds(30);
        while (DateTimeOffset.UtcNow < deadline)
        {
            var inbox = (await phone.Get("/api/v1/users/me/notifications")).AsArray();
            if (inbox.FirstOrDefault(entry => Text(entry!["data"]!, "task_id") == taskId) is { } notification)
            {
                output.WriteLine($"notified   {Text(notification, "title_en")}: {Text(notification, "text_en")}");
                return;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
        throw new DemoException("No notification came within 30 seconds.");
    }

    private static string Text(JsonNode node, string member) => node[member]?.ToString() ?? "";
}
