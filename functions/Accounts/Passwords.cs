using Microsoft.AspNetCore.Identity;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>
/// Salted PBKDF2 hashes by the framework's password hasher, on threads of their own (<see cref="PasswordThreads"/>). A password is an
/// opaque string.
/// </summary>
public sealed class Passwords(IPasswordHasher<object> hasher, PasswordThreads threads)
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

    /// <summary>
    /// Takes a place among those who hash, until it is disposed of. Requests take it before anything else, so that those beyond the
    /// bound cost nothing.
    /// </summary>
    /// <exception cref="Refusal">429 <c>busy</c>.</exception>
    public IDisposable Enter() => threads.Enter();

    public Task<string> Hash(string password, CancellationToken cancellation) =>
        threads.Run(() => hasher.HashPassword(NoUser, password), cancellation);

    /// <summary>
    /// Verifies a password and says whether its hash should be renewed. Without an account it takes as long, so that timing does
    /// not show whether the account exists. Passwords beyond the maximum length fail without hashing.
    /// </summary>
    public async Task<PasswordVerificationResult> Verify(Account? account, string password, CancellationToken cancellation)
    {
        if (password.Length > MaximumLength)
            return PasswordVerificationResult.Failed;
        var result = await threads.Run(
            () => hasher.VerifyHashedPassword(NoUser, account?.PasswordHash ?? nobody.Value, password), cancellation);
        return account is null ? PasswordVerificationResult.Failed : result;
    }
}
