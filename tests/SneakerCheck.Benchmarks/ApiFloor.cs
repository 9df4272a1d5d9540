using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Checks;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Json;
using SneakerCheck.Platform.Tokens;

namespace SneakerCheck.Benchmarks;

/// <summary>
/// Bare Kestrel that checks the same token, reads and commits the same documents of the same store, and sends the same replies. It has
/// no routing, no rules and no error handling, so it serves valid requests only.
/// </summary>
internal sealed class ApiFloor : IAsyncDisposable
{
    private const string AccountId = "account";
    private const string Prefix = "/api/v1/users/me/tasks", Bearer = "Bearer ";

    private static readonly DocumentKind<Session> Sessions = new("session", ApiFloorJson.Stored.Session);
    private static readonly DocumentKind<ApiOrder> Orders = new("benchmark-order", ApiFloorJson.Stored.ApiOrder);
    private static readonly DocumentKind<ApiClaim> Claims = new("identity", ApiFloorJson.Stored.ApiClaim);

    private readonly IDocuments documents;
    private readonly SessionTokens tokens;
    private readonly IPasswordHasher<object> hasher;
    private readonly BlobStore photos;
    private readonly WebApplication app;
    private readonly Dictionary<string, (Template Template, ShoeModel Model)> known;

    private ApiFloor(IServiceProvider services, WebApplication app, Dictionary<string, (Template Template, ShoeModel Model)> known)
    {
        documents = services.GetRequiredService<IDocuments>();
        tokens = services.GetRequiredService<SessionTokens>();
        hasher = services.GetRequiredService<IPasswordHasher<object>>();
        photos = services.GetRequiredKeyedService<BlobStore>(PhotoBlob.Container);
        (this.app, this.known) = (app, known);
        app.Run(Answer);
    }

    public int Port => new Uri(app.Urls.First()).Port;

    public static async Task<ApiFloor> Start(IServiceProvider services)
    {
        var catalogue = services.GetRequiredService<Catalogue>();
        var template = await catalogue.FindTemplate(ApiCall.MetaTag, default);
        var model = await catalogue.FindModel(ApiCall.ShoeModel, default);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls("http://127.0.0.1:0");
        var floor = new ApiFloor(
            services, builder.Build(), new() { [ApiCall.MetaTag] = (template!.For(model!), model!) });
        await floor.app.StartAsync();
        return floor;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private Task Answer(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == "/nothing")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        return (HttpMethods.IsGet(context.Request.Method), path.Length > Prefix.Length) switch
        {
            (true, true) => Get(context, path[(Prefix.Length + 1)..]),
            (true, false) => List(context),
            (false, true) => Links(context, path.Split('/')[^2]),
            (false, false) => path == Prefix ? Create(context) : SignIn(context),
        };
    }

    private async Task Get(HttpContext context, string id)
    {
        var caller = await Caller(context);
        var check = await documents.Read(CheckStore.Kind, AccountStore.Partition(caller.Id), $"check-{id}");
        await Reply(context, 200, CheckTask.Of(check!), ApiFloorJson.Wire.CheckTask);
    }

    private async Task List(HttpContext context)
    {
        var caller = await Caller(context);
        var limit = int.Parse(context.Request.Query["limit"].ToString(), CultureInfo.InvariantCulture);
        var query = new DocumentQuery { Partition = AccountStore.Partition(caller.Id), Descending = true, Limit = limit };
        var page = await documents.Query(CheckStore.Kind, query);
        context.Response.Headers.Link = $"<{Prefix}?limit={limit}&continuation={page.Continuation}>; rel=\"next\"";
        await Reply(context, 200, [.. page.Items.Select(CheckTask.Of)], ApiFloorJson.Wire.IReadOnlyListCheckTask);
    }

    private async Task Create(HttpContext context)
    {
        var caller = await Caller(context);
        var request = await context.Request.ReadFromJsonAsync(ApiFloorJson.Wire.CreateTaskRequest);
        var (template, model) = known[request!.MetaTag!];
        var check = Check.Create(caller.Id, template, model, request.Comment ?? "", DateTimeOffset.UtcNow);
        var partition = AccountStore.Partition(caller.Id);
        var committed = await documents.Commit(new Commit(partition)
            .Increment(AccountId, "tasks_held", 1, new IncrementBound(AtMostField: "quota"))
            .Create(CheckStore.Kind, $"check-{check.Id}", check));
        var document = new Document<Check>(partition, $"check-{check.Id}", check, committed.ETags[1]);
        context.Response.Headers.Location = $"{Prefix}/{check.Id}";
        await Reply(context, 201, CheckTask.Of(document), ApiFloorJson.Wire.CheckTask);
    }

