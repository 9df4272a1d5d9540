using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Tests.Checks;
using SneakerCheck.Tests.Gigs;
using SneakerCheck.Tests.Pictures;

namespace SneakerCheck.Tests.Calls;

/// <summary>An account with one object of each kind.</summary>
internal sealed class Subject(TestHost host, TestHostOwner owner)
{
    public const string Password = "the subject's own";

    // Hashed once and shared, because hashing is slow.
    private static readonly Lazy<string> Hash = new(() => new PasswordHasher<object>().HashPassword(new object(), Password));
    private static readonly Lazy<Task<string>> DeskToken = new(SignInDesk);

    public TestHost Host { get; } = host;

    public long Id { get; } = owner.Id;

    public string Token { get; } = owner.Token;

    public HttpClient Http { get; } = owner.Http;

    public string UserName => $"owner-{Id}";

    /// <summary>Route values for the account's objects.</summary>
    public Dictionary<string, string> Objects { get; } = [];

    /// <summary>A check that is not finished.</summary>
    public string OpenTask { get; private set; } = "";

    public static async Task<Subject> Create()
    {
        var host = await TestHost.Shared;
        var owner = await OwnerWithPassword(host);
        var subject = new Subject(host, owner);

        subject.OpenTask = await owner.CreateTask();
        await owner.Announce(subject.OpenTask, "tag", 1000);
        var finished = await subject.NewFinishedTask();
        await Hosting.Eventually.Holds(async () => (await owner.Notifications()).Length == 1, "the check's notification");
        var device = await owner.Http.PutAsJsonAsync(
            "/api/v1/users/me/devices/her_phone", new { platform = "fcm", token = $"token-of-{owner.Id}" });
        Assert.Equal(HttpStatusCode.Created, device.StatusCode);

        subject.Objects["user_id"] = $"{owner.Id}";
        subject.Objects["task_id"] = finished;
        subject.Objects["view"] = "appear";
        subject.Objects["nid"] = (await owner.Notifications())[0].Text("id");
        subject.Objects["device_id"] = "her_phone";
        subject.Objects["session_id"] = await subject.NewSession();
        subject.Objects["picture_id"] = await subject.NewPicture();
        var user = subject.Gigs();
        var organization = await user.NewOrganization();
        foreach (var path in new[] { user.Path, organization.Path })
            await (await user.PostPhoto($"{path}/profile_photo", TestPhoto.Unique())).Json(HttpStatusCode.OK);
        subject.Objects["organization_id"] = $"{organization.Id}";
        subject.Objects["member_id"] = $"{(await organization.Join(host)).Id}";
        var worker = await GigsClient.Create(host);
        var gig = (await user.Publish(GigDesk.Gig())).Number("task_id");
        await worker.Work(gig);
        (subject.Objects["gig_id"], subject.Objects["participant_id"]) = ($"{gig}", $"{worker.Id}");
        return subject;
    }

    /// <summary>A new account that has the password.</summary>
    public static async Task<TestHostOwner> OwnerWithPassword(TestHost host)
    {
        var owner = await host.Owner(quota: 1000);
        await host.Services.GetRequiredService<AccountStore>()
            .Change(owner.Id, account => account with { PasswordHash = Hash.Value }, CancellationToken.None);
        return owner;
    }

    /// <summary>The account as it is stored.</summary>
    public async Task<Account> Account() =>
        (await Host.Services.GetRequiredService<AccountStore>().Find(Id, CancellationToken.None))!.Value;

    /// <summary>Everything that the owner can see, and the stored account.</summary>
    public async Task<string[]> Everything()
    {
        var organization = $"/users/me/organization/{Objects["organization_id"]}";
        string[] places =
        [
            "/api/v1/users/me", "/api/v1/users/me/tasks", "/api/v1/users/me/notifications", "/api/v1/users/me/devices",
            "/api/v1/users/me/sessions", $"/api/picture?username={UserName}&limit=100", "/users/me", "/users/me/organization",
            "/users/me/tasks",
            organization, $"{organization}/balance",
        ];
        var seen = new List<string> { (await Account()).ToString() };
        foreach (var place in places)
            seen.Add((await (await Http.GetAsync(place)).Json(HttpStatusCode.OK)).GetRawText());
        string[] photos =
        [
            $"/api/v1/users/me/tasks/{Objects["task_id"]}/files/appear", "/users/me/profile_photo", $"{organization}/profile_photo",
        ];
        foreach (var photo in photos)
            seen.Add(Convert.ToHexString(await Gigs().GetPhoto(photo)));
        return [.. seen];
    }

    /// <summary>A new unique name.</summary>
    public static string NewName() => PictureClient.NewName();

    /// <summary>Another session of the account: its id.</summary>
    public async Task<string> NewSession() => (await OpenSession()).Session.Id;

    /// <summary>Another session of the account.</summary>
    public async Task<SignedIn> OpenSession() => await Host.Services.GetRequiredService<SignIn>().Open(
        await Account(), TimeSpan.FromHours(1), "another client", CancellationToken.None);

    /// <summary>The account as a user of seed 003.</summary>
    public GigsClient Gigs() => new(Http, Id, Token);

    /// <summary>A check without photos: its id.</summary>
    public Task<string> NewTask() => owner.CreateTask();

    /// <summary>A finished check: its id.</summary>
    public async Task<string> NewFinishedTask()
    {
        var task = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));
        await owner.Run(task);
        return task;
    }

    /// <summary>A device: its name.</summary>
    public async Task<string> NewDevice()
    {
        var name = $"device-{Guid.NewGuid():N}";
        var reply = await Http.PutAsJsonAsync($"/api/v1/users/me/devices/{name}", new { platform = "fcm", token = $"token-of-{Id}" });
        await reply.Json(HttpStatusCode.Created);
        return name;
    }

    /// <summary>A picture in the feed: its id.</summary>
    public async Task<string> NewPicture() => $"{await new PictureClient(Http, UserName, Token).Post(PictureClient.NewImage())}";

    /// <summary>A labelled photo: its id.</summary>
    public async Task<string> NewExemplar(string query)
    {
        using var photo = new ByteArrayContent(TestPhoto.Unique());
        photo.Headers.ContentType = new("image/jpeg");
        return (await (await (await Host.Operator()).PostAsync($"/api/v1/exemplars{query}", photo)).Json(HttpStatusCode.Created)).Text(
            "id");
    }

    /// <summary>Calls a function as the holder of a token.</summary>
    public async Task<HttpResponseMessage> Call(string verb, string path, string? json, string? token)
    {
        using var client = Host.Client(token);
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return await client.SendAsync(request);
    }

    /// <summary>The token of an operator: one session for all these tests, since an account keeps only so many.</summary>
    public static Task<string> Desk() => DeskToken.Value;

    /// <summary>The token of an operator in a session of its own.</summary>
    public static Task<string> NewDesk() => SignInDesk();

    private static async Task<string> SignInDesk()
    {
        var host = await TestHost.Shared;
        var account = await host.Services.GetRequiredService<AccountStore>().FindByIdentity(TestHost.OperatorEmail, CancellationToken.None);
        return (await host.Services.GetRequiredService<SignIn>().Open(
            account!.Value, TimeSpan.FromHours(1), "test", CancellationToken.None)).Token;
    }
}
