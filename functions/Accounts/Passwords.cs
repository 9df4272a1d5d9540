using Microsoft.AspNetCore.Identity;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>Salted PBKDF2 hashes by the framework's password hasher. A password is an opaque string.</summary>
public sealed class Passwords(IPasswordHasher<object> hasher)
{
    private const int MaximumLength = 128;
    private static readonly object NoUser = new();

    // Verified for unknown accounts, so that they take as long as known ones.
    private readonly Lazy<string> nobody = new(() => hasher.HashPassword(NoUser, Guid.NewGuid().ToString()));

    /// <summary>Validates a new password.</summary>
    /// <param name="password">The password that the client sent.</param>
    /// <param name="minimum">The minimum length of the contract, in characters.</param>
    /// <param name="field">The member of the body, for the error.</param>
    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    public static string Acceptable(string? password, int minimum, string field = "password") =>
        password is not null && password.Length >= minimum && password.Length <= MaximumLength
            ? password
            : throw Refusal.Field(field, $"must have {minimum} to {MaximumLength} characters.");

    public string Hash(string password) => hasher.HashPassword(NoUser, password);

    /// <summary>
    /// Verifies a password and says whether its hash should be renewed. Without an account it takes as long, so that timing does
    /// not show whether the account exists. Passwords beyond the maximum length fail without hashing.
    /// </summary>
    public PasswordVerificationResult Verify(Account? account, string password)
    {
        if (password.Length > MaximumLength)
            return PasswordVerificationResult.Failed;
        var result = hasher.VerifyHashedPassword(NoUser, account?.PasswordHash ?? nobody.Value, password);
        return account is null ? PasswordVerificationResult.Failed : result;
    }
}
