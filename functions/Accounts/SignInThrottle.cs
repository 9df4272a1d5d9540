using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>Failed attempts for one identity or account.</summary>
/// <param name="Failures">The number of failures, including attempts in progress.</param>
/// <param name="Until">When they expire, in unix milliseconds.</param>
internal sealed record SignInFailures(int Failures, long Until);

/// <summary>
/// Throttles sign-in: after five failures for an identity, further attempts are refused until 15 minutes after the first. An
/// attempt is counted in the shared store before its password is verified, so that neither parallel attempts nor several instances
/// get more than five.
/// </summary>
public sealed class SignInThrottle(IDocuments documents, TimeProvider time)
{
    public const int MaximumFailures = 5;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private const string DocumentId = "sign-in";
    private static readonly DocumentKind<SignInFailures> Kind = new("sign-in-failures", AccountJson.Default.SignInFailures);

    /// <summary>Counts an attempt to sign in as failed. <see cref="Forget(string, CancellationToken)"/> resets the count.</summary>
    /// <exception cref="Refusal">429 <c>too_many_attempts</c> with the time to wait.</exception>
    public Task Count(string normalizedIdentity, CancellationToken cancellation) => CountIn(Partition(normalizedIdentity), cancellation);

    /// <summary>Counts an attempt of a signed-in client to give its password as failed.</summary>
    /// <exception cref="Refusal">429 <c>too_many_attempts</c> with the time to wait.</exception>
    public Task Count(long accountId, CancellationToken cancellation) => CountIn(AccountStore.Partition(accountId), cancellation);

    /// <summary>Resets the count of an identity after a successful sign-in.</summary>
    public Task Forget(string normalizedIdentity, CancellationToken cancellation) => ForgetIn(Partition(normalizedIdentity), cancellation);

    /// <summary>Resets the count of an account after its password was given.</summary>
    public Task Forget(long accountId, CancellationToken cancellation) => ForgetIn(AccountStore.Partition(accountId), cancellation);

    private Task CountIn(string partition, CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<bool?> Try()
        {
            var counted = await documents.Commit(
                new Commit(partition).Increment(DocumentId, "failures", 1, new IncrementBound(AtMost: MaximumFailures)), cancellation);
            if (counted.IsCommitted)
                return true;
            var now = time.GetUtcNow();
            if (counted.Outcome == CommitOutcome.OutOfBounds
                && await documents.Read(Kind, partition, DocumentId, cancellation) is { } failures)
            {
                var left = DateTimeOffset.FromUnixTimeMilliseconds(failures.Value.Until) - now;
                if (left > TimeSpan.Zero)
                    throw TooMany(left);
                // Expired, but the store has not deleted it yet.
                await documents.Commit(new Commit(partition).Delete(DocumentId, failures.ETag), cancellation);
            }
            var first = new SignInFailures(1, (now + Window).ToUnixTimeMilliseconds());
            return (await documents.Commit(new Commit(partition).Create(Kind, DocumentId, first, Window), cancellation)).IsCommitted
                ? true
                : null;
        }
    }

    private Task ForgetIn(string partition, CancellationToken cancellation) =>
        documents.Commit(new Commit(partition).Delete(DocumentId), cancellation);

    private static string Partition(string normalizedIdentity) => $"sign-in-{Identity.DocumentId(normalizedIdentity)}";

    private static Refusal TooMany(TimeSpan wait) =>
        new(429, "too_many_attempts", "Too many wrong passwords. Wait before you try again.") { RetryAfter = wait };
}
