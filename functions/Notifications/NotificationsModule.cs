using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SneakerCheck.Accounts;
using SneakerCheck.Notifications.Push;
using SneakerCheck.Platform;

namespace SneakerCheck.Notifications;

public static class NotificationsModule
{
    /// <summary>Adds inboxes, devices and senders. Invalid settings stop the start.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<PushOptions>(configuration.GetSection(PushOptions.Section), options => options.Validate());
        services.AddSettings<NotificationHubOptions>(
            configuration.GetSection(NotificationHubOptions.Section), options => options.Validate());
        services.AddSettings<WeChatOptions>(configuration.GetSection(WeChatOptions.Section), options => options.Validate());
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IPushSender, WebhookSender>(),
            ServiceDescriptor.Singleton<IPushSender, NotificationHubSender>(),
            ServiceDescriptor.Singleton<IPushSender, WeChatSender>(),
        ]);
        return services
            .AddSingleton<FastLane>()
            .AddSingleton<SlowLane>()
            .AddSingleton<PushCircuits>()
            .AddSingleton<DevicePusher>()
            .AddSingleton<NotificationStore>()
            .AddSingleton<DeviceStore>()
            .AddSingleton<IAccountLeaving, NotificationsLeaving>();
    }
}
