using System.Text.Json.Serialization;
using SneakerCheck.Platform.Json;

namespace SneakerCheck.Gigs.People;

[JsonSerializable(typeof(RegisterPersonRequest))]
[JsonSerializable(typeof(RegisteredPerson))]
internal sealed partial class PersonWire : JsonSerializerContext
{
    public static PersonWire Json { get; } = new(WireJson.StrictOptions());
}
