using System.Text.Json;
using System.Text.RegularExpressions;

namespace SneakerCheck.Tests.Infra;

/// <summary>A role of the identity permits each SDK call, and each role is needed.</summary>
[Collection(nameof(CompiledInfra))]
public sealed class RolesTests(CompiledInfra infra)
{
    private const string Blobs = "Microsoft.Storage/storageAccounts/blobServices/";
    private const string Items = "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/";
    private const string Messages = "Microsoft.ServiceBus/namespaces/messages/";
    private const string Documents = "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments";

    /// <summary>A call of an SDK: the role in roles.bicep that must permit it, and the action that the service requires.</summary>
    private static readonly Dictionary<string, (string Role, string Action)> RequiredByCall = new()
    {
        ["ReadItemStreamAsync"] = ("documents", Items + "read"),
        ["GetItemQueryStreamIterator"] = ("documents", "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/executeQuery"),
        ["ReadManyItemsStreamAsync"] = ("documents", "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/executeQuery"),
        ["ReadNextAsync"] = ("documents", "Microsoft.DocumentDB/databaseAccounts/readMetadata"),
        ["UpsertItemStreamAsync"] = ("documents", Items + "upsert"),
        ["CreateItemStream"] = ("documents", Items + "create"),
        ["ReplaceItemStream"] = ("documents", Items + "replace"),
        ["DeleteItem"] = ("documents", Items + "delete"),
        // A patch needs the action for replacing.
        ["PatchItem"] = ("documents", Items + "replace"),
        ["ExecuteAsync"] = ("documents", "Microsoft.DocumentDB/databaseAccounts/readMetadata"),
        ["CreateIfNotExistsAsync"] = ("blobs", Blobs + "containers/write"),
        ["GetBlobsAsync"] = ("blobs", Blobs + "containers/blobs/read"),
        ["GetPropertiesAsync"] = ("blobs", Blobs + "containers/blobs/read"),
        ["DownloadContentAsync"] = ("blobs", Blobs + "containers/blobs/read"),
        ["DownloadStreamingAsync"] = ("blobs", Blobs + "containers/blobs/read"),
        ["UploadAsync"] = ("blobs", Blobs + "containers/blobs/write"),
        ["StageBlockAsync"] = ("blobs", Blobs + "containers/blobs/write"),
        ["CommitBlockListAsync"] = ("blobs", Blobs + "containers/blobs/write"),
        ["SyncCopyFromUriAsync"] = ("blobs", Blobs + "containers/blobs/write"),
        ["SetHttpHeadersAsync"] = ("blobs", Blobs + "containers/blobs/write"),
        ["BreakAsync"] = ("blobs", Blobs + "containers/blobs/write"),
        ["DeleteIfExistsAsync"] = ("blobs", Blobs + "containers/blobs/delete"),
        ["GetUserDelegationKeyAsync"] = ("blobs", Blobs + "generateUserDelegationKey/action"),
        ["SendMessageAsync"] = ("send", Messages + "send/action"),
        ["CreateMessageBatchAsync"] = ("send", Messages + "send/action"),
    };

    /// <summary>Asynchronous calls in the same files that need no role in Azure.</summary>
    private static readonly HashSet<string> Others = ["ParseAsync", "WaitAsync", "ReadAtLeastAsync", "RunAsync"];

    /// <summary>Roles for what the platform does on behalf of the app, without an SDK call.</summary>
    private static readonly HashSet<string> OfThePlatform = ["host", "receive", "count", "secrets", "telemetry", "operator"];

    /// <summary>The resource on which each role is assigned, by the beginning of its name.</summary>
    private static readonly Dictionary<string, string> Scopes = new()
    {
        ["host"] = "sthost",
        ["blobs"] = "st",
        ["send"] = "sbns-",
        ["receive"] = "sbns-",
        ["count"] = "sbns-",
        ["secrets"] = "kv-",
        ["telemetry"] = "appi-",
        ["operator"] = "kv-",
        ["documents"] = "cosmos-",
    };

