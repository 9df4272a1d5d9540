namespace SneakerCheck.Platform.Http;

/// <summary>How many uploads through this server run at once; section <c>Uploads</c>. Uploads by links to storage do not count.</summary>
public sealed class UploadOptions
{
    public const string Section = "Uploads";

    /// <summary>Of one account.</summary>
    public int PerAccount { get; set; } = 8;

    /// <summary>Of all accounts, in one process.</summary>
    public int PerProcess { get; set; } = 64;

    /// <summary>What the buffers of all uploads in one process hold, in MiB.</summary>
    public int BufferMegabytes { get; set; } = 256;

    internal IEnumerable<string> Validate()
    {
        if (PerAccount < 1)
            yield return $"{Section}__{nameof(PerAccount)} must be a positive number of uploads.";
        if (PerProcess < PerAccount)
            yield return $"{Section}__{nameof(PerProcess)} must be at least {Section}__{nameof(PerAccount)}.";
        if (BufferMegabytes < UploadSlots.LargestBuffer >> 20)
            yield return $"{Section}__{nameof(BufferMegabytes)} must be at least {UploadSlots.LargestBuffer >> 20}, for one upload.";
    }
}
