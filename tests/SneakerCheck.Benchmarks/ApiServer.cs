using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Checks;
using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Benchmarks;

/// <summary>The measured process: the Local host, and the floor on its store.</summary>
internal static class ApiServer
{
    private const int Owners = 16;

    public static async Task<int> Run(string folder)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["SNEAKERCHECK_DATA"] = Path.Combine(folder, "data"),
        };
        await using var host = await LocalHost.Start(
            new LocalHostOptions { Settings = settings, Output = TextWriter.Null },
            Assembly.GetAssembly(typeof(CheckStore))!,
            builder => builder.Services.AddSneakerCheck(builder.Configuration));
        await using var floor = await ApiFloor.Start(host.Services);
        await ApiOwner.Write(folder, await Task.WhenAll(Enumerable.Range(0, Owners).Select(index => MakeOwner(host.Services, index))));
        Console.WriteLine(new Uri(host.Address).Port);
        Console.WriteLine(floor.Port);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static async Task<ApiOwner> MakeOwner(IServiceProvider services, int index)
    {
        var catalogue = services.GetRequiredService<Catalogue>();
        var template = await catalogue.FindTemplate(ApiCall.MetaTag, default) ?? throw new InvalidOperationException("No template.");
        var model = await catalogue.FindModel(ApiCall.ShoeModel, default) ?? throw new InvalidOperationException("No shoe model.");
        var email = $"owner-{index}@example.com";
        var hash = await services.GetRequiredService<Passwords>().Hash(ApiOwner.Password, default);
        var account = (await services.GetRequiredService<AccountStore>().Create(
            id => new Account(
                id, "owner", null, email, null, hash, AccountRole.Member, AccountStatus.Active, int.MaxValue, 0, DateTimeOffset.UtcNow),
            default)).Value;
        var signedIn = await services.GetRequiredService<SignIn>().Open(account, CreateSession.Lifetime, "benchmark", default);
        var empty = await OpenChecks(ApiCall.EmptyChecks);
        var listed = await OpenChecks(ApiCall.Checks);
        return new ApiOwner(email, signedIn.Token, listed[0], empty);

        async Task<string[]> OpenChecks(int count) => await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            var check = Check.Create(account.Id, template, model, "", DateTimeOffset.UtcNow);
            return (await services.GetRequiredService<CheckStore>().Create(check, [], default)).Value.Id;
        }));
    }
}
