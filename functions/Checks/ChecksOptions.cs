using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SneakerCheck.Checks;

/// <summary>Settings of the run; section <c>Checks</c>.</summary>
public sealed class ChecksOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Checks";

    /// <summary>One in so many confident answers is marked for an audit by a person; 0: none.</summary>
    public int AuditEvery { get; set; } = 1000;

    /// <summary>How long an inference server may take for one check.</summary>
    public TimeSpan ScorerTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Whether the answer of this run is one of the sample. Drawn by the run's id, so that a run that is done twice is drawn
    /// once, and without a counter that every run would have to write.
    /// </summary>
    public bool IsAudited(string runId) =>
        AuditEvery > 0
        && BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.ASCII.GetBytes(runId))) % (ulong)AuditEvery == 0;

    /// <summary>What is wrong with the settings, each in one line.</summary>
    internal IEnumerable<string> Faults()
    {
        if (AuditEvery < 0)
            yield return $"{Section}__{nameof(AuditEvery)} must be a number of answers, or 0 for no audit.";
        if (ScorerTimeout < TimeSpan.FromMilliseconds(100) || ScorerTimeout > TimeSpan.FromMinutes(2))
            yield return $"{Section}__{nameof(ScorerTimeout)} must be between 0.1 seconds and 2 minutes.";
    }
}
