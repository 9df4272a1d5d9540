using System.Collections.Immutable;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Notifications;

/// <summary>All devices of an account, in order of registration.</summary>
public sealed record DeviceList(ImmutableArray<Device> Devices);

/// <summary>
/// Stores devices. Those of one account are one document: they are few and always read together, and this makes their limit
/// exact.
/// </summary>
public sealed class DeviceStore(IDocuments documents, TimeProvider time)
{
    private const string DocumentId = "devices";

    private static readonly DocumentKind<DeviceList> Kind = new("devices", NotificationJson.Default.DeviceList);

    public async Task<ImmutableArray<Device>> List(long accountId, CancellationToken cancellation) =>
        (await documents.Read(Kind, AccountStore.Partition(accountId), DocumentId, cancellation))?.Value.Devices ?? [];

    /// <summary>
    /// Registers a device or changes its registration. <c>register</c> makes the new device from the one with this id, if any. It
    /// is called again after a conflict.
    /// </summary>
    /// <exception cref="Refusal">409 <c>too_many_devices</c>.</exception>
    public async Task<(Device? Before, Device After)> Register(
        long accountId, string deviceId, Func<Device?, Device> register, CancellationToken cancellation)
    {
        Device? before = null, after = null;
        await Change(
            accountId,
            devices =>
            {
                before = devices.FirstOrDefault(device => device.DeviceId == deviceId);
                after = register(before);
                if (before is null)
                {
                    return devices.Length < Device.MaximumPerAccount
                        ? devices.Add(after)
                        : throw new Refusal(
                            409, "too_many_devices", $"An account has at most {Device.MaximumPerAccount} devices. Remove one first.");
                }
                return after == before ? devices : devices.Replace(before, after);
            },
            cancellation);
        return (before, after!);
    }

    /// <summary>Removes the devices that match. Returns whether there were any.</summary>
    public async Task<bool> Remove(long accountId, Predicate<Device> which, CancellationToken cancellation)
    {
        var isFound = false;
        await Change(
            accountId,
            devices =>
            {
                var left = devices.RemoveAll(which);
                isFound = left.Length < devices.Length;
                return isFound ? left : devices;
            },
            cancellation);
        return isFound;
    }

    /// <summary>Deletes every device of an account.</summary>
    public Task DeleteAll(long accountId, CancellationToken cancellation) =>
        documents.DeleteAll(Kind, AccountStore.Partition(accountId), cancellation);

    private Task Change(
        long accountId, Func<ImmutableArray<Device>, ImmutableArray<Device>> change, CancellationToken cancellation) =>
        documents.Change(
            time,
            Kind,
            AccountStore.Partition(accountId),
            DocumentId,
            document =>
            {
                var devices = document?.Value.Devices ?? [];
                var after = change(devices);
                return after == devices ? document?.Value : new DeviceList(after);
            },
            cancellation);
}
