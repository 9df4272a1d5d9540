using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SneakerCheck.Hosting.Local.Azurite;

/// <summary>
/// The state of a data folder's Azurite, stored in <c>azurite.json</c>. The account never changes. The port is kept while it is free, so
/// that signed addresses survive a restart. The process is recorded so that the next host finds it if this host is killed.
/// </summary>
/// <param name="Account">The storage account's name, random for each folder.</param>
/// <param name="Key">The account's key: 64 random bytes in base64.</param>
/// <param name="Port">Its port on 127.0.0.1; 0 before the first start.</param>
/// <param name="ProcessId">Its process; 0 before the first start.</param>
/// <param name="Started">When that process started, because the system reuses process ids.</param>
internal sealed record AzuriteNote(string Account, string Key, int Port, int ProcessId, DateTimeOffset Started)
{
    public const string Loopback = "127.0.0.1";

    /// <summary>The IP address that the process listens on.</summary>
    public string Listen { get; init; } = Loopback;

    [JsonIgnore]
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={Address}/{Account};";

    [JsonIgnore]
    public string Address => $"http://127.0.0.1:{Port}";

    /// <summary>Reads the folder's note, or creates one with a new account if the folder has no photos.</summary>
    /// <param name="path">The note's file.</param>
    /// <param name="photos">Where Azurite stores photos.</param>
    /// <exception cref="StartupException">The note is missing or damaged, so the photos could not be found any more.</exception>
    public static AzuriteNote ReadOrCreate(string path, string photos)
    {
        var state = "missing";
        try
        {
            if (JsonSerializer.Deserialize(
                File.ReadAllBytes(path), AzuriteJson.Default.AzuriteNote) is { Account.Length: > 0, Key.Length: > 0 } note)
                return note;
            state = "damaged";
        }
        catch (FileNotFoundException)
        {
            // The first start.
        }
        catch (JsonException)
        {
            state = "damaged";
        }
        // A new account would start without the photos, and nobody would notice until somebody looks for one.
        if (Directory.Exists(photos) && Directory.EnumerateFiles(photos, "*", SearchOption.AllDirectories).Any())
            throw new StartupException(
                $"{path} is {state}, and without it the photos in {photos} cannot be read. Restore the file, or move the photos away "
                + "to begin without them.");
        var account = $"local{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        return new AzuriteNote(account, Convert.ToBase64String(RandomNumberGenerator.GetBytes(64)), 0, 0, default);
    }

    /// <summary>
    /// Writes the note so that a crash or a full disk leaves the old one or the new one. Only the owner can read it, because it holds
    /// the key.
    /// </summary>
    public void Write(string path) =>
        PrivateFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(this, AzuriteJson.Default.AzuriteNote));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(AzuriteNote))]
internal sealed partial class AzuriteJson : JsonSerializerContext;
