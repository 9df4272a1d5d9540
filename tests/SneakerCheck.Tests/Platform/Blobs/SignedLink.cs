using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Web;

namespace SneakerCheck.Tests.Platform.Blobs;

/// <summary>A parsed signed link that can compute its signature as the service's reference defines it.</summary>
internal sealed class SignedLink(Uri link)
{
    private readonly System.Collections.Specialized.NameValueCollection query = HttpUtility.ParseQueryString(link.Query);

    public string this[string parameter] => query[parameter] ?? "";

    public IEnumerable<string> Parameters => query.AllKeys!;

    public DateTimeOffset Moment(string parameter) =>
        DateTimeOffset.Parse(this[parameter], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>
    /// The signature of a user delegation SAS on one blob, service versions 2025-07-05 to 2025-11-05: HMAC-SHA256 of these
    /// 26 lines, in this order.
    /// </summary>
    public string Signature(string account, byte[] key)
    {
        Assert.InRange(string.CompareOrdinal(this["sv"], "2025-07-05"), 0, int.MaxValue);
        Assert.InRange(string.CompareOrdinal(this["sv"], "2025-11-05"), int.MinValue, 0);
        var blob = link.AbsolutePath[(link.AbsolutePath.IndexOf($"/{account}/", StringComparison.Ordinal) + account.Length + 1)..];
        string[] lines =
        [
            this["sp"], this["st"], this["se"], $"/blob/{account}{Uri.UnescapeDataString(blob)}",
            this["skoid"], this["sktid"], this["skt"], this["ske"], this["sks"], this["skv"],
            this["saoid"], this["suoid"], this["scid"], this["skdutid"], this["sduoid"], this["sip"], this["spr"], this["sv"], this["sr"],
            "", this["ses"], this["rscc"], this["rscd"], this["rsce"], this["rscl"], this["rsct"],
        ];
        return Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
