using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SneakerCheck.Commands;
using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Demo;

/// <summary>
/// A check from end to end, as a phone does it: register, open a check, upload each photo straight to blob storage, run, wait, read the
/// verdict and the notification. Without a folder it checks the three sample pairs. With a folder it checks the JPEGs in it that are named
/// by view.
/// </summary>
public static class DemoCommand
{
    public static readonly Command Definition = new(
        "demo",
        ["[FOLDER]"],
        "checks three sample pairs, or the photos of a folder, from end to end",
        [new("--model", "MODEL", $"the shoe model to compare with; {SampleModel}, a drawing, if not given")],
        TakesHostSettings: true);

    private const string Operator = "demonstration@sneakercheck.local";
    private const string SampleModel = "sample_runner";
    private const string Folder = "SNEAKERCHECK_DATA";
    private const string Addresses = "ASPNETCORE_URLS";
    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "Demo", "Sample");

    /// <summary>Runs the demonstration. Returns 0 if every check was answered.</summary>
    /// <exception cref="CommandException">An argument is wrong, or a check could not be made.</exception>
    /// <exception cref="StartupException">The host cannot start.</exception>
    public static async Task<int> Run(CommandLine line, TextWriter output, CancellationToken cancellation)
    {
        var folder = line.Words.FirstOrDefault();
        var model = line.Options.GetValueOrDefault("--model", SampleModel);
        var pairs = folder is null
            ? Directory.GetDirectories(Path.Combine(Sample, "check")).Order(StringComparer.Ordinal).Select(DemoPhotos.Read).ToArray()
            : [DemoPhotos.Read(folder)];
        // A folder of its own for each demonstration: photos that an earlier one has checked would be recognised as copies.
        var data = line.Settings.GetValueOrDefault(Folder) ?? Environment.GetEnvironmentVariable(Folder)
            ?? Directory.CreateTempSubdirectory("sneakercheck-demo-").FullName;
        var password = Secret(12);
        var settings = new Dictionary<string, string?>(line.Settings)
        {
            [Folder] = data,
            [Addresses] = line.Settings.GetValueOrDefault(Addresses) ?? Environment.GetEnvironmentVariable(Addresses)
                ?? "http://127.0.0.1:0",
            ["Operator:Email"] = Operator,
            ["Operator:Password"] = password,
        };
        await using var host = await LocalHost.Start(
            new LocalHostOptions { Output = output, Settings = settings },
            Assembly.GetExecutingAssembly(),
            builder => builder.Services.AddSneakerCheck(builder.Configuration),
            cancellation);
        output.WriteLine($"host       {host.Address}");

        using var operatorClient = new ApiClient(host.Address);
        await operatorClient.SignIn(Operator, password, cancellation);
        var importer = new Importer(operatorClient, model, screens: model != SampleModel);
        var templates = await importer.Templates(cancellation);
        foreach (var pair in pairs)
            pair.RequireViews(templates);
        if (folder is not null)
            output.WriteLine(model == SampleModel
                ? $"note       Your photos are compared with drawings of {SampleModel} only. The answer says nothing about your shoes."
                : $"note       Your photos are compared with the exemplars of {model} in {data}; import adds some.");
        if (model == SampleModel)
            await importer.Import(Path.Combine(Sample, "exemplars"), output, cancellation);
        var done = new List<CheckedPair>();
        foreach (var pair in pairs)
            done.Add(await Check(host.Address, pair, model, output, cancellation));
        await Conclude(operatorClient, data, password, done, output, cancellation);
        return 0;
    }

    private static async Task<CheckedPair> Check(
        string address, DemoPhotos photos, string model, TextWriter output, CancellationToken cancellation)
    {
        using var phone = new ApiClient(address);
        var (name, password) = ("owner-" + Secret(4), Secret(8));
        await phone.Post("/api/v1/users", new JsonObject { ["nick_name"] = name, ["password"] = password }, cancellation);
        await phone.SignIn(name, password, cancellation);
        output.WriteLine();
        output.WriteLine($"== {photos.Name}, checked by {name}");

        var template = await Choose(phone, model, photos.Files.Keys, cancellation);
        var task = await phone.Post(
            "/api/v1/users/me/tasks",
            new JsonObject { ["meta_tag"] = Text(template, "meta_tag"), ["shoe_model"] = model, ["comment"] = "demonstration" },
            cancellation);
        var id = Text(task, "id");
        var path = $"/api/v1/users/me/tasks/{id}";
        output.WriteLine($"task       {id}, template {Text(template, "meta_tag")}");
        foreach (var view in template["views"]!.AsArray().Select(view => Text(view!, "id")).Where(photos.Files.ContainsKey))
            await Upload(phone, path, view, photos.Files[view], output, cancellation);

        try
        {
            await phone.Put(path + "/run", cancellation);
        }
        catch (ApiRefusal refusal)
        {
            throw new CommandException($"{photos.Folder}: {refusal.Message}", refusal);
        }
        do
        {
            task = await phone.Get(path, cancellation, waitSeconds: 30);
        }
        while (Text(task, "state") != "finished");
        Print(task, output);
        await PrintNotification(phone, id, output, cancellation);
        return new CheckedPair(photos.Name, id, name, password);
    }

    private static async Task Upload(
        ApiClient phone, string path, string view, string file, TextWriter output, CancellationToken cancellation)
    {
        var size = new FileInfo(file).Length;
        var progress = new ProgressLine(output, "upload");
        try
        {
            await phone.Upload(path + "/files", view, file, sent => progress.Show(sent / 1024, size / 1024), cancellation);
        }
        catch (ApiRefusal refusal)
        {
            throw new CommandException($"{file}: {refusal.Message}", refusal);
        }
        progress.End($"{view,-9} {size / 1024,6} KB  stored");
    }

    // A template all of whose required views are in the folder.
    private static async Task<JsonNode> Choose(
        ApiClient phone, string model, IEnumerable<string> views, CancellationToken cancellation)
    {
        var fitting = new List<JsonNode>();
        foreach (var tag in (await phone.Get("/api/v1/templates", cancellation)).AsArray().Select(template => Text(template!, "meta_tag")))
        {
            var template = await phone.Get($"/api/v1/templates/{tag}?shoe_model={model}", cancellation);
            if (template["views"]!.AsArray().All(view => !view!["required"]!.GetValue<bool>() || views.Contains(Text(view, "id"))))
                fitting.Add(template);
        }
        // A larger error bound needs fewer exemplars. Of equal ones, the template that uses most photos.
        return fitting.OrderByDescending(template => template["error_bound"]!.GetValue<double>())
            .ThenByDescending(template => template["views"]!.AsArray().Count(view => views.Contains(Text(view!, "id"))))
            .First();
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

    private static async Task PrintNotification(ApiClient phone, string taskId, TextWriter output, CancellationToken cancellation)
    {
        var deadline = DateTimeOffset.UtcNow.AddSeconds(30);
        while (DateTimeOffset.UtcNow < deadline)
        {
            var inbox = (await phone.Get("/api/v1/users/me/notifications", cancellation)).AsArray();
            if (inbox.FirstOrDefault(entry => Text(entry!["data"]!, "task_id") == taskId) is { } notification)
            {
                output.WriteLine($"notified   {Text(notification, "title_en")}: {Text(notification, "text_en")}");
                return;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }
        throw new CommandException("No notification came within 30 seconds.");
    }

    private static async Task Conclude(
        ApiClient operatorClient,
        string data,
        string password,
        IReadOnlyList<CheckedPair> done,
        TextWriter output,
        CancellationToken cancellation)
    {
        output.WriteLine();
        output.WriteLine("== Afterwards");
        foreach (var pair in done)
        {
            var file = await ExportCheckCommand.Write(
                operatorClient, pair.TaskId, Path.Combine(data, $"{pair.Name}.html"), cancellation);
            output.WriteLine($"page       {file}");
        }
        output.WriteLine($"operator   {Operator}  password {password}");
        foreach (var pair in done)
            output.WriteLine($"owner      {pair.Owner}  password {pair.Password}  ({pair.Name})");
        output.WriteLine($"kept       {data}");
        output.WriteLine($"serve it   {Folder}={data} dotnet run --project functions");
    }

    private static string Secret(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    private static string Text(JsonNode node, string member) => node[member]?.ToString() ?? "";

    private sealed record CheckedPair(string Name, string TaskId, string Owner, string Password);
}
