using System.Text.Json;
using System.Text.RegularExpressions;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Infra;

/// <summary>The options classes, the sample, README.md's table and the Bicep app settings name the same settings.</summary>
[Collection(nameof(CompiledInfra))]
public sealed partial class SettingListsTests(CompiledInfra infra)
{
    /// <summary>Read by the Functions host or an SDK, not by an options class.</summary>
    private static readonly string[] OfTheFunctionsHost =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING", "AZURE_CLIENT_ID",
        "AzureWebJobsStorage__blobServiceUri", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__credential",
        "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT",
    ];

    /// <summary>Read by the Functions host when it runs on the emulators; in Azure the identity and the plan replace them.</summary>
    private static readonly string[] OfFuncStart = ["AzureWebJobsStorage", "FUNCTIONS_WORKER_RUNTIME", "ServiceBus"];

    /// <summary>Read by the Local host before it reads options.</summary>
    private static readonly string[] OfTheLocalHost = ["ASPNETCORE_URLS", "Logging__LogLevel__Default", "SNEAKERCHECK_DATA"];

    /// <summary>Only the Local host has an embedded Azurite.</summary>
    private static readonly string[] LocalOnly = ["Azurite__BlobPort"];

    /// <summary>Not set in Azure: keys are for emulators, clients reach the account itself, and WeChat's defaults fit.</summary>
    private static readonly string[] NotDeployed =
    [
        "Blobs__ConnectionString", "Blobs__PublicUrl", "Documents__CosmosKey", "WeChat__Endpoint", "WeChat__MiniProgramState",
        "WeChat__Page",
    ];

    [Fact]
    public void The_sample_has_every_setting_that_the_Functions_host_reads() =>
        Equal(ProductSettings.Names.Except(LocalOnly).Concat(OfFuncStart), Sample().Keys);

    [Fact]
    public void The_sample_with_its_secrets_filled_in_is_valid()
    {
        var secret = Convert.ToBase64String(new byte[32]);
        var settings = Sample().ToDictionary(pair => pair.Key, pair => pair.Value?.StartsWith('<') == true ? secret : pair.Value);

        Assert.Null(ProductSettings.ErrorOf(settings, azure: true));
    }

    [Fact]
    public void The_table_has_every_setting() =>
        Equal(ProductSettings.Names.Concat(OfTheFunctionsHost).Concat(OfFuncStart).Concat(OfTheLocalHost), Table().Keys);

    [Fact]
    public void The_table_has_the_defaults_of_the_code() => Assert.All(
        from section in ProductSettings.Sections
        let options = Activator.CreateInstance(section.Options)
        from property in section.Options.GetProperties()
        where property.SetMethod is { IsPublic: true }
        let value = property.GetValue(options)
        where value is int or bool or TimeSpan or string { Length: > 0 }
        select (Name: $"{section.Name}__{property.Name}", Default: value is bool truth ? (truth ? "true" : "false") : $"{value}"),
        setting => Assert.Equal($"`{setting.Default}`", Table()[setting.Name]));

    [Fact]
    public void The_app_settings_have_every_setting_of_a_deployment() =>
        Equal(ProductSettings.Names.Except(LocalOnly).Except(NotDeployed).Concat(OfTheFunctionsHost), AppSettings().Keys);

    [Theory]
    [InlineData("Tokens__SigningKey")]
    [InlineData("Operator__Password")]
    [InlineData("NotificationHub__Key")]
    [InlineData("WeChat__AppSecret")]
    public void Secrets_are_references_to_the_vault(string name) =>
        Assert.StartsWith("[format('@Microsoft.KeyVault(SecretUri={0}", AppSettings()[name]);

    private static void Equal(IEnumerable<string> expected, IEnumerable<string> found)
    {
        var (wanted, there) = (Names(expected), Names(found));
        Assert.True(
            wanted.SetEquals(there),
            $"missing: {string.Join(", ", wanted.Except(there, StringComparer.OrdinalIgnoreCase))}; "
            + $"unknown: {string.Join(", ", there.Except(wanted, StringComparer.OrdinalIgnoreCase))}");
    }

    // Settings are read without regard to case, because Azure documents its own in camel case. The names of WeChat's fields depend on the
    // template.
    private static SortedSet<string> Names(IEnumerable<string> names) =>
        new(names.Select(name => name.StartsWith("WeChat__Fields__", StringComparison.Ordinal) ? "WeChat__Fields" : name),
            StringComparer.OrdinalIgnoreCase);

    private static Dictionary<string, string?> Sample()
    {
        using var json = JsonDocument.Parse(RepositoryFiles.Read("local.settings.sample.json"));
        return json.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(
            member => member.Name, member => member.Value.GetString());
    }

    /// <summary>Settings with their default according to the table.</summary>
    private static Dictionary<string, string> Table() => (
        from line in RepositoryFiles.Read("README.md").Split("## Settings")[1].Split("\n## ")[0].Split('\n')
        where line.StartsWith("| `", StringComparison.Ordinal)
        let cells = line.Split('|')
        from Match name in Quoted().Matches(cells[1])
        select (Name: name.Groups[1].Value, Default: cells[2].Trim())).ToDictionary(row => row.Name, row => row.Default);

    /// <summary>The app settings of a deployment with every option enabled. Values that only Azure knows are expressions.</summary>
    private Dictionary<string, string> AppSettings() => infra.Resource("Microsoft.Web/sites/config", "func-").Properties.EnumerateObject()
        .ToDictionary(setting => setting.Name, setting => setting.Value.GetString()!);

    [GeneratedRegex("`([A-Za-z_]+)`")]
    private static partial Regex Quoted();
}
