using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using SneakerCheck.Checks;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Pictures;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Tests.Hosting;
using SneakerCheck.Tests.Infra.Bicep;

namespace SneakerCheck.Tests.Infra;

/// <summary>What is deployed, against what the code expects.</summary>
public sealed partial class InfraTests
{
    private static readonly BicepProject Infra = BicepProject.Read(RepositoryFiles.Full("infra"));

    [Fact]
    public void Every_name_in_the_templates_means_something() => Assert.Empty(Infra.Faults);

    [Theory]
    [InlineData("main.bicep", "blobsName: blobs.outputs.name", "blobsName: blobs.outputs.title", "app/blobs.bicep has no output title")]
    [InlineData("main.bicep", "    blobsName: blobs.outputs.name\n", "", "app/roles.bicep needs blobsName")]
    [InlineData("main.bicep", "'app/roles.bicep'", "'app/rules.bicep'", "there is no module app/rules.bicep")]
    [InlineData("main.bicepparam", "param location =", "param region =", "main.bicep has no parameter region")]
    [InlineData("app/messages.bicep", "../queues.json", "../queue.json", "there is no ../queue.json")]
    [InlineData("app/roles.bicep", "roles.blobs.id)\n  scope", "roles.photos.id)\n  scope", "roles has no member photos")]
    [InlineData("app/functions.bicep", "plan.id", "plane.id", "plane is declared nowhere")]
    public void A_broken_copy_of_the_templates_is_found(string path, string old, string changed, string fault)
    {
        using var folder = new TestFolder();
        foreach (var file in Directory.EnumerateFiles(RepositoryFiles.Full("infra"), "*", SearchOption.AllDirectories))
        {
            var copy = folder[Path.GetRelativePath(RepositoryFiles.Full("infra"), file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        var text = File.ReadAllText(folder[path]);
        Assert.Contains(old, text);
        File.WriteAllText(folder[path], text.Replace(old, changed));

        Assert.Contains(BicepProject.Read(folder.Path).Faults, found => found.StartsWith($"{path}:", StringComparison.Ordinal) && found.Contains(fault));
    }

    [Fact]
    public void Every_template_is_reached_from_the_main_one()
    {
        HashSet<string> reached = ["main.bicep"];
        for (var before = 0; before < reached.Count;)
        {
            before = reached.Count;
            reached.UnionWith(reached.ToArray().SelectMany(path => Infra.Files[path].Declarations.OfType<ModuleDeclaration>()
                .Select(module => Path.Combine(Path.GetDirectoryName(path)!, module.Path).Replace('\\', '/'))));
        }
        Assert.Equal(reached.Order(), Infra.Files.Keys.Where(path => path.EndsWith(".bicep", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Names_of_resources_begin_with_an_abbreviation_and_each_abbreviation_is_used()
    {
        using var json = JsonDocument.Parse(RepositoryFiles.Read("infra/abbreviations.json"));
        var known = json.RootElement.EnumerateObject().Select(member => member.Name).ToArray();
        var used = Infra.Files.Values.SelectMany(file => file.Declarations).SelectMany(Expressions).SelectMany(value => value.All)
            .OfType<MemberExpression>().Where(member => member.Target is NameExpression { Name: "abbreviations" }).Select(member => member.Name);

        Assert.Equal(known.Order(), used.Distinct().Order());
    }

    [Fact]
    public void No_key_and_no_connection_string_is_in_what_is_deployed() =>
        Assert.All(
            Directory.EnumerateFiles(RepositoryFiles.Full("infra"), "*", SearchOption.AllDirectories).Where(path => !path.Contains("emulators")),
            path => Assert.DoesNotMatch(Secret(), File.ReadAllText(path)));

    [Theory]
    [InlineData("AccountKey=abc")]
    [InlineData("Endpoint=sb://x;SharedAccessKey=abc")]
    [InlineData("value: 'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw=='")]
    [InlineData("value: account.listKeys().keys[0].value")]
    public void A_key_would_be_found(string text) => Assert.Matches(Secret(), text);

    [Fact]
    public void Queues_are_those_that_the_code_sends_to_and_receives_from()
    {
        using var list = JsonDocument.Parse(RepositoryFiles.Read("infra/queues.json"));
        var deployed = list.RootElement.GetProperty("queues").EnumerateArray().Select(queue => queue.GetString()!).Order().ToArray();
        var sent = typeof(Check).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType.IsGenericType && field.FieldType.GetGenericTypeDefinition() == typeof(MessageQueue<>))
            .Select(field => (string)field.FieldType.GetProperty("Name")!.GetValue(field.GetValue(null))!);
        var received = File.ReadLines(RepositoryFiles.Full("tests/SneakerCheck.Tests/Fixtures/functions.txt"))
            .Where(line => line.Contains(": queue ")).Select(line => line.Split(": queue ")[1].Split('/')[0]);

        Assert.Equal(deployed, sent.Distinct().Order());
        Assert.Equal(deployed, received.Distinct().Order());
    }

    [Fact]
    public void Queues_are_set_as_the_code_expects()
    {
        using var list = JsonDocument.Parse(RepositoryFiles.Read("infra/queues.json"));
        var policy = list.RootElement.GetProperty("policy");

        Assert.Equal(QueuePolicy.MaximumDeliveries, policy.GetProperty("maxDeliveryCount").GetInt32());
        Assert.Equal(QueuePolicy.Lock, XmlConvert.ToTimeSpan(policy.GetProperty("lockDuration").GetString()!));
        Assert.Equal(QueuePolicy.DuplicateWindow, XmlConvert.ToTimeSpan(policy.GetProperty("duplicateDetectionHistoryTimeWindow").GetString()!));
        Assert.True(policy.GetProperty("requiresDuplicateDetection").GetBoolean());
        Assert.True(policy.GetProperty("deadLetteringOnMessageExpiration").GetBoolean());
        var queues = Resource("app/messages.bicep", "queues");
        Assert.Equal("policy", Assert.IsType<MemberExpression>(queues.Body["properties"]).Name);
    }

    [Fact]
    public async Task The_emulators_queues_are_the_deployed_ones()
    {
        using var node = Process.Start("node", [RepositoryFiles.Full("infra/emulators/servicebus-config.mjs"), "--check"]);
        await node.WaitForExitAsync();

        Assert.Equal(0, node.ExitCode);
    }

    [Fact]
    public void Azurite_has_one_version_everywhere()
    {
        using var package = JsonDocument.Parse(RepositoryFiles.Read("functions/Hosting/Local/Azurite/package.json"));
        var pinned = package.RootElement.GetProperty("dependencies").GetProperty("azurite").GetString();

        Assert.Contains($"/azurite:{pinned}\n", RepositoryFiles.Read("infra/emulators/compose.yaml"));
    }

    [Fact]
    public void The_container_is_made_as_the_code_expects()
    {
        var resource = Assert.IsType<ObjectExpression>(Properties("app/documents.bicep", "container")["resource"]);
        var key = Assert.IsType<ObjectExpression>(resource["partitionKey"]);
        Assert.Equal("/partition", Assert.IsType<TextExpression>(Assert.Single(Assert.IsType<ArrayExpression>(key["paths"]).Items)).Plain);
        Assert.Equal("1", Assert.IsType<LiteralExpression>(Assert.IsType<OperatorExpression>(resource["defaultTtl"]).Operands.Single()).Value);
        var indexing = Assert.IsType<ObjectExpression>(resource["indexingPolicy"]);
        Assert.IsType<ForExpression>(indexing["includedPaths"]);
        var emulator = RepositoryFiles.Read("infra/emulators/create-container.mjs");
        Assert.Contains("paths: ['/partition']", emulator);
        Assert.Contains("defaultTtl: -1", emulator);
    }

    [Fact]
    public void Whatever_a_query_looks_at_is_indexed_and_nothing_else()
    {
        using var list = JsonDocument.Parse(RepositoryFiles.Read("infra/indexes.json"));
        var indexed = list.RootElement.GetProperty("paths").EnumerateArray().Select(path => path.GetString()!).ToArray();

        Assert.Equal(ProductSources.QueriedFields().Append("/partition/?").Append("/kind/?").Order(), indexed.Order());
    }

    [Fact]
    public void Containers_of_blobs_are_those_that_the_code_uses()
    {
        var names = Infra.Files["app/blobs.bicep"].Declarations.OfType<VariableDeclaration>().Single(variable => variable.Name == "containerNames");

        Assert.Equal(
            new[] { PhotoBlob.Container, Exemplar.Container, PictureBlob.Container }.Order(),
            Assert.IsType<ArrayExpression>(names.Value).Items.Select(item => Assert.IsType<TextExpression>(item).Plain).Order());
    }

    [Fact]
    public void Accounts_take_no_keys_and_speak_TLS_only()
    {
        Assert.Equal("false", Literal("app/blobs.bicep", "account", "allowSharedKeyAccess"));
        Assert.Equal("false", Literal("app/blobs.bicep", "account", "allowBlobPublicAccess"));
        Assert.Equal("true", Literal("app/blobs.bicep", "account", "supportsHttpsTrafficOnly"));
        Assert.Equal("false", Literal("app/host.bicep", "account", "allowSharedKeyAccess"));
        Assert.Equal("true", Literal("app/documents.bicep", "account", "disableLocalAuth"));
        Assert.Equal("true", Literal("app/messages.bicep", "namespace", "disableLocalAuth"));
        Assert.Equal("true", Literal("app/functions.bicep", "app", "httpsOnly"));
    }

    [Fact]
    public void Both_flavours_have_one_host_json()
    {
        Assert.Equal(
            RepositoryFiles.Read("functions/host.json"), File.ReadAllText(Path.Combine(Path.GetDirectoryName(typeof(LocalHost).Assembly.Location)!, "host.json")));
        Assert.Equal(
            [RepositoryFiles.Full("functions/host.json")],
            Directory.EnumerateFiles(RepositoryFiles.Full("functions"), "host.json", SearchOption.AllDirectories)
                .Where(path => !BuildFolder().IsMatch(path)));
    }

    private static ResourceDeclaration Resource(string path, string name) =>
        Infra.Files[path].Declarations.OfType<ResourceDeclaration>().Single(resource => resource.Name == name);

    private static ObjectExpression Properties(string path, string name) =>
        Assert.IsType<ObjectExpression>(Resource(path, name).Body["properties"]);

    private static string Literal(string path, string name, string property) =>
        Assert.IsType<LiteralExpression>(Properties(path, name)[property]).Value;

    private static IEnumerable<BicepExpression> Expressions(BicepDeclaration declaration) => declaration switch
    {
        VariableDeclaration variable => [variable.Value],
        ResourceDeclaration resource => [resource.Value],
        ModuleDeclaration module => [module.Value],
        OutputDeclaration output => [output.Value],
        _ => [],
    };

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex BuildFolder();

    // Keys in their usual wrappings, long base64, and reading keys from a service, but for the hub's, which has no other way.
    [GeneratedRegex(@"AccountKey\s*=|SharedAccessKey\s*=|Password\s*=|[A-Za-z0-9+/]{43,}==|(?<!send)\.listKeys\(")]
    private static partial Regex Secret();
}
