using System.Collections.Immutable;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Notifications;

/// <summary>All devices of an account.</summary>
/// <param name="Devices">In the order they were first registered.</param>
public sealed record DeviceList(ImmutableArray<Device> Devices);

/// <summary>
/// The accounts' devices. Those of one account are one document beside it: they are few, are always wanted together, and so
/// their number is bounded exactly.
/// </summary>
public sealed class DeviceStore(IDocuments documents)
{
    private const string DocumentId = "devices";

    private static readonly DocumentKind<DeviceList> Kind = new("devices", NotificationJson.Default.DeviceList);

    /// <summary>The account's devices.</summary>
    public async Task<ImmutableArray<Device>> List(long accountId, CancellationToken cancellation) =>
        (await Read(accountId, cancellation))?.Value.Devices ?? [];

    /// <summary>Registers a device or changes its registration.</summary>
    /// <param name="accountId">Whose it is.</param>
    /// <param name="deviceId">Its name.</param>
    /// <param name="register">Makes the device, given what is registered under that name.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What was registered before, if anything, and what is now.</returns>
    /// <exception cref="Refusal">409 <c>too_many_devices</c>.</exception>
    public async Task<(Device? Before, Device After)> Register(
        long accountId, string deviceId, Func<Device?, Device> register, CancellationToken cancellation)
    {
        while (true)
        {
            var document = await Read(accountId, cancellation);
            var devices = document?.Value.Devices ?? [];
            var before = devices.FirstOrDefault(device => device.DeviceId == deviceId);
            var after = register(before);
            if (before is null && devices.Length >= Device.MaximumPerAccount)
                throw new Refusal(409, "too_many_devices", $"An account has at most {Device.MaximumPerAccount} devices. Remove one first.");
            if (after == before || await Write(accountId, document, before is null ? devices.Add(after) : devices.Replace(before, after), cancellation))
                return (before, after);
        }
    }

    /// <summary>Forgets the devices that meet a condition; whether there were any.</summary>
    public async Task<bool> Remove(long accountId, Predicate<Device> which, CancellationToken cancellation)
    {
        while (true)
        {
            var document = await Read(accountId, cancellation);
            var devices = document?.Value.Devices ?? [];
            var left = devices.RemoveAll(which);
            if (left.Length == devices.Length)
                return false;
            if (await Write(accountId, document, left, cancellation))
                return true;
        }
    }

    private Task<Document<DeviceList>?> Read(long accountId, CancellationToken cancellation) =>
        documents.Read(Kind, AccountStore.Partition(accountId), DocumentId, cancellation);

    private async Task<bool> Write(
        long accountId, Document<DeviceList>? before, ImmutableArray<Device> devices, CancellationToken cancellation)
    {
        var (commit, list) = (new Commit(AccountStore.Partition(accountId)), new DeviceList(devices));
        commit = before is null ? commit.Create(Kind, DocumentId, list) : commit.Replace(Kind, before, list);
        return (await documents.Commit(commit, cancellation)).IsCommitted;
    }
}
