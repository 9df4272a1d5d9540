using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SneakerCheck.Hosting.Local.Azurite;

/// <summary>
/// What a data folder remembers of its Azurite, in <c>azurite.json</c>: the account stays the same for ever, the port as
/// long as it is free (so that upload addresses survive a restart), and the process is found again if its host was killed.
/// </summary>
/// <param name="Account">The storage account's name, made at random for this folder.</param>
/// <param name="Key">The account's key: 64 random bytes in base64.</param>
/// <param name="Port">The port it listens on, on 127.0.0.1.</param>
/// <param name="ProcessId">The process, once started.</param>
/// <param name="Started">When that process started; ids are used again.</param>
internal sealed record AzuriteNote(string Account, string Key, int Port, int ProcessId, DateTimeOffset Started)
{
    /// <summary>How the SDK reaches it.</summary>
    [JsonIgnore]
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={Address}/{Account};";

    /// <summary>Where it listens.</summary>
    [JsonIgnore]
    public string Address => $"http://127.0.0.1:{Port}";

    /// <summary>The folder's note, or a new one with an account of its own.</summary>
    public static AzuriteNote ReadOrCreate(string path)
    {
        try
        {
            if (JsonSerializer.Deserialize(
                File.ReadAllBytes(path), AzuriteJson.Default.AzuriteNote) is { Account.Length: > 0, Key.Length: > 0 } note)
                return note;
        }
        catch (Exception exception) when (exception is FileNotFoundException or JsonException)
        {
            // First start, or a note cut off by a crash: an Azurite of an unknown key is of no use to anybody.
        }
        var account = $"local{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        return new AzuriteNote(account, Convert.ToBase64String(RandomNumberGenerator.GetBytes(64)), 0, 0, default);
    }

    /// <summary>Writes the note whole or not at all, readable by its owner only.</summary>
    public void Write(string path)
    {
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(temporary, options))
            JsonSerializer.Serialize(file, this, AzuriteJson.Default.AzuriteNote);
        File.Move(temporary, path, overwrite: true);
    }
}

/// <summary>JSON of the note.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(AzuriteNote))]
internal sealed partial class AzuriteJson : JsonSerializerContext;
