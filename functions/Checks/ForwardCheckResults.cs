using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Checks;

/// <summary>
/// A run has finished a check: the message format of a version before notices. Instances of that version cannot read notices, so
/// notices have a queue of their own and this one is drained. Messages expire after 14 days; then this queue can be removed.
/// </summary>
/// <param name="UserId">The owner's account.</param>
/// <param name="TaskId">The check.</param>
/// <param name="RunId">The run.</param>
/// <param name="MetaTag">The template's tag.</param>
/// <param name="ShoeModel">The shoe model that the owner claims.</param>
/// <param name="Answer"><c>true</c>, <c>fake</c> or <c>not_sure</c>.</param>
/// <param name="FinishTime">When the run finished.</param>
/// <param name="ReasonZh">Why, in Chinese, in a sentence or two.</param>
/// <param name="ReasonEn">Why, in English, in a sentence or two.</param>
public sealed record CheckResult(
    long UserId,
    string TaskId,
    string RunId,
    string MetaTag,
    string ShoeModel,
    string Answer,
    DateTimeOffset FinishTime,
    string ReasonZh,
    string ReasonEn);

/// <summary>Forwards results that an earlier version queued, as notices.</summary>
public sealed class ForwardCheckResults(MessageConsumer consumer, IMessageSender sender)
{
    /// <summary>Idempotent: the notice's key is the run's id, so a result that arrives twice makes one notice.</summary>
    [Function(nameof(ForwardCheckResults))]
    public Task Run(
        [ServiceBusTrigger(CheckQueues.ResultsName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(
            CheckQueues.Results, body, (result, cancel) => sender.Send(FinishedNotice.Of(result).Message(), cancel), cancellation);
}
