using System.Collections.Concurrent;
using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("SneakerCheck.Tests.ProgressFramework", "SneakerCheck.Tests")]

namespace SneakerCheck.Tests;

/// <summary>
/// Extends xunit's framework: every ten seconds it prints how many tests are done and which classes are running, so that a long run is not
/// silent. The first line says how many slow tests were left out.
/// </summary>
public sealed class ProgressFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    /// <inheritdoc/>
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        protected override async void RunTestCases(
            IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
        {
            var cases = testCases.ToList();
            if (!cases.Exists(IsSlow))
                Say($"The slow tests are left out, {SlowMethods()} methods: dotnet test --filter Category=Slow");
            using var progress = new Progress(executionMessageSink, cases.Count, Say);
            using var runner = new XunitTestAssemblyRunner(TestAssembly, cases, DiagnosticMessageSink, progress, executionOptions);
            await runner.RunAsync();
        }

        private void Say(string text) => DiagnosticMessageSink.OnMessage(new DiagnosticMessage(text));

        private static bool IsSlow(IXunitTestCase test) =>
            test.Traits.TryGetValue(Speed.Category, out var categories) && categories.Contains(Speed.Slow);

        private static int SlowMethods() => typeof(ProgressFramework).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(FactAttribute)))
            .Count(method => Speed.IsSlow(method) || Speed.IsSlow(method.ReflectedType!));
    }

    /// <summary>Forwards messages and counts them.</summary>
    private sealed class Progress : LongLivedMarshalByRefObject, IMessageSink, IDisposable
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

        private readonly IMessageSink next;
        private readonly ConcurrentDictionary<string, int> running = new();
        private readonly Timer timer;
        private int done;

        public Progress(IMessageSink next, int total, Action<string> say)
        {
            this.next = next;
            timer = new Timer(
                _ => say($"{done} of {total} tests; running {string.Join(", ", running.Keys.Order())}"), null, Interval, Interval);
        }

        public bool OnMessage(IMessageSinkMessage message)
        {
            switch (message)
            {
                case ITestClassStarting starting:
                    running[Name(starting)] = 1;
                    break;
                case ITestClassFinished finished:
                    running.TryRemove(Name(finished), out _);
                    break;
                case ITestFinished:
                    Interlocked.Increment(ref done);
                    break;
            }
            return next.OnMessage(message);
        }

        public void Dispose() => timer.Dispose();

        private static string Name(ITestClassMessage message) => message.TestClass.Class.Name.Split('.')[^1];
    }
}
