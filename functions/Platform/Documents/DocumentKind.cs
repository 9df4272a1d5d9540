using System.Text.Json.Serialization.Metadata;

namespace SneakerCheck.Platform.Documents;

/// <summary>One kind of document: the name stored with it, and how its value is written as JSON.</summary>
/// <typeparam name="T">The value that a document of this kind holds.</typeparam>
/// <param name="name">The stored <c>kind</c>, unique across the product: lower case, digits and hyphens.</param>
/// <param name="json">The source-generated contract of <typeparamref name="T"/>.</param>
public sealed class DocumentKind<T>(string name, JsonTypeInfo<T> json)
{
    /// <summary>The stored <c>kind</c>.</summary>
    public string Name { get; } = DocumentAddress.IsKind(name)
        ? name
        : throw new ArgumentException($"'{name}' cannot be a kind.", nameof(name));

    /// <summary>How the value is written and read.</summary>
    public JsonTypeInfo<T> Json { get; } = json;
}
