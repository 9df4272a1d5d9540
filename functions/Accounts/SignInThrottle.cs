using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Limits;

namespace SneakerCheck.Accounts;

/// <summary>Who tries to sign in, as far as is known before the password is verified.</summary>
/// <param name="Person">The account, or the identity if there is none. However an account is named, it is one person.</param>
/// <param name="Device">The device, if this account has signed in from it before.</param>
/// <param name="Network">The network that the request comes from.</param>
public sealed record SignInAttempt(string Person, KnownDevice? Device, string Network);

/// <summary>
/// Throttles guessing of passwords. Failures are counted by person and known device; without a known device by person and network, by
/// network for all persons, by person for all networks, and for everything in sum. An attempt is counted in the shared store before its
/// password is verified, so that neither parallel attempts nor several instances get more.
/// </summary>
public sealed partial class SignInThrottle(UsageLimits limits, IOptions<SignInOptions> options, ILogger<SignInThrottle> logger)
{
    private const string Everybody = "everybody";
    private const int Slowdown = 10;

    private readonly Limit byDevice = new("sign-in-device", options.Value.Failures, options.Value.Window);
    private readonly Limit byPersonAndNetwork = new("sign-in-place", options.Value.Failures, options.Value.Window);
    private readonly Limit byPerson = new("sign-in-person", options.Value.PersonFailures, options.Value.Window);
    private readonly Limit byNetwork = new("sign-in-network", options.Value.NetworkFailures, options.Value.Window);
    private readonly Limit inSum = new("sign-in-sum", options.Value.TotalFailures, options.Value.Window);
    private readonly Limit bySignedIn = new("sign-in-signed-in", options.Value.Failures, options.Value.Window);

    /// <summary>Counts an attempt as failed until <see cref="Succeeded(SignInAttempt, CancellationToken)"/> takes it back.</summary>
    /// <exception cref="Refusal">429 <c>too_many_attempts</c> with the time to wait.</exception>
    public async Task Count(SignInAttempt attempt, CancellationToken cancellation)
    {
        var counted = new List<(Limit, string)>();
        foreach (var (limit, key) in await Counts(attempt, cancellation))
        {
            if (await limits.TryTake(limit, key, 1, cancellation) is { } wait)
            {
                foreach (var (taken, takenKey) in counted)
                    await limits.GiveBack(taken, takenKey, 1, cancellation);
                throw TooMany(wait);
            }
            counted.Add((limit, key));
        }
    }

    /// <summary>Takes an attempt back. Failures of this device, or of this person in this network, are forgotten.</summary>
    public async Task Succeeded(SignInAttempt attempt, CancellationToken cancellation)
    {
        if (attempt.Device is { } device)
        {
            await limits.Reset(byDevice, Key(device), cancellation);
            return;
        }
        await limits.Reset(byPersonAndNetwork, Place(attempt), cancellation);
        // Others' failures stay: an attacker who signs in to an account of their own must not wipe them out.
        await limits.GiveBack(byNetwork, attempt.Network, 1, cancellation);
        await limits.GiveBack(byPerson, attempt.Person, 1, cancellation);
    }

    /// <summary>Notes that an attempt has failed, and logs when a network or the whole has reached its limit.</summary>
    public async Task Failed(SignInAttempt attempt, CancellationToken cancellation)
    {
        if (attempt.Device is not null)
            return;
        if (await limits.Used(byNetwork, attempt.Network, cancellation) == byNetwork.Most)
            LogNetwork(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(attempt.Network)).AsSpan(0, 4)), byNetwork.Most);
        if (await limits.TryTake(inSum, Everybody, 1, cancellation) is null
            && await limits.Used(inSum, Everybody, cancellation) == inSum.Most)
        {
            LogSum(inSum.Most);
        }
    }

    /// <summary>Counts an attempt of a signed-in client to give its password as failed.</summary>
    /// <exception cref="Refusal">429 <c>too_many_attempts</c> with the time to wait.</exception>
    public async Task Count(long accountId, CancellationToken cancellation)
    {
        if (await limits.TryTake(bySignedIn, Key(accountId), 1, cancellation) is { } wait)
            throw TooMany(wait);
    }

    /// <summary>Forgets the failures of signed-in clients of an account.</summary>
    public Task Succeeded(long accountId, CancellationToken cancellation) => limits.Reset(bySignedIn, Key(accountId), cancellation);

    private async Task<(Limit, string)[]> Counts(SignInAttempt attempt, CancellationToken cancellation)
    {
        if (attempt.Device is { } device)
            return [(byDevice, Key(device))];
        // While there are many failures altogether, one password is perhaps being tried at many accounts from many networks.
        var isAlarm = await limits.Used(inSum, Everybody, cancellation) >= inSum.Most;
        var network = isAlarm ? byNetwork with { Most = Math.Max(byNetwork.Most / Slowdown, 1) } : byNetwork;
        return [(byPersonAndNetwork, Place(attempt)), (network, attempt.Network), (byPerson, attempt.Person)];
    }

    private static string Place(SignInAttempt attempt) => $"{attempt.Network} {attempt.Person}";

    private static string Key(KnownDevice device) => string.Create(CultureInfo.InvariantCulture, $"{device.AccountId}/{device.Id}");

    private static string Key(long accountId) => accountId.ToString(CultureInfo.InvariantCulture);

    private static Refusal TooMany(TimeSpan wait) =>
        new(429, "too_many_attempts", "Too many wrong passwords. Wait before you try again.") { RetryAfter = wait };

    [LoggerMessage(LogLevel.Warning, "{Failures} wrong passwords from one network ({Network}, a hash); it waits now.")]
    private partial void LogNetwork(string network, long failures);

    [LoggerMessage(LogLevel.Warning, "{Failures} wrong passwords altogether; every network has fewer attempts now.")]
    private partial void LogSum(long failures);
}
