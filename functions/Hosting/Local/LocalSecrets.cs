using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace SneakerCheck.Hosting.Local;

/// <summary>
/// Generates the secrets that a deployment must configure and a Local host need not: the key that signs tokens, which is stored in the
/// data folder, and the operator's password, which is shown once.
/// </summary>
internal sealed class LocalSecrets(DataFolder folder)
{
    private const string DefaultEmail = "operator@sneakercheck.local";
    private readonly string keyFile = Path.Combine(folder.Path, "signing.key");
    private readonly string operatorFile = Path.Combine(folder.Path, "operator.txt");
    private bool isNewOperator;

    /// <summary>How the operator signs in, as one line of text.</summary>
    public string OperatorSignIn { get; private set; } = "";

    /// <summary>Adds the settings that are missing.</summary>
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
            // A password without an e-mail is invalid. The validation of settings reports it, so no operator is generated.
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

    /// <summary>Records that the operator exists. If the host fails before this, the next start generates another password.</summary>
    public void OperatorCreated()
    {
        if (isNewOperator)
            File.WriteAllText(operatorFile, DefaultEmail + "\n");
    }

    private string SigningKey()
    {
        if (File.Exists(keyFile))
        {
            PrivateFile.Restrict(keyFile);
            return File.ReadAllText(keyFile).Trim();
        }
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        PrivateFile.Replace(keyFile, Encoding.ASCII.GetBytes(key + "\n"));
        return key;
    }
}
