using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Pictures.Feed;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Pictures;

/// <summary>Lists all pictures or those of one user, newest first (seed 002: 使用者取圖).</summary>
public sealed class ListPictures(Gate<ListPictures> gate, PictureFeeds feeds, AccountStore accounts, PicturePresenter presenter)
{
    /// <summary>200 with the page, empty for an unknown user; 400 with code 11.</summary>
    [Function(nameof(ListPictures))]
    [Access<PicturesContract>(Access.SignedIn)]
    [EndpointSummary("List pictures, newest first")]
    [Tags("Pictures")]
    [QueryParameter("page")]
    [QueryParameter("limit")]
    [QueryParameter("username")]
    [QueryParameter("fields")]
    [QueryParameter("size")]
    [ProducesResponseType<Envelope<PicturePage>>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/picture")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller _) =>
        {
            var query = gate.Query(request);
            var display = DisplayOptions.Of(query);
            var (page, limit) = (query.Whole("page", 1, int.MaxValue), query.Limit());
            var name = query.Text("username") ?? "";
            var found = name.Length == 0
                ? await feeds.Page(null, Skip(page, limit), limit, cancellation)
                : await Named(name, cancellation) is { } account
                    ? await feeds.Page(account.Id, Skip(page, limit), limit, cancellation)
                    : new FeedPage(0, []);
            return await presenter.Page(found, page, limit, display, cancellation);
        });

    private static long Skip(int page, int limit) => (page - 1L) * limit;

    // Matches user names only. Otherwise anybody could find out whether an e-mail address is registered, and what its owner posts.
    private async Task<Account?> Named(string name, CancellationToken cancellation) =>
        (await accounts.FindByIdentity(name, cancellation))?.Value is { UserName: { } userName } account
        && Identity.Normalize(userName) == Identity.Normalize(name)
            ? account
            : null;
}
