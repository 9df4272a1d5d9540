using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Pictures.Feed;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Pictures;

/// <summary>Shows the pictures of everybody or of one user, newest first (seed 002: 使用者取圖).</summary>
public sealed class ListPictures(PictureGate gate, PictureFeeds feeds, AccountStore accounts, PictureShow show)
{
    /// <summary>200 with the page, empty for an unknown user; 400 with code 11.</summary>
    [Function(nameof(ListPictures))]
    [EndpointSummary("Pictures, newest first")]
    [Tags("Pictures")]
    [QueryParameter("page")]
    [QueryParameter("limit", Maximum = PictureQuery.MaximumLimit, Default = PictureQuery.DefaultLimit)]
    [QueryParameter("username")]
    [QueryParameter("fields")]
    [QueryParameter("size")]
    [ProducesResponseType<Envelope<PicturePage>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Envelope<NoData>>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Envelope<NoData>>(StatusCodes.Status401Unauthorized)]
    [ProducesResponseType<Envelope<NoData>>(StatusCodes.Status403Forbidden)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/picture")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.SignedIn(request, async _ =>
        {
            var query = PictureQuery.Of(request);
            var (page, limit) = PictureQuery.PageOf(request);
            var name = request.Query["username"].ToString();
            var found = name.Length == 0
                ? await feeds.Page(null, Skip(page, limit), limit, cancellation)
                : await Named(name, cancellation) is { } account
                    ? await feeds.Page(account.Id, Skip(page, limit), limit, cancellation)
                    : new FeedPage(0, []);
            return await show.Page(found, page, limit, query, cancellation);
        });

    private static long Skip(int page, int limit) => (page - 1L) * limit;

    // By user name alone: that somebody with an e-mail address is here, and what they post, is not told for the asking.
    private async Task<Account?> Named(string name, CancellationToken cancellation) =>
        (await accounts.FindByIdentity(name, cancellation))?.Value is { UserName: { } userName } account
        && Identity.Normalize(userName) == Identity.Normalize(name)
            ? account
            : null;
}
