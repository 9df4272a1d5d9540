using System.Text.Json.Serialization.Metadata;

namespace SneakerCheck.Platform.Documents;

/// <summary>A kind of document: the name stored with it, and the JSON format of its value.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="name">The stored <c>kind</c>, unique across the product: lower-case letters, digits and hyphens.</param>
/// <param name="json">The source-generated JSON contract of <typeparamref name="T"/>.</param>
public sealed class DocumentKind<T>(string name, JsonTypeInfo<T> json)
{
    public string Name { get; } = DocumentAddress.IsKind(name)
        ? name
        : throw new ArgumentException($"'{name}' is not a valid kind.", nameof(name));

    public JsonTypeInfo<T> Json { get; } = json;
}
