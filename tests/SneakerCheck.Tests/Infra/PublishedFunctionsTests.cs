using System.Diagnostics;
using System.Text.Json.Nodes;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Infra;

/// <summary>Tests the check that CI runs on a published Azure flavour, with metadata in the format of the worker's SDK.</summary>
public sealed class PublishedFunctionsTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly JsonArray functions =
        [.. FunctionIndex.Of(typeof(LocalHost).Assembly, HostSettings.Read()).Functions.Select(Metadata)];

    public PublishedFunctionsTests()
    {
        File.Copy(RepositoryFiles.Full("functions/host.json"), folder["host.json"]);
        File.WriteAllText(folder["SneakerCheck.Functions.dll"], "");
        File.WriteAllText(
            folder["worker.config.json"],
            """{"description":{"language":"dotnet-isolated","defaultWorkerPath":"SneakerCheck.Functions.dll"}}""");
    }

    private JsonNode AddExemplar => functions.Single(function => (string?)function!["name"] == "AddExemplar")!;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_functions_of_the_list_pass() => Assert.Equal((0, ""), await Check());

    [Fact]
    public async Task A_function_that_is_missing_fails()
    {
        functions.Remove(AddExemplar);

        Assert.Equal((1, "- AddExemplar: http POST /api/v1/exemplars\n"), await Check());
    }

    [Fact]
    public async Task Another_route_fails()
    {
        AddExemplar["bindings"]![0]!["route"] = "api/v2/exemplars";

        Assert.Equal((1, "- AddExemplar: http POST /api/v1/exemplars\n+ AddExemplar: http POST /api/v2/exemplars\n"), await Check());
    }

    [Fact]
    public async Task Another_host_json_fails()
    {
        await File.AppendAllTextAsync(folder["host.json"], " ");

        Assert.Equal((1, "host.json differs from functions/host.json\n"), await Check());
    }

    [Fact]
    public async Task A_worker_that_is_not_there_fails()
    {
        File.Delete(folder["SneakerCheck.Functions.dll"]);

        Assert.Equal((1, "worker.config.json names SneakerCheck.Functions.dll, which does not exist\n"), await Check());
    }

    private async Task<(int ExitCode, string Errors)> Check()
    {
        await File.WriteAllTextAsync(folder["functions.metadata"], functions.ToJsonString());
        using var node = Process.Start(new ProcessStartInfo("node", [RepositoryFiles.Full(".ci/published-functions.mjs"), folder.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        return (node.ExitCode, errors);
    }

    private static JsonNode Metadata(FunctionDefinition function)
    {
        JsonObject trigger = function.Trigger switch
        {
            FunctionTrigger.Http http => new()
            {
                ["name"] = "request",
                ["direction"] = "In",
                ["type"] = "httpTrigger",
                ["authLevel"] = "Anonymous",
                ["methods"] = http.Verbs.IsEmpty
                    ? null
                    : new JsonArray([.. http.Verbs.Select(verb => (JsonNode)verb.ToLowerInvariant())]),
                ["route"] = http.Route,
            },
            FunctionTrigger.Queue queue => new()
            {
                ["name"] = "message",
                ["direction"] = "In",
                ["type"] = "serviceBusTrigger",
                ["queueName"] = queue.Name,
                ["connection"] = "ServiceBus",
            },
            FunctionTrigger.Timer timer =>
                new() { ["name"] = "timer", ["direction"] = "In", ["type"] = "timerTrigger", ["schedule"] = timer.Expression },
            _ => throw new InvalidOperationException($"{function.Name} has a trigger of an unknown kind."),
        };
        var bindings = new JsonArray(trigger);
        if (function.Trigger is FunctionTrigger.Http)
            bindings.Add(new JsonObject { ["name"] = "$return", ["type"] = "http", ["direction"] = "Out" });
        return new JsonObject
        {
            ["name"] = function.Name,
            ["scriptFile"] = "SneakerCheck.Functions.dll",
            ["language"] = "dotnet-isolated",
            ["bindings"] = bindings
        };
    }
}
