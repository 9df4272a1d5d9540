using System.Text;
using Microsoft.Extensions.Configuration;

namespace SneakerCheck.Commands;

/// <summary>
/// Signs a command in as an operator: by <c>Operator__Email</c> and <c>Operator__Password</c> of the command line or the environment,
/// otherwise by asking.
/// </summary>
public static class OperatorSignIn
{
    public static readonly IReadOnlyList<string> Settings = ["Operator__Email", "Operator__Password"];

    /// <summary>A client that is signed in.</summary>
    /// <param name="given">Settings of the command line.</param>
    /// <exception cref="CommandException">There is no sign-in, or it is wrong.</exception>
    public static async Task<ApiClient> Open(string url, IReadOnlyDictionary<string, string?> given, CancellationToken cancellation)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(given).Build();
        var email = configuration["Operator:Email"] ?? Ask("Operator's e-mail: ", isSecret: false);
        var password = configuration["Operator:Password"] ?? Ask("Password: ", isSecret: true);
        var client = new ApiClient(url);
        try
        {
            await client.SignIn(email, password, cancellation);
            return client;
        }
        catch (ApiRefusal refusal)
        {
            client.Dispose();
            throw new CommandException($"{email} cannot sign in at {url}: {refusal.Message}", refusal);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static string Ask(string what, bool isSecret)
    {
        if (Console.IsInputRedirected)
            throw new CommandException($"Who is the operator? Set {string.Join(" and ", Settings)}.");
        Console.Error.Write(what);
        return isSecret ? ReadSecret() : Console.ReadLine() ?? "";
    }

    private static string ReadSecret()
    {
        var secret = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
                secret.Length = Math.Max(0, secret.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                secret.Append(key.KeyChar);
        }
        Console.Error.WriteLine();
        return secret.ToString();
    }
}