    // The clean-up message is committed where it stays: the outbox without its second write.
    private async Task Links(HttpContext context, string id)
    {
        var caller = await Caller(context);
        var request = await context.Request.ReadFromJsonAsync(ApiFloorJson.Wire.AddFileRequestArray);
        var now = DateTimeOffset.UtcNow;
        var check = (await documents.Read(CheckStore.Kind, AccountStore.Partition(caller.Id), $"check-{id}"))!;
        var changed = check.Value with
        {
            Photos = [.. request!.Select(file => new CheckPhoto(
                file.View!, Guid.CreateVersion7(now).ToString("N"), now, file.Size, file.Sha256, null))],
        };
        await documents.Commit(new Commit(check.Partition)
            .Replace(CheckStore.Kind, check, changed)
            .Create(Orders, $"order-{id}", new ApiOrder([.. changed.Photos.Select(photo => photo.FileId)])));
        var replies = new List<AddFileReply>();
        foreach (var photo in changed.Photos)
        {
            var link = await photos.UploadLink(changed.BlobName(photo), PhotoBlob.ContentType, now.AddMinutes(15), default);
            var upload = new Upload(link.Method, link.Url.AbsoluteUri, link.Headers, now.AddMinutes(15));
            replies.Add(new AddFileReply(photo.FileId, photo.View, upload, null, null));
        }
        await Reply(context, 201, replies, ApiFloorJson.Wire.IReadOnlyListAddFileReply);
    }

    private async Task SignIn(HttpContext context)
    {
        var request = await context.Request.ReadFromJsonAsync(ApiFloorJson.Wire.CreateSessionRequest);
        var identity = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(request!.Email!));
        var claim = await documents.Read(Claims, $"identity-{identity}", identity);
        var account = (await documents.Read(AccountStore.Kind, AccountStore.Partition(claim!.Value.AccountId), AccountId))!.Value;
        if (hasher.VerifyHashedPassword(request, account.PasswordHash, request.Password!) == PasswordVerificationResult.Failed)
            throw new InvalidOperationException("The password is wrong.");
        var now = DateTimeOffset.UtcNow;
        var session = new Session(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), now, now.AddDays(30), "", account.Generation);
        await documents.Commit(new Commit(AccountStore.Partition(account.Id))
            .Create(Sessions, $"session-{session.Id}", session, CreateSession.Lifetime));
        var token = tokens.Issue(new TokenClaims(account.Id, session.Id), session.ExpireTime);
        await Reply(
            context, 200, new CreateSessionReply(token, session.ExpireTime, User.Of(account)), ApiFloorJson.Wire.CreateSessionReply);
    }

    private async Task<Account> Caller(HttpContext context)
    {
        var (claims, _) = tokens.Verify(context.Request.Headers.Authorization.ToString()[Bearer.Length..]);
        var partition = AccountStore.Partition(claims!.AccountId);
        var (session, account) = await documents.ReadPair(
            partition, (Sessions, $"session-{claims.SessionId}"), (AccountStore.Kind, AccountId));
        return session!.Value.IsLive(account!.Value, DateTimeOffset.UtcNow) && account.Value.Status == AccountStatus.Active
            ? account.Value
            : throw new InvalidOperationException("Not signed in.");
    }

    private static async Task Reply<T>(HttpContext context, int status, T body, JsonTypeInfo<T> json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        if (body is CheckTask task)
            context.Response.Headers.ETag = $"\"{task.Etag}\"";
        await JsonSerializer.SerializeAsync(context.Response.BodyWriter, body, json);
    }
}

/// <summary>What the floor commits instead of a clean-up message.</summary>
internal sealed record ApiOrder(IReadOnlyList<string> FileIds);

/// <summary>The owner of an identity, as stored.</summary>
internal sealed record ApiClaim(long AccountId, long At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(ApiOrder))]
[JsonSerializable(typeof(ApiClaim))]
[JsonSerializable(typeof(CheckTask))]
[JsonSerializable(typeof(IReadOnlyList<CheckTask>))]
[JsonSerializable(typeof(CreateTaskRequest))]
[JsonSerializable(typeof(AddFileRequest[]))]
[JsonSerializable(typeof(IReadOnlyList<AddFileReply>))]
[JsonSerializable(typeof(CreateSessionRequest))]
[JsonSerializable(typeof(CreateSessionReply))]
internal sealed partial class ApiFloorJson : JsonSerializerContext
{
    /// <summary>The options of stored documents.</summary>
    public static ApiFloorJson Stored => Default;

    /// <summary>The options of <c>/api/v1</c>.</summary>
    public static ApiFloorJson Wire { get; } = new(WireJson.Options());
}
