using System.Text.RegularExpressions;
using SneakerCheck.Tests.Infra.Bicep;

namespace SneakerCheck.Tests.Infra;

/// <summary>Each call that the code makes is permitted by a role that the identity is given, and each role is for something.</summary>
public sealed class RolesTests
{
    private const string Blobs = "Microsoft.Storage/storageAccounts/blobServices/";
    private const string Items = "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/";
    private const string Messages = "Microsoft.ServiceBus/namespaces/messages/";

    /// <summary>A call of an SDK: the role of roles.bicep that must permit it, and the action that the service demands for it.</summary>
    private static readonly Dictionary<string, (string Role, string Action)> Demanded = new()
    {
        ["ReadItemStreamAsync"] = ("documents", Items + "read"),
        ["GetItemQueryStreamIterator"] = ("documents", "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/executeQuery"),
        ["ReadNextAsync"] = ("documents", "Microsoft.DocumentDB/databaseAccounts/readMetadata"),
        ["CreateItemStream"] = ("documents", Items + "create"),
        ["ReplaceItemStream"] = ("documents", Items + "replace"),
        ["DeleteItem"] = ("documents", Items + "delete"),
        // A patch is a write of what may have been read in its condition.
        ["PatchItem"] = ("documents", Items + "replace"),
        ["ExecuteAsync"] = ("documents", "Microsoft.DocumentDB/databaseAccounts/readMetadata"),
        ["CreateIfNotExistsAsync"] = ("blobs", Blobs + "containers/write"),
        ["GetBlobContainersAsync"] = ("blobs", Blobs + "containers/read"),
        ["GetBlobsAsync"] = ("blobs", Blobs + "containers/blobs/read"),
        ["GetPropertiesAsync"] = ("blobs", Blobs + "containers/blobs/read"),
        ["DownloadContentAsync"] = ("blobs", Blobs + "containers/blobs/read"),
        ["DownloadStreamingAsync"] = ("blobs", Blobs + "containers/blobs/read"),
        ["UploadAsync"] = ("blobs", Blobs + "containers/blobs/write"),
        ["DeleteIfExistsAsync"] = ("blobs", Blobs + "containers/blobs/delete"),
        ["GetUserDelegationKeyAsync"] = ("blobs", Blobs + "generateUserDelegationKey/action"),
        ["SendMessageAsync"] = ("send", Messages + "send/action"),
        ["CreateMessageBatchAsync"] = ("send", Messages + "send/action"),
    };

    /// <summary>Asynchronous calls in the same files that ask nothing of Azure.</summary>
    private static readonly HashSet<string> Others = ["ParseAsync", "WaitAsync", "MoveNextAsync", "RunAsync"];

    /// <summary>Roles for what the platform does in the app's name, without a call in its code.</summary>
    private static readonly HashSet<string> OfThePlatform = ["host", "receive", "count", "secrets", "telemetry", "operator"];

    /// <summary>Where each role is given, by the name of the existing resource in roles.bicep.</summary>
    private static readonly Dictionary<string, string> Scopes = new()
    {
        ["host"] = "host",
        ["blobs"] = "blobs",
        ["send"] = "messages",
        ["receive"] = "messages",
        ["count"] = "messages",
        ["secrets"] = "vault",
        ["telemetry"] = "component",
        ["operator"] = "vault",
        ["documents"] = "documents",
    };

    /// <summary>What the built-in roles permit, as far as it matters here.</summary>
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

    private static readonly BicepFile File = BicepParser.Read(RepositoryFiles.Read("infra/app/roles.bicep"));

    private static readonly ObjectExpression Roles =
        (ObjectExpression)File.Declarations.OfType<VariableDeclaration>().Single(variable => variable.Name == "roles").Value;

    [Fact]
    public void Every_call_of_an_SDK_has_a_row_and_every_row_a_call() =>
        Assert.Equal(Demanded.Keys.Concat(Others).Order(), ProductSources.SdkCalls().Order());

    [Fact]
    public void Every_call_is_permitted_by_its_role() => Assert.All(Demanded, call => Assert.True(
        Permitted(call.Value.Role).Any(pattern => Matches(pattern, call.Value.Action)), $"{call.Key}: {call.Value.Role} lacks {call.Value.Action}"));

    [Fact]
    public void Triggers_may_receive() => Assert.Contains(Messages + "receive/action", Permitted("receive"));

    [Fact]
    public void Every_role_is_needed_and_has_a_reason()
    {
        Assert.Equal(
            Roles.Members.Select(role => role.Key.Plain!).Order(),
            Demanded.Values.Select(call => call.Role).Concat(OfThePlatform).Distinct().Order());
        Assert.All(Roles.Members, role => Assert.NotEqual("", Assert.IsType<TextExpression>(((ObjectExpression)role.Value)["reason"]).Plain));
    }

    [Fact]
    public void Every_role_is_given_on_its_one_resource()
    {
        var given = File.Declarations.OfType<ResourceDeclaration>().Where(resource => !resource.IsExisting)
            .SelectMany(resource => RolesIn(resource).Select(role => (role, Scope(resource)))).Distinct().ToArray();

        Assert.Equal(Scopes.Select(pair => (pair.Key, pair.Value)).Order(), given.Order());
        // Cosmos DB's own role is defined here, so that it is given has to be seen apart.
        var assigned = File.Declarations.OfType<ResourceDeclaration>().Single(resource => resource.Type.Contains("/sqlRoleAssignments@"));
        Assert.Contains(assigned.Value.All.OfType<NameExpression>(), name => name.Name == "documentsDefinition");
    }

    [Fact]
    public void A_new_call_would_be_noticed()
    {
        Assert.Equal(["StartCopyFromUriAsync"], ProductSources.SdkCalls("using Azure.Storage.Blobs; … await blob.StartCopyFromUriAsync(source);"));
        Assert.DoesNotContain("StartCopyFromUriAsync", Demanded.Keys);
        Assert.DoesNotContain(Permitted("send"), pattern => Matches(pattern, Messages + "receive/action"));
        Assert.DoesNotContain(Permitted("documents"), pattern => Matches(pattern, "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/readChangeFeed"));
    }

    private static IEnumerable<string> Permitted(string role)
    {
        var described = Assert.IsType<ObjectExpression>(Roles[role]);
        return described["actions"] is ArrayExpression actions
            ? actions.Items.Select(action => ((TextExpression)action).Plain!)
            : BuiltIn[((TextExpression)described["id"]!).Plain!];
    }

    private static IEnumerable<string> RolesIn(ResourceDeclaration resource) => resource.Value.All
        .OfType<MemberExpression>()
        .Where(member => member.Target is NameExpression { Name: "roles" })
        .Select(member => member.Name);

    private static string Scope(ResourceDeclaration resource) =>
        Assert.IsType<NameExpression>(resource.Body["scope"] ?? resource.Body["parent"]).Name;

    private static bool Matches(string pattern, string action) =>
        Regex.IsMatch(action, $"^{Regex.Escape(pattern).Replace("\\*", ".*")}$", RegexOptions.IgnoreCase);
}
