using System.Text.Json;
using SneakerCheck.Tests.Infra;

namespace SneakerCheck.Tests.Capacity;

/// <summary>What the capacity of a deployment is reckoned from: <c>infra/capacity.json</c>.</summary>
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
/// What Cosmos DB charges: small is 1 KB, large 100 KB; reads at session consistency, half of what strong consistency costs.
/// </summary>
internal sealed record RequestUnitFigures(
    double SmallRead, double LargeRead, double SmallWrite, double LargeWrite, double ReplaceFactor, double Query, double StrongReadFactor)
{
    public double Read(double kilobytes) => Between(SmallRead, LargeRead, kilobytes) * StrongReadFactor;

    public double Find(double kilobytes) => (Query + Between(SmallRead, LargeRead, kilobytes) - SmallRead) * StrongReadFactor;

    public double Write(double kilobytes) => Between(SmallWrite, LargeWrite, kilobytes);

    // The service's table has two sizes; what is smaller than a kilobyte counts as one.
    private static double Between(double one, double hundred, double kilobytes) =>
        one + (hundred - one) * (Math.Max(1, kilobytes) - 1) / 99;
}

/// <summary>What a check is like: measured by the commands that infra/README.md names, or taken, as it says there.</summary>
internal sealed record CheckFigures(
    double RunCpuSeconds, double OtherCpuSeconds, double PhotoMegabytes, double LogKilobytesPerExecution, double PeakOfTheHour);

/// <summary>An instance of the plan.</summary>
internal sealed record InstanceFigures(double MemoryGb, double Cores, double Busy, double LeastBilledSeconds);

/// <summary>What a service takes at most.</summary>
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
