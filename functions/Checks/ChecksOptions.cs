using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SneakerCheck.Checks;

/// <summary>Settings of the run; section <c>Checks</c>.</summary>
public sealed class ChecksOptions
{
    public const string Section = "Checks";

    /// <summary>One in this many confident answers is marked for a person to audit; 0 for none.</summary>
    public int AuditEvery { get; set; } = 1000;

    /// <summary>How long an inference server may take for one check.</summary>
    public TimeSpan ScorerTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Whether the answer of this run is in the audit sample. The run's id decides, so that a retried run gets the same result and
    /// no shared counter is needed.
    /// </summary>
    public bool IsAudited(string runId) =>
        AuditEvery > 0
        && BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.ASCII.GetBytes(runId))) % (ulong)AuditEvery == 0;

    internal IEnumerable<string> Validate()
    {
        if (AuditEvery < 0)
            yield return $"{Section}__{nameof(AuditEvery)} must be a positive number of answers, or 0 for no audit.";
        if (ScorerTimeout < TimeSpan.FromMilliseconds(100) || ScorerTimeout > TimeSpan.FromMinutes(2))
            yield return $"{Section}__{nameof(ScorerTimeout)} must be between 0.1 seconds and 2 minutes.";
    }
}
