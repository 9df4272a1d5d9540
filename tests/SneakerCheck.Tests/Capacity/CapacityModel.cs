using System.Globalization;
using System.Text;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Capacity;

/// <summary>Computes load, cost and saturation at a rate of checks from the operations of one check.</summary>
internal sealed class CapacityModel(CapacityFigures figures, IReadOnlyList<CheckStep> steps, IReadOnlySet<string> sharedPartitions)
{
    // The phone's own requests to the blob service: one upload for each photo.
    private const int Uploads = OneCheck.Photos;

    private int Executions => steps.Sum(step => step.Executions);

    private double RequestUnits => steps.SelectMany(step => step.Documents).Sum(Charge);

    // Each message is sent, received and completed.
    private int MessageOperations => 3 * steps.Sum(step => step.Messages.Count);

    private int BlobReads => steps.SelectMany(step => step.Blobs).Count(method => method is "GET" or "HEAD");

    private int BlobWrites => Uploads + steps.SelectMany(step => step.Blobs).Count(method => method is not ("GET" or "HEAD"));

    private double CpuSeconds => figures.Check.RunCpuSeconds + figures.Check.OtherCpuSeconds;

    /// <summary>Operations and charge by step.</summary>
    public string Operations()
    {
        var table = new StringBuilder(
            "| step | functions run | reads | queries | commits (documents) | RU | messages | blob requests |\n" +
            "|---|---|---|---|---|---|---|---|\n");
        foreach (var step in steps)
        {
            var commits = step.Documents.Where(call => call.Operation == DocumentOperation.Commit).ToArray();
            Row(
                table,
                step.Name,
                step.Executions,
                Count(step, DocumentOperation.Read),
                Count(step, DocumentOperation.Query) + Count(step, DocumentOperation.Count),
                $"{commits.Length} ({commits.Sum(call => call.Commit!.Operations.Count)})",
                Number(step.Documents.Sum(Charge)),
                step.Messages.Count,
                string.Join(
                    ", ",
                    step.Blobs.GroupBy(method => method).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key}")));
        }

        Row(
            table,
            "**one check**",
            Executions,
            steps.Sum(step => Count(step, DocumentOperation.Read)),
            steps.Sum(step => Count(step, DocumentOperation.Query) + Count(step, DocumentOperation.Count)),
            steps.Sum(step => Count(step, DocumentOperation.Commit)),
            Number(RequestUnits),
            steps.Sum(step => step.Messages.Count),
            $"{BlobReads} reads, {BlobWrites} writes with the phone's");
        return table.ToString();

        static int Count(CheckStep step, DocumentOperation operation) => step.Documents.Count(call => call.Operation == operation);
    }

    /// <summary>Load and cost at some rates.</summary>
    public string Rates(params int[] checksPerMinute)
    {
        var rates = checksPerMinute.Select(rate => rate.ToString("N0", CultureInfo.InvariantCulture));
        var table = new StringBuilder(
            $"| | {string.Join(" | ", rates)} |\n|---|{string.Concat(checksPerMinute.Select(_ => "---|"))}\n");
        Line("RU/s, mean", rate => Number(rate / 60 * RequestUnits));
        Line("RU/s in the busiest partition that all checks share", rate => Number(rate / 60 * Shared().First().Charge));
        Line("Service Bus operations a second", rate => Number(rate / 60 * MessageOperations));
        Line("blob requests a second", rate => Number(rate / 60 * (BlobReads + BlobWrites)));
        Line("uploads, MB a second", rate => Number(rate / 60 * Uploads * figures.Check.PhotoMegabytes));
        Line("instances", rate => Instances(rate).ToString(CultureInfo.InvariantCulture));
        Line("functions, GB-s a check", rate => Number(GigabyteSeconds(rate)));
        Line("$ per 1,000 checks: documents", _ => Dollars(DocumentDollars));
        Line("the same, under autoscale", rate => Dollars(AutoscaleDollars(rate)));
        Line("messages", _ => Dollars(MessageDollars));
        Line("blobs", _ => Dollars(BlobDollars));
        Line("functions", rate => Dollars(FunctionDollars(rate)));
        Line("logs", _ => Dollars(LogDollars));
        Line("**together**", rate => Dollars(DocumentDollars + MessageDollars + BlobDollars + FunctionDollars(rate) + LogDollars));
        return table.ToString();

        void Line(string name, Func<double, string> value) => Row(table, [name, .. checksPerMinute.Select(rate => value(rate))]);
    }

    /// <summary>The checks a minute at which each limit is reached, lowest first.</summary>
    public string Saturation()
    {
        var table = new StringBuilder("| limit | a check takes | checks a minute at most |\n|---|---|---|\n");
        var limits = figures.Limits;
        var rows = Shared().Select(shared => (
                Name: $"partition `{shared.Partition}`: {limits.PartitionRequestUnitsPerSecond:N0} RU/s",
                Takes: $"{Number(shared.Charge)} RU",
                Most: limits.PartitionRequestUnitsPerSecond / shared.Charge))
            .Append((
                "Cosmos DB serverless: " + limits.ServerlessRequestUnitsPerSecond.ToString("N0", CultureInfo.InvariantCulture) + " RU/s",
                $"{Number(RequestUnits)} RU",
                limits.ServerlessRequestUnitsPerSecond / RequestUnits))
            .Append(($"Service Bus Standard: {limits.MessagesStandardOperationsPerSecond:N0} operations a second",
                $"{MessageOperations}",
                limits.MessagesStandardOperationsPerSecond / MessageOperations))
            .Append(($"one storage account: {limits.BlobRequestsPerSecond:N0} requests a second",
                $"{BlobReads + BlobWrites}",
                limits.BlobRequestsPerSecond / (BlobReads + BlobWrites)))
            .Append(($"one storage account: {limits.BlobIngressMegabytesPerSecond:N0} MB a second",
                $"{Number(Uploads * figures.Check.PhotoMegabytes)} MB",
                limits.BlobIngressMegabytesPerSecond / (Uploads * figures.Check.PhotoMegabytes)))
            .Append(($"{limits.Instances:N0} instances, {figures.Instance.Busy:P0} busy",
                $"{CpuSeconds} s of CPU",
                limits.Instances * figures.Instance.Cores * figures.Instance.Busy / CpuSeconds));
        foreach (var (name, takes, most) in rows.OrderBy(row => row.Item3))
            Row(table, name, takes, (Math.Floor(most * 60 / 10) * 10).ToString("N0", CultureInfo.InvariantCulture));
        return table.ToString();
    }

    private double DocumentDollars => 1000 * RequestUnits / 1e6 * figures.Dollars.MillionRequestUnits;

    // Billed by the highest throughput of each hour, but at least the minimum that can be set.
    private double AutoscaleDollars(double checksPerMinute)
    {
        var units = Math.Max(
            figures.Limits.AutoscaleLeastRequestUnitsPerSecond, figures.Check.PeakOfTheHour * checksPerMinute / 60 * RequestUnits);
        return 1000 / (60 * checksPerMinute) * units / 100 * figures.Dollars.HundredAutoscaleRequestUnitsPerSecondHour;
    }

    private double MessageDollars => 1000 * MessageOperations / 1e6 * figures.Dollars.MillionMessageOperations;

    private double BlobDollars =>
        1000 * (BlobWrites * figures.Dollars.TenThousandBlobWrites + BlobReads * figures.Dollars.TenThousandBlobReads) / 1e4;

    private double LogDollars => 1000 * Executions * figures.Check.LogKilobytesPerExecution / 1e6 * figures.Dollars.LogGigabyte;

    private double FunctionDollars(double checksPerMinute) =>
        1000 * (GigabyteSeconds(checksPerMinute) * figures.Dollars.GigabyteSecond + Executions / 1e6 * figures.Dollars.MillionExecutions);

    private int Instances(double checksPerMinute) =>
        (int)Math.Ceiling(checksPerMinute / 60 * CpuSeconds / (figures.Instance.Cores * figures.Instance.Busy));

    // An instance is billed while anything runs on it. At a low rate each execution is billed alone, for the minimum time; at a high
    // rate executions share instances.
    private double GigabyteSeconds(double checksPerMinute)
    {
        var apart = Executions * figures.Instance.LeastBilledSeconds;
        return figures.Instance.MemoryGb * Math.Min(apart, 60 * Instances(checksPerMinute) / checksPerMinute);
    }

    private IEnumerable<(string Partition, double Charge)> Shared() =>
        from call in steps.SelectMany(step => step.Documents)
        where sharedPartitions.Contains(call.Partition!)
        group call by call.Partition into partition
        let charge = partition.Sum(Charge)
        orderby charge descending
        select (partition.Key, charge);

    private double Charge(DocumentCall call) => call switch
    {
        { Operation: DocumentOperation.Read } => figures.RequestUnits.Read(call.Bytes / 1024d),
        { Commit: { } commit } => commit.Operations.Sum(Charge),
        _ => figures.RequestUnits.Find(call.Bytes / 1024d),
    };

    private double Charge(CommitOperation operation) => operation switch
    {
        CommitOperation.Create create => figures.RequestUnits.Write(create.Value.Length / 1024d),
        CommitOperation.Replace replace => figures.RequestUnits.ReplaceFactor * figures.RequestUnits.Write(replace.Value.Length / 1024d),
        CommitOperation.Increment => figures.RequestUnits.ReplaceFactor * figures.RequestUnits.Write(1),
        _ => figures.RequestUnits.Write(1),
    };

    private static void Row(StringBuilder table, params object[] cells) =>
        table.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    // Two significant digits: the inputs are no more exact, and a document that grows by a few bytes changes nothing.
    private static string Number(double value)
    {
        if (value <= 0)
            return "0";
        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return (Math.Round(value / unit) * unit).ToString("#,0.###", CultureInfo.InvariantCulture);
    }

    private static string Dollars(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