    /// <summary>The permissions of the built-in roles that matter here.</summary>
    private static readonly Dictionary<string, string[]> BuiltIn = new()
    {
        // Storage Blob Data Contributor
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] =
        [
            Blobs + "containers/delete", Blobs + "containers/read", Blobs + "containers/write", Blobs + "generateUserDelegationKey/action",
            Blobs + "containers/blobs/delete", Blobs + "containers/blobs/read", Blobs + "containers/blobs/write",
        ],
        // Storage Blob Data Owner
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = [Blobs + "*"],
        // Azure Service Bus Data Sender, Receiver, Owner
        ["69a216fc-b8fb-44d8-bc22-1f3c2cd27a39"] = [Messages + "send/action"],
        ["4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0"] = [Messages + "receive/action"],
        ["090c5cfd-751d-490a-894a-3ce6f1109419"] = ["Microsoft.ServiceBus/*"],
        // Key Vault Secrets User
        ["4633458b-17de-408a-b874-0445c86b69e6"] = ["Microsoft.KeyVault/vaults/secrets/getSecret/action"],
        // Monitoring Metrics Publisher
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = ["Microsoft.Insights/Telemetry/Write"],
    };

    /// <summary>The variable of roles.bicep. Every module that imports it contains all of it.</summary>
    private JsonElement Roles => infra.Module("host").GetProperty("variables").GetProperty("roles");

    [Fact]
    public void Every_call_of_an_SDK_has_a_row_and_every_row_a_call() =>
        Assert.Equal(RequiredByCall.Keys.Concat(Others).Order(), ProductSources.SdkCalls().Order());

    [Fact]
    public void Every_call_is_permitted_by_its_role() => Assert.All(RequiredByCall, call => Assert.True(
        Permitted(call.Value.Role).Any(pattern => Matches(pattern, call.Value.Action)),
        $"{call.Key}: {call.Value.Role} lacks {call.Value.Action}"));

    [Fact]
    public void Triggers_may_receive() => Assert.Contains(Messages + "receive/action", Permitted("receive"));

    [Fact]
    public void Every_role_is_needed_and_has_a_reason()
    {
        Assert.Equal(
            Roles.EnumerateObject().Select(role => role.Name).Order(),
            RequiredByCall.Values.Select(call => call.Role).Concat(OfThePlatform).Distinct().Order());
        Assert.All(Roles.EnumerateObject(), role => Assert.NotEqual("", role.Value.GetProperty("reason").GetString()));
    }

    [Fact]
    public void Every_role_is_assigned_on_its_one_resource_and_to_nobody_else()
    {
        var assigned = infra.Resources
            .Where(resource => resource.Type.EndsWith("roleAssignments", StringComparison.OrdinalIgnoreCase))
            .Select(assignment => (
                Definition: Text(assignment, "roleDefinitionId").Split('/')[^1],
                Scope: (assignment.Type == Documents ? Text(assignment, "scope") : assignment.Scope).Split('/')[^1][..^13],
                To: Principal(Text(assignment, "principalId"))));

        Assert.Equal(
            Scopes.Select(role => (Definition(role.Key), role.Value, role.Key == "operator" ? "operator" : "app")).Order(),
            assigned.Order());
    }

    [Fact]
    public void Roles_for_counting_and_for_the_operator_are_assigned_only_on_request()
    {
        Assert.Equal("[parameters('countMessages')]", Condition("messages", "countRole"));
        Assert.Equal("[not(empty(parameters('operatorPrincipalId')))]", Condition("vault", "operatorRole"));
    }

    /// <summary>A role takes minutes to take effect. Those of the host and the vault get the time of the slowest resource.</summary>
    [Theory]
    [InlineData("host", "hostRole", "account")]
    [InlineData("vault", "secretsRole", "vault")]
    public void Roles_that_the_app_starts_with_are_assigned_first(string module, string role, string resource)
    {
        Assert.Equal(["identity"], infra.DependsOn(module));
        Assert.Empty(infra.DependsOn("identity"));
        var assignment = infra.Module(module).GetProperty("resources").GetProperty(role);
        Assert.Equal([resource], assignment.GetProperty("dependsOn").EnumerateArray().Select(on => on.GetString()));
        Assert.Contains(module, infra.DependsOn("functions"));
        Assert.Contains("documents", infra.DependsOn("functions"));
    }

    [Fact]
    public void A_new_call_would_be_noticed()
    {
        Assert.Equal(
            ["StartCopyFromUriAsync"],
            ProductSources.SdkCalls("using Azure.Storage.Blobs; … await blob.StartCopyFromUriAsync(source);"));
        Assert.DoesNotContain("StartCopyFromUriAsync", RequiredByCall.Keys);
        Assert.DoesNotContain(Permitted("send"), pattern => Matches(pattern, Messages + "receive/action"));
        const string ChangeFeed = "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/readChangeFeed";
        Assert.DoesNotContain(Permitted("documents"), pattern => Matches(pattern, ChangeFeed));
    }

    private IEnumerable<string> Permitted(string role)
    {
        if (Roles.GetProperty(role).TryGetProperty("id", out var id))
            return BuiltIn[id.GetString()!];
        return OwnDefinition().Properties.GetProperty("permissions").EnumerateArray()
            .SelectMany(permission => permission.GetProperty("dataActions").EnumerateArray()).Select(action => action.GetString()!);
    }

    private string Definition(string role) => Roles.GetProperty(role).TryGetProperty("id", out var id)
        ? id.GetString()!
        : OwnDefinition().Name.Split('/')[^1];

    private InfraResource OwnDefinition() =>
        infra.Resources.Single(resource => resource.Type == "Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions");

    private string? Condition(string module, string resource) =>
        infra.Module(module).GetProperty("resources").GetProperty(resource).GetProperty("condition").GetString();

    private static string Text(InfraResource resource, string property) => resource.Properties.GetProperty(property).GetString()!;

    private static string Principal(string id) => id switch
    {
        "22222222-2222-2222-2222-222222222222" => "operator",
        _ when id.Contains("format('identity-{0}'") && id.EndsWith(".outputs.principalId.value]", StringComparison.Ordinal) => "app",
        _ => id,
    };

    private static bool Matches(string pattern, string action) =>
        Regex.IsMatch(action, $"^{Regex.Escape(pattern).Replace("\\*", ".*")}$", RegexOptions.IgnoreCase);
}
