using System.Text.Json;
using SneakerCheck.Tests.Infra;

namespace SneakerCheck.Tests.Capacity;

/// <summary>The inputs of the capacity model, from <c>infra/capacity.json</c>.</summary>
internal sealed record CapacityFigures(
    RequestUnitFigures RequestUnits, CheckFigures Check, InstanceFigures Instance, LimitFigures Limits, PriceFigures Dollars)
{
    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public static CapacityFigures Read() => JsonSerializer.Deserialize<CapacityFigures>(RepositoryFiles.Read("infra/capacity.json"), Form)!;
}

/// <summary>
/// Request units of Cosmos DB. Small is 1 KB, large 100 KB. Reads are at session consistency, which costs half of strong consistency.
/// </summary>
internal sealed record RequestUnitFigures(
    double SmallRead, double LargeRead, double SmallWrite, double LargeWrite, double ReplaceFactor, double Query, double StrongReadFactor)
{
    public double Read(double kilobytes) => Between(SmallRead, LargeRead, kilobytes) * StrongReadFactor;

    public double Find(double kilobytes) => (Query + Between(SmallRead, LargeRead, kilobytes) - SmallRead) * StrongReadFactor;

    public double Write(double kilobytes) => Between(SmallWrite, LargeWrite, kilobytes);

    // The service's price table has two sizes. Documents below 1 KB count as 1 KB.
    private static double Between(double one, double hundred, double kilobytes) =>
        one + (hundred - one) * (Math.Max(1, kilobytes) - 1) / 99;
}

/// <summary>Properties of a check, measured or assumed as infra/README.md describes.</summary>
internal sealed record CheckFigures(
    double RunCpuSeconds, double OtherCpuSeconds, double PhotoMegabytes, double LogKilobytesPerExecution, double PeakOfTheHour);

/// <summary>An instance of the hosting plan.</summary>
internal sealed record InstanceFigures(double MemoryGb, double Cores, double Busy, double LeastBilledSeconds);

/// <summary>The limits of the services.</summary>
internal sealed record LimitFigures(
    double PartitionRequestUnitsPerSecond,
    double PartitionGigabytes,
    double ServerlessRequestUnitsPerSecond,
    double AutoscaleLeastRequestUnitsPerSecond,
    double MessagesStandardOperationsPerSecond,
    double BlobRequestsPerSecond,
    double BlobIngressMegabytesPerSecond,
    double Instances);

/// <summary>List prices.</summary>
internal sealed record PriceFigures(
    double MillionRequestUnits,
    double HundredAutoscaleRequestUnitsPerSecondHour,
    double MillionMessageOperations,
    double TenThousandBlobWrites,
    double TenThousandBlobReads,
    double GigabyteSecond,
    double MillionExecutions,
    double LogGigabyte);
