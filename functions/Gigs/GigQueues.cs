using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Gigs;

/// <summary>A reviewer's comment, for the mean of the participant.</summary>
/// <param name="Comment">1 to 5.</param>
public sealed record GigComment(long Gig, long UserId, int Comment);

internal static class GigQueues
{
    public const string CommentsName = "gig-comments";

    /// <summary>Comments that reviewers gave. A participant is reviewed once for each gig.</summary>
    public static readonly MessageQueue<GigComment> Comments = new(
        CommentsName,
        GigJson.Default.GigComment,
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromHours(1));

    public static Message CommentOn(long gig, long userId, int comment) =>
        Comments.Message($"{gig}-{userId}", new GigComment(gig, userId, comment));
}
