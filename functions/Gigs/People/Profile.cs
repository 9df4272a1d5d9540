using System.Text.Json.Serialization;

namespace SneakerCheck.Gigs.People;

/// <summary>What a person says about themselves for organizations and gigs. Empty or 0 is what they have not said.</summary>
/// <param name="Photo">The blob of their photo; null if there is none.</param>
/// <param name="CommentSum">The sum of the comments that they have received, each 1 to 5.</param>
/// <param name="CommentCount">How many.</param>
public sealed record Profile(
    string Bio = "",
    string School = "",
    string Grade = "",
    string StudentNumber = "",
    string Name = "",
    int Age = 0,
    string Sex = "",
    string? Photo = null,
    long CommentSum = 0,
    long CommentCount = 0)
{
    /// <summary>Of somebody who has said nothing.</summary>
    public static Profile Empty { get; } = new();

    /// <summary>The mean of the comments that they have received, to two decimals; 0 while there is none.</summary>
    [JsonIgnore]
    public double AverageComment => Mean(CommentSum, CommentCount);

    /// <summary>The mean of comments, to two decimals; 0 for none.</summary>
    public static double Mean(long sum, long count) => count == 0 ? 0 : Math.Round((double)sum / count, 2);
}

/// <summary>A comment that a person has received. It stands for the key, so that it counts once.</summary>
/// <param name="Comment">1 to 5.</param>
internal sealed record ReceivedComment(int Comment);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Profile))]
[JsonSerializable(typeof(ReceivedComment))]
internal sealed partial class ProfileJson : JsonSerializerContext;
