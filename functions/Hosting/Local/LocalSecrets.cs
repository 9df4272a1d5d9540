using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace SneakerCheck.Hosting.Local;

/// <summary>
/// What a deployment gets from its operator and the Local host makes up where it is not set: the key that signs tokens,
/// kept in the data folder, and the operator's sign-in, shown once.
/// </summary>
internal sealed class LocalSecrets(DataFolder folder)
{
    private const string DefaultEmail = "operator@sneakercheck.local";
    private readonly string keyFile = Path.Combine(folder.Path, "signing.key");
    private readonly string operatorFile = Path.Combine(folder.Path, "operator.txt");
    private bool isNewOperator;

    /// <summary>The operator's sign-in, for a person to read.</summary>
    public string OperatorSignIn { get; private set; } = "";

    /// <summary>Adds the settings that are not there.</summary>
    public void Supply(IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration["Tokens:SigningKey"]))
            configuration["Tokens:SigningKey"] = SigningKey();
        if (configuration["Push:AllowPrivateAddresses"] is null)
            configuration["Push:AllowPrivateAddresses"] = "true";

        if (configuration["Operator:Email"] is { Length: > 0 } email)
        {
            OperatorSignIn = $"{email} (password as configured)";
        }
        else if (!string.IsNullOrEmpty(configuration["Operator:Password"]))
        {
            // A password without an e-mail is refused with the other settings; nothing is made up beside it.
            return;
        }
        else if (File.Exists(operatorFile))
        {
            OperatorSignIn = $"{DefaultEmail} (password shown at the first start; set Operator__Email and Operator__Password for another)";
        }
        else
        {
            var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10));
            (configuration["Operator:Email"], configuration["Operator:Password"]) = (DefaultEmail, password);
            OperatorSignIn = $"{DefaultEmail}  password {password}  (shown only this once)";
            isNewOperator = true;
        }
    }

    /// <summary>Remembers that the operator has been made. Before this, the next start makes another password.</summary>
    public void Made()
    {
        if (isNewOperator)
            File.WriteAllText(operatorFile, DefaultEmail + "\n");
    }

    private string SigningKey()
    {
        if (File.Exists(keyFile))
            return File.ReadAllText(keyFile).Trim();
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        // Renamed into place, so that a crash leaves either no key or a whole one.
        var draft = keyFile + ".new";
        File.WriteAllText(draft, key + "\n");
        File.Move(draft, keyFile);
        return key;
    }
}
