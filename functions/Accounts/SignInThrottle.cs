using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>Failed attempts at one identity or account.</summary>
/// <param name="Failures">How many, those under way included.</param>
/// <param name="Until">When they are forgotten, unix milliseconds.</param>
internal sealed record SignInFailures(int Failures, long Until);

/// <summary>
/// Five failures per identity, then none for the rest of the quarter of an hour that began with the first. An attempt is
/// counted before its password is looked at, in the shared store, so that neither parallel attempts nor several instances
/// get more than five.
/// </summary>
public sealed class SignInThrottle(IDocuments documents, TimeProvider time)
{
    /// <summary>Failures before an identity is throttled.</summary>
    public const int MaximumFailures = 5;

    /// <summary>How long failures are remembered.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private const string DocumentId = "sign-in";
    private static readonly DocumentKind<SignInFailures> Kind = new("sign-in-failures", AccountJson.Default.SignInFailures);

    /// <summary>Counts an attempt to sign in as failed until it is forgotten.</summary>
    /// <exception cref="Refusal">429 <c>too_many_attempts</c> with the time to wait.</exception>
    public Task Count(string normalizedIdentity, CancellationToken cancellation) => CountIn(Partition(normalizedIdentity), cancellation);

    /// <summary>Counts an attempt of a signed-in client to give its account's password as failed until it is forgotten.</summary>
    /// <exception cref="Refusal">429 <c>too_many_attempts</c> with the time to wait.</exception>
    public Task Count(long accountId, CancellationToken cancellation) => CountIn(AccountStore.Partition(accountId), cancellation);

    /// <summary>Forgets the failures of an identity whose owner has just signed in.</summary>
    public Task Forget(string normalizedIdentity, CancellationToken cancellation) => ForgetIn(Partition(normalizedIdentity), cancellation);

    /// <summary>Forgets the failures of an account whose owner has just given its password.</summary>
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
                // Past its time, and the store has not dropped it yet.
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
