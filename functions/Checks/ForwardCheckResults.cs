using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Checks;

/// <summary>
/// A run has finished a check, in the form of messages sent before there were notices. Instances of that version read no other
/// form, so notices have a queue of their own and this one is drained; a message lives 14 days, after which both may go.
/// </summary>
/// <param name="UserId">The owner's account.</param>
/// <param name="TaskId">The check.</param>
/// <param name="RunId">The run.</param>
/// <param name="MetaTag">The template's tag.</param>
/// <param name="ShoeModel">The model that was claimed.</param>
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

/// <summary>Sends what an earlier version left on its queue of results on as notices.</summary>
public sealed class ForwardCheckResults(MessageConsumer consumer, IMessageSender sender)
{
    /// <summary>Forwards one result. A result that comes twice makes one notice, for its key is the run's.</summary>
    [Function(nameof(ForwardCheckResults))]
    public Task Run(
        [ServiceBusTrigger(CheckQueues.ResultsName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(
            CheckQueues.Results, body, (result, cancel) => sender.Send(FinishedNotice.Of(result).Message(), cancel), cancellation);
}
