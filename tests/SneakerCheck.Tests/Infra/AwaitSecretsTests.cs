using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SneakerCheck.Tests.Infra;

/// <summary>The step after provisioning that waits until the app can read its secrets, against a stand-in for Azure.</summary>
public sealed class AwaitSecretsTests
{
    private readonly List<string> calls = [];

    [Fact]
    public async Task Asks_again_until_every_reference_is_resolved()
    {
        var result = await Run("AccessToKeyVaultDenied", "AccessToKeyVaultDenied", "Resolved");

        Assert.Equal("", result);
        Assert.Equal(
            Enumerable.Repeat("POST refresh Bearer T|GET appsettings Bearer T", 3),
            calls.Chunk(2).Select(pair => string.Join('|', pair)));
    }

    [Fact]
    public async Task Names_what_was_never_resolved() =>
        Assert.Equal("Tokens__SigningKey: AccessToKeyVaultDenied", await Run([.. Enumerable.Repeat("AccessToKeyVaultDenied", 10)]));

    [Fact]
    public async Task Does_not_wait_for_a_secret_that_is_not_there()
    {
        Assert.Equal("Tokens__SigningKey: SecretNotFound", await Run([.. Enumerable.Repeat("SecretNotFound", 10)]));
        Assert.Equal(3, calls.Count(call => call.StartsWith("POST", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_answer_from_before_the_lookup_does_not_end_it() => Assert.Equal("", await Run("SecretNotFound", "Resolved"));

    [Fact]
    public async Task A_transient_error_of_the_service_does_not_end_it() => Assert.Equal("", await Run("503", "Resolved"));

    [Fact]
    public async Task Ends_where_the_deployer_has_no_right()
    {
        Assert.Equal("403 no right", await Run("403", "Resolved"));
        Assert.Single(calls);
    }

    [Fact]
    public async Task An_empty_list_does_not_fail_the_deployment()
    {
        Assert.Equal("", await Run([.. Enumerable.Repeat("", 10)]));
        Assert.Equal(8, calls.Count(call => call.StartsWith("POST", StringComparison.Ordinal)));
    }

    /// <summary>Each round is answered with the next status: a number is an HTTP status, an empty text an empty list.</summary>
    private async Task<string> Run(params string[] statuses)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var azure = builder.Build();
        var round = -1;
        const string References = "/app/config/configreferences/appsettings/{refresh?}";
        azure.Map(References, async (HttpRequest request, HttpResponse response, string? refresh) =>
        {
            calls.Add($"{request.Method} {refresh ?? "appsettings"} {request.Headers.Authorization}");
            if (refresh is not null)
                round++;
            var status = statuses[round];
            if (int.TryParse(status, out var code))
            {
                response.StatusCode = code;
                await response.WriteAsync("no right");
                return;
            }
            object[] references =
            [
                new { name = "Tokens__SigningKey", properties = new { status } },
                new { name = "Operator__Password", properties = new { status = "Resolved" } },
            ];
            await response.WriteAsJsonAsync(new { value = status == "" ? [] : references });
        });
        await azure.StartAsync();

        var script = $$"""
            import { awaitSecrets } from {{JsonSerializer.Serialize(new Uri(RepositoryFiles.Full("infra/await-secrets.mjs")))}};
            const app = '{{azure.Urls.Single()}}/app';
            const wrong = await awaitSecrets({ app, token: () => 'T', rounds: {{statuses.Length}}, pause: 0, say: () => {} });
            process.stdout.write(wrong ?? '');
            """;
        using var node = Process.Start(new ProcessStartInfo("node", ["--input-type=module", "--eval", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = node.StandardError.ReadToEndAsync();
        var result = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.Equal("", await errors);
        return result;
    }
}
