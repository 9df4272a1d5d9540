namespace SneakerCheck.Platform.Tokens;

/// <summary>Settings of session tokens; section <c>Tokens</c>.</summary>
public sealed class TokenOptions
{
    public const string Section = "Tokens";

    private const int KeyBytes = 32;

    /// <summary>The HS256 key: 32 random bytes as base64. The Local host generates one. In Azure it is a Key Vault secret.</summary>
    public string SigningKey { get; set; } = "";

    /// <summary>The <c>iss</c> that tokens are issued with and must have.</summary>
    public string Issuer { get; set; } = "sneakercheck";

    /// <summary>The <c>aud</c> that tokens are issued with and must have.</summary>
    public string Audience { get; set; } = "sneakercheck";

    /// <summary>The key's bytes; null if the setting does not hold exactly 32.</summary>
    internal byte[]? Key()
    {
        var key = new byte[KeyBytes];
        return Convert.TryFromBase64String(SigningKey, key, out var length) && length == KeyBytes ? key : null;
    }

    internal IEnumerable<string> Validate()
    {
        if (Key() is null)
            yield return $"{Section}__{nameof(SigningKey)} must hold {KeyBytes} random bytes as base64: openssl rand -base64 {KeyBytes}.";
        if (string.IsNullOrWhiteSpace(Issuer))
            yield return $"{Section}__{nameof(Issuer)} must not be empty.";
        if (string.IsNullOrWhiteSpace(Audience))
            yield return $"{Section}__{nameof(Audience)} must not be empty.";
    }
}
