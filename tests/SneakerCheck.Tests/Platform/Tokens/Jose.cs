using System.Diagnostics;
using System.Text.Json;

namespace SneakerCheck.Tests.Platform.Tokens;

/// <summary>The npm package jose, another implementation of JSON Web Tokens. npm installs it once into the output folder.</summary>
public sealed class Jose : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Platform", "Tokens", "Fixtures", "jose");

    public async Task InitializeAsync()
    {
        // npm writes this file last.
        if (!File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")))
            await Run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], "");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public static Task<string> Sign(string key, object claims) =>
        Run("node", ["tokens.js"], JsonSerializer.Serialize(new { key, claims }));

    /// <summary>Verifies a token and returns its claims; fails if the token is not valid.</summary>
    public static async Task<JsonElement> Verify(string key, string token, string issuer, string audience) =>
        JsonElement.Parse(await Run("node", ["tokens.js"], JsonSerializer.Serialize(new { key, token, issuer, audience })));

    private static async Task<string> Run(string program, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() && program == "npm" ? "npm.cmd" : program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {await errors}");
        return await output;
    }
}
