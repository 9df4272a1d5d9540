namespace SneakerCheck.Platform.Tokens;

/// <summary>Settings of the tokens that stand for a signed-in account; section <c>Tokens</c>.</summary>
public sealed class TokenOptions
{
    /// <summary>The HS256 key: 32 random bytes as base64. The Local host makes its own; in Azure it lies in Key Vault.</summary>
    public string SigningKey { get; set; } = "";

    /// <summary>The <c>iss</c> that is written and demanded.</summary>
    public string Issuer { get; set; } = "sneakercheck";

    /// <summary>The <c>aud</c> that is written and demanded.</summary>
    public string Audience { get; set; } = "sneakercheck";
}
