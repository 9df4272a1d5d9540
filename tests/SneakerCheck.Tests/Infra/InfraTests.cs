using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using SneakerCheck.Checks;
using SneakerCheck.Gigs.Photos;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Pictures;
using SneakerCheck.Platform.Health;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Tests.Infra;

/// <summary>What is deployed, against what the code expects.</summary>
[Collection(nameof(CompiledInfra))]
public sealed partial class InfraTests(CompiledInfra infra)
{
    private static readonly string[] Abbreviations = [.. Members("infra/abbreviations.json").Select(member => member.Value.GetString()!)];

    [Fact]
    public void The_compiler_reports_nothing() => Assert.Equal("", infra.Diagnostics);

    /// <summary>Compared as JSON, because the compiler does not write outputs in a fixed order.</summary>
    [Fact]
    public void The_snapshot_is_the_committed_one()
    {
        using var committed = JsonDocument.Parse(RepositoryFiles.Read("infra/snapshots/everything.snapshot.json"));

        Assert.True(
            JsonElement.DeepEquals(committed.RootElement, infra.Snapshot),
            "infra/ no longer deploys what its snapshot says. If that is intended: bash .ci/bicep --write");
    }

    [Fact]
    public void Every_template_is_reached_from_the_main_one()
    {
        HashSet<string> reached = [RepositoryFiles.Full("infra/main.bicep")];
        for (var before = 0; before < reached.Count;)
        {
            before = reached.Count;
            reached.UnionWith(reached.ToArray().SelectMany(path => Reference().Matches(File.ReadAllText(path))
                .Select(match => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, match.Groups["path"].Value)))));
        }
        Assert.Equal(Templates().Order(), reached.Order());
    }

    [Fact]
    public void Names_of_resources_begin_with_an_abbreviation_and_each_abbreviation_is_used()
    {
        var token = infra.Resources[0].Name[^13..];
        var names = infra.Resources.Where(resource => !IsOfDns(resource))
            .SelectMany(resource => resource.Name.Split('/')).Where(name => name.Contains(token)).ToArray();

        Assert.All(names, name => Assert.Contains(Abbreviations, abbreviation => name.StartsWith(abbreviation, StringComparison.Ordinal)));
        Assert.All(Abbreviations, abbreviation => Assert.Contains(names, name => name.StartsWith(abbreviation, StringComparison.Ordinal)));
        Assert.All(Members("infra/abbreviations.json"), member => Assert.Contains($"abbreviations.{member.Name}}}", Sources()));
    }

    [Fact]
    public void Names_are_known_before_deployment() =>
        Assert.All(infra.Resources.Where(resource => !IsOfDns(resource)), resource => Assert.DoesNotContain("[", resource.Name));

    [Fact]
    public void The_parameter_file_has_every_parameter()
    {
        var mapped = Mapped();

        Assert.Equal(
            infra.Template.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name).Order(), mapped.Keys.Order());
        var described = RepositoryFiles.Read("infra/DEPLOYING.md");
        Assert.All(
            mapped.Values.Where(name => !name.StartsWith("AZURE_", StringComparison.Ordinal)),
            name => Assert.Contains($"`{name}`", described));
        // azd would prefer such a file and then offer every region.
        Assert.False(File.Exists(RepositoryFiles.Full("infra/main.bicepparam")));
    }

    [Fact]
    public void The_person_who_deploys_is_offered_the_allowed_regions()
    {
        var location = infra.Template.GetProperty("parameters").GetProperty("location");
        var azd = location.GetProperty("metadata").GetProperty("azd");
        var allowed = location.GetProperty("allowedValues").EnumerateArray().Select(region => region.GetString()).ToArray();

        Assert.Equal("location", azd.GetProperty("type").GetString());
        Assert.Contains(azd.GetProperty("default").GetString(), allowed);
        Assert.Equal("AZURE_LOCATION", Mapped()["location"]);
    }

    [Fact]
    public void No_key_and_no_connection_string_is_in_what_is_deployed() =>
        Assert.All(
            Directory.EnumerateFiles(RepositoryFiles.Full("infra"), "*", SearchOption.AllDirectories)
                .Where(path => !path.Contains("emulators")),
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
        var deployed = Queues().Select(queue => queue.Name.Split('/')[1]).Order().ToArray();
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
        Assert.Equal(
            QueuePolicy.DuplicateWindow, XmlConvert.ToTimeSpan(policy.GetProperty("duplicateDetectionHistoryTimeWindow").GetString()!));
        Assert.True(policy.GetProperty("requiresDuplicateDetection").GetBoolean());
        Assert.True(policy.GetProperty("deadLetteringOnMessageExpiration").GetBoolean());
        Assert.All(Queues(), queue => Assert.True(JsonElement.DeepEquals(policy, queue.Properties)));
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
        var container = Container();
        Assert.Equal("/partition", Assert.Single(container.GetProperty("partitionKey").GetProperty("paths").EnumerateArray()).GetString());
        Assert.Equal(-1, container.GetProperty("defaultTtl").GetInt32());
        var emulator = RepositoryFiles.Read("infra/emulators/create-container.mjs");
        Assert.Contains("paths: ['/partition']", emulator);
        Assert.Contains("defaultTtl: -1", emulator);
    }

    [Fact]
    public void Exactly_the_fields_of_queries_are_indexed()
    {
        var policy = Container().GetProperty("indexingPolicy");
        var indexed = policy.GetProperty("includedPaths").EnumerateArray().Select(path => path.GetProperty("path").GetString()!);

        Assert.Equal("/*", Assert.Single(policy.GetProperty("excludedPaths").EnumerateArray()).GetProperty("path").GetString());
        Assert.Equal(ProductSources.QueriedFields().Append("/partition/?").Append("/kind/?").Order(), indexed.Order());
    }

    [Fact]
    public void Containers_of_blobs_are_those_that_the_code_uses_and_the_one_of_the_package() => Assert.Equal(
        new[]
        {
            PhotoBlob.Container, PhotoBlob.EvidenceContainer, Exemplar.Container, PictureBlob.Container, ProfilePhotos.Container,
            HealthProbes.Container, "host: app-packages",
        }.Order(),
        infra.Resources.Where(resource => resource.Type == "Microsoft.Storage/storageAccounts/blobServices/containers")
            .Select(container => container.Name.Split('/'))
            .Select(path => path[0].StartsWith("sthost", StringComparison.Ordinal) ? $"host: {path[^1]}" : path[^1]).Order());

    [Fact]
    public void The_package_is_loaded_from_its_container_by_the_identity()
    {
        var storage = infra.Resource("Microsoft.Web/sites", "func-").Properties
            .GetProperty("functionAppConfig").GetProperty("deployment").GetProperty("storage");
        var output = infra.Module("host").GetProperty("outputs").GetProperty("packagesUri").GetProperty("value").GetString()!;

        Assert.Contains("'host-{0}'", storage.GetProperty("value").GetString());
        Assert.EndsWith(".outputs.packagesUri.value]", storage.GetProperty("value").GetString());
        Assert.Equal("[format('{0}{1}', reference('account').primaryEndpoints.blob, variables('packages'))]", output);
        Assert.Equal("app-packages", infra.Module("host").GetProperty("variables").GetProperty("packages").GetString());
        Assert.Equal("UserAssignedIdentity", storage.GetProperty("authentication").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("Microsoft.Storage/storageAccounts", "stv", "allowSharedKeyAccess", false)]
    [InlineData("Microsoft.Storage/storageAccounts", "stv", "allowBlobPublicAccess", false)]
    [InlineData("Microsoft.Storage/storageAccounts", "stv", "supportsHttpsTrafficOnly", true)]
    [InlineData("Microsoft.Storage/storageAccounts", "sthost", "allowSharedKeyAccess", false)]
    [InlineData("Microsoft.Storage/storageAccounts", "sthost", "allowBlobPublicAccess", false)]
    [InlineData("Microsoft.Storage/storageAccounts", "sthost", "supportsHttpsTrafficOnly", true)]
    [InlineData("Microsoft.DocumentDB/databaseAccounts", "cosmos-", "disableLocalAuth", true)]
    [InlineData("Microsoft.ServiceBus/namespaces", "sbns-", "disableLocalAuth", true)]
    [InlineData("Microsoft.Insights/components", "appi-", "DisableLocalAuth", true)]
    [InlineData("Microsoft.KeyVault/vaults", "kv-", "enableRbacAuthorization", true)]
    [InlineData("Microsoft.Web/sites", "func-", "httpsOnly", true)]
    public void Accounts_take_no_keys_and_speak_TLS_only(string type, string name, string property, bool value) =>
        Assert.Equal(value, infra.Resource(type, name).Properties.GetProperty(property).GetBoolean());

    [Theory]
    [InlineData("Microsoft.DocumentDB/databaseAccounts", "cosmos-")]
    [InlineData("Microsoft.ServiceBus/namespaces", "sbns-")]
    [InlineData("Microsoft.KeyVault/vaults", "kv-")]
    [InlineData("Microsoft.Storage/storageAccounts", "sthost")]
    public void Private_networking_disables_public_access(string type, string name)
    {
        Assert.Equal("Disabled", infra.Resource(type, name).Properties.GetProperty("publicNetworkAccess").GetString());
        Assert.Single(infra.Resources, resource =>
            resource.Type == "Microsoft.Network/privateEndpoints" && resource.Name.StartsWith($"pep-{name}", StringComparison.Ordinal));
    }

    [Fact]
    public void Both_flavours_have_one_host_json()
    {
        Assert.Equal(
            RepositoryFiles.Read("functions/host.json"),
            File.ReadAllText(Path.Combine(Path.GetDirectoryName(typeof(LocalHost).Assembly.Location)!, "host.json")));
        Assert.Equal(
            [RepositoryFiles.Full("functions/host.json")],
            Directory.EnumerateFiles(RepositoryFiles.Full("functions"), "host.json", SearchOption.AllDirectories)
                .Where(path => !BuildFolder().IsMatch(path)));
    }

    /// <summary>Azure defines the names of DNS zones, and they contain the suffix of the cloud.</summary>
    private static bool IsOfDns(InfraResource resource) =>
        resource.Type.StartsWith("Microsoft.Network/privateDnsZones", StringComparison.Ordinal);

    private IEnumerable<InfraResource> Queues() =>
        infra.Resources.Where(resource => resource.Type == "Microsoft.ServiceBus/namespaces/queues");

    private JsonElement Container() =>
        infra.Resource("Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers", "cosmos-").Properties.GetProperty("resource");

    /// <summary>Parameters, each with its variable of azd's environment.</summary>
    private static Dictionary<string, string> Mapped() => Members("infra/main.parameters.json")
        .Single(member => member.Name == "parameters").Value.EnumerateObject()
        .ToDictionary(
            member => member.Name,
            member => EnvironmentName().Match(member.Value.GetProperty("value").GetString()!).Groups["name"].Value);

    private static JsonProperty[] Members(string path)
    {
        using var json = JsonDocument.Parse(RepositoryFiles.Read(path));
        return [.. json.RootElement.Clone().EnumerateObject()];
    }

    private static IEnumerable<string> Templates() =>
        Directory.EnumerateFiles(RepositoryFiles.Full("infra"), "*.bicep", SearchOption.AllDirectories);

    private static string Sources() => string.Concat(Templates().Select(File.ReadAllText));

    [GeneratedRegex(@"^(module \w+|import .* from) '(?<path>[^']+\.bicep)'", RegexOptions.Multiline)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^\$\{(?<name>[A-Z_]+)(=\w+)?\}$")]
    private static partial Regex EnvironmentName();

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex BuildFolder();

    // Keys in their usual wrappings, long base64, and reading keys from a service, but for the hub's, which has no other way.
    [GeneratedRegex(@"AccountKey\s*=|SharedAccessKey\s*=|Password\s*=|[A-Za-z0-9+/]{43,}==|(?<!send)\.listKeys\(")]
    private static partial Regex Secret();
}
