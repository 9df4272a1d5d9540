using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Notifications;

/// <summary>The wire contract of the inbox and of devices (seed 000).</summary>
public sealed class NotificationsContract : IContract
{
    private NotificationsContract()
    {
    }

    /// <inheritdoc/>
    public static Contract Contract { get; } = ApiContract.Base with
    {
        Sections = [new("Notifications", "The inbox, and the devices that receive pushes.", 60)],
        Errors = ApiContract.Base.Errors.Add("too_many_devices", new(409, "the account already has the maximum number of devices")),
        Parameters = ApiContract.Base.Parameters.AddRange(
        [
            new("nid", WireParameter.Text("The notification's id.", ApiContract.IdForm)),
            new("device_id", WireParameter.Text("The owner's id for the device.", "^[A-Za-z0-9_-]{1,64}$")),
            new("unread", WireParameter.Flag("Whether to list only unread notifications.")),
        ]),
    };
}
