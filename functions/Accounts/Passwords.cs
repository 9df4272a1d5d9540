using Microsoft.AspNetCore.Identity;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>Salted PBKDF2 hashes by the framework's password hasher. A password is an opaque string.</summary>
/// <param name="hasher">The framework's.</param>
public sealed class Passwords(IPasswordHasher<object> hasher)
{
    private const int MaximumLength = 128;
    private static readonly object NoUser = new();

    // Stands in for an account that does not exist.
    private readonly Lazy<string> nobody = new(() => hasher.HashPassword(NoUser, Guid.NewGuid().ToString()));

    /// <summary>A password that may be set.</summary>
    /// <param name="password">What the client sent.</param>
    /// <param name="minimum">The fewest characters that its contract takes.</param>
    /// <param name="field">The member it was sent in.</param>
    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    public static string Acceptable(string? password, int minimum, string field = "password") =>
        password is not null && password.Length >= minimum && password.Length <= MaximumLength
            ? password
            : throw Refusal.Field(field, $"must have {minimum} to {MaximumLength} characters.");

    /// <summary>The hash to store.</summary>
    public string Hash(string password) => hasher.HashPassword(NoUser, password);

    /// <summary>
    /// Whether the password is the account's, and whether its hash is to be renewed. Takes as long where there is no account,
    /// so that time does not tell; one that is too long to have been set fails without being looked at.
    /// </summary>
    public PasswordVerificationResult Verify(Account? account, string password)
    {
        if (password.Length > MaximumLength)
            return PasswordVerificationResult.Failed;
        var result = hasher.VerifyHashedPassword(NoUser, account?.PasswordHash ?? nobody.Value, password);
        return account is null ? PasswordVerificationResult.Failed : result;
    }
}
