namespace SneakerCheck.Tests.Infra.Bicep;

/// <summary>The functions and decorators of the language that the checks know. A new one is looked up before it is added.</summary>
internal static class BicepNames
{
    public static readonly HashSet<string> Functions =
    [
        "any", "array", "base64", "bool", "concat", "contains", "deployment", "empty", "endsWith", "environment", "filter", "first",
        "flatten", "format", "guid", "indexOf", "int", "intersection", "items", "join", "json", "last", "length", "loadJsonContent",
        "loadTextContent", "map", "max", "min", "newGuid", "objectKeys", "padLeft", "range", "readEnvironmentVariable", "reduce",
        "replace", "resourceGroup", "resourceId", "skip", "sort", "split", "startsWith", "string", "subscription",
        "subscriptionResourceId", "substring", "take", "tenant", "tenantResourceId", "toLower", "toObject", "toUpper", "trim",
        "union", "uniqueString", "uri", "utcNow",
    ];

    /// <summary>Functions that a resource has.</summary>
    public static readonly HashSet<string> Methods = ["listKeys", "getSecret"];

    public static readonly HashSet<string> Decorators =
        ["allowed", "batchSize", "description", "maxLength", "maxValue", "metadata", "minLength", "minValue", "onlyIfNotExists", "retryOn", "secure"];

    /// <summary>What stands beside <c>properties</c> at the top of a resource.</summary>
    public static readonly HashSet<string> ResourceMembers =
    [
        "name", "location", "tags", "kind", "sku", "identity", "properties", "parent", "scope", "dependsOn", "zones", "plan",
        "managedBy", "extendedLocation", "etag",
    ];

    public static readonly HashSet<string> ModuleMembers = ["name", "scope", "params", "dependsOn"];
}
