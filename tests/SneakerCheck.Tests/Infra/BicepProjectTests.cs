using SneakerCheck.Tests.Hosting;
using SneakerCheck.Tests.Infra.Bicep;

namespace SneakerCheck.Tests.Infra;

/// <summary>The checks themselves: a project in order has no fault, and each way to break it is found.</summary>
public sealed class BicepProjectTests : IDisposable
{
    private const string Main = """
        targetScope = 'resourceGroup'

        @description('Where it\'s put.') // a comment
        param location string
        param names string[] = ['a', 'b']
        param sku { name: string, capacity: int }
        param wanted bool = false
        param mode 'on' | 'off' = 'on'
        param note string?

        /* of
           two lines */
        var abbreviations = loadJsonContent('abbreviations.json')
        func short(text string) string => take(text, 3)
        var suffix = '${abbreviations.store}${toLower('x-${short(location)}')}'
        var label = wanted && length(names) > 1
          ? { kind: mode, note: note ?? '' }
          : {}

        resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
          name: suffix
          location: location
          sku: { name: sku.name }
          properties: label

          resource service 'blobServices' existing = { name: 'default' }
        }

        resource containers 'Microsoft.Storage/storageAccounts/tables@2025-01-01' = [for (name, index) in names: {
          parent: account
          name: '${name}${index}'
        }]

        module one 'app/one.bicep' = {
          params: {
            name: suffix
            origin: { host: 'h', port: 1 }
          }
        }

        module two 'app/one.bicep' = if (wanted) {
          params: { name: join(map(names, name => '${name}!'), ','), origin: { host: account::service.id, port: containers[0].name == 'a' ? 1 : 2 } }
        }

        output first string = one.outputs.name
        output second string = two.?outputs.name ?? ''
        """;

    private const string One = """
        param name string
        param origin { host: string, port: int }
        param optional string = 'x'

        output name string = '${name}${origin.host}${optional}'
        """;

    private const string Parameters = """
        using 'main.bicep'

        param location = readEnvironmentVariable('AZURE_LOCATION')
        param sku = { name: 'a', capacity: 1 }
        """;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_project_in_order_has_no_fault() => Assert.Empty(Faults(Main, One, Parameters));

    [Theory]
    [InlineData("param wanted bool = false", "param wanted bool = ", "a name was expected")]
    [InlineData("sku: { name: sku.name }", "sku: { name: sku.name", "'}', a comma or a new line was expected|':' was expected")]
    [InlineData("['a', 'b']", "['a', 'b'", "']', a comma or a new line|a name was expected")]
    [InlineData("toLower('x-${short(location)}')", "toLower('x-${short(location)}'", "',' was expected")]
    [InlineData("'x-${short(location)}'", "'x-${short(location)'", "does not end on its line|is not closed")]
    [InlineData("name: suffix\n  location", "name: sufix\n  location", "sufix is declared nowhere")]
    [InlineData("toLower(", "lower(", "there is no function lower")]
    [InlineData("take(text, 3)", "take(location, 3)", "short is a function, which cannot see location")]
    [InlineData("short(location)", "short(location, 3)", "short takes 1 arguments")]
    [InlineData("abbreviations.store", "abbreviations.shop", "abbreviations has no member shop")]
    [InlineData("loadJsonContent('abbreviations.json')", "loadJsonContent('nothing.json')", "there is no nothing.json")]
    [InlineData("sku.name", "sku.tier", "sku has no member tier")]
    [InlineData("module one 'app/one.bicep'", "module one 'app/won.bicep'", "there is no module app/won.bicep")]
    [InlineData("    name: suffix\n    origin", "    origin", "app/one.bicep needs name")]
    [InlineData("    name: suffix\n    origin", "    name: suffix\n    colour: 'red'\n    origin", "app/one.bicep has no parameter colour")]
    [InlineData("{ host: 'h', port: 1 }", "{ host: 'h' }", "origin must have host, port")]
    [InlineData("one.outputs.name", "one.outputs.id", "app/one.bicep has no output id")]
    [InlineData("two.?outputs.name", "two.outputs.name", "two may not be there")]
    [InlineData("param location string", "param location string\nparam unused string = ''", "unused is never used")]
    [InlineData("var suffix", "var unused = 1\nvar suffix", "unused is never used")]
    [InlineData("var suffix", "var names = 1\nvar suffix", "names is declared twice")]
    [InlineData("output second", "output first", "the output first is declared twice")]
    [InlineData("storageAccounts@2025-01-01", "storageAccounts@latest", "is no type with a version")]
    [InlineData("storageAccounts@2025-01-01", "storageAccounts", "is no type with a version")]
    [InlineData("storageAccounts/tables@", "accounts/tables@", "the parent of Microsoft.Storage/accounts/tables is no")]
    [InlineData("  parent: account\n  name: '${name}${index}'", "  parent: account", "containers has no name")]
    [InlineData("  properties: label", "  propertys: label", "a resource has no member propertys")]
    [InlineData("  params: { name: join", "  parameters: { name: join", "a module has no member parameters")]
    [InlineData("account::service", "account::queue", "no resource queue is nested in account")]
    [InlineData("@description('Where", "@describe('Where", "there is no decorator describe")]
    [InlineData("   two lines */", "   two lines", "a comment is not closed")]
    [InlineData("targetScope =", "scope =", "'scope' begins no declaration")]
    public void A_broken_template_is_found(string old, string changed, string fault)
    {
        Assert.Contains(old, Main);
        Assert.Contains(Faults(Main.Replace(old, changed), One, Parameters), found => fault.Split('|').Any(found.Contains));
    }

    [Theory]
    [InlineData("param location = readEnvironmentVariable('AZURE_LOCATION')\n", "", "location is required and not assigned")]
    [InlineData("param sku", "param skew", "main.bicep has no parameter skew")]
    [InlineData("param sku", "param location", "location is assigned twice")]
    [InlineData("readEnvironmentVariable(", "environmentVariable(", "there is no function environmentVariable")]
    [InlineData("'main.bicep'", "'mine.bicep'", "there is no mine.bicep")]
    [InlineData("name: 'a'", "name: a", "a is declared nowhere")]
    public void A_broken_parameter_file_is_found(string old, string changed, string fault)
    {
        Assert.Contains(old, Parameters);
        Assert.Contains(Faults(Main, One, Parameters.Replace(old, changed)), found => found.Contains(fault));
    }

    private IReadOnlyList<string> Faults(string main, string one, string parameters)
    {
        Directory.CreateDirectory(folder["app"]);
        File.WriteAllText(folder["main.bicep"], main);
        File.WriteAllText(folder["main.bicepparam"], parameters);
        File.WriteAllText(folder["app/one.bicep"], one);
        File.WriteAllText(folder["abbreviations.json"], """{ "store": "st" }""");
        return BicepProject.Read(folder.Path).Faults;
    }
}
