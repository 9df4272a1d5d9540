using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Tests.Accounts;

/// <summary>One account for every contract: what is registered through one signs in through all, and is taken in all.</summary>
public sealed class RegistrationTests
{
    // What the client of 001 sends instead of a password: the MD5 of one. To the server it is a password as any other.
    private const string Md5 = "5f4dcc3b5aa765d61d8327deb882cf99";

    /// <summary>How each contract's client registers, and how it shows its token.</summary>
    private static readonly Dictionary<string, (Func<Person, Registrant> Registers, Action<HttpRequest, string> Shows)> Clients = new()
    {
        ["000"] = (
            person => new("球球君", person.UserName, person.Email, person.Phone, "password"),
            (request, token) => request.Headers.Authorization = $"Bearer {token}"),
        ["001"] = (
            person => new(person.Email.Split('@')[0], null, person.Email, null, Md5),
            (request, token) => request.Headers.Cookie = $"session={token}"),
        ["002"] = (
            person => new(person.UserName, person.UserName, null, null, "pwd"),
            (request, token) => request.Headers.Authorization = token),
        ["003"] = (
            person => new(person.Email.Split('@')[0], null, person.Email, person.Phone, "password"),
            (request, token) => request.Headers.Authorization = $"JWT {token}"),
    };

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var registeredBy in Clients.Keys)
        {
            foreach (var signedInBy in Clients.Keys)
                pairs.Add(registeredBy, signedInBy);
        }
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Who_registered_by_one_signs_in_by_the_other_with_each_identity_in_any_case(string registeredBy, string signedInBy)
    {
        var services = (await TestHost.Shared).Services;
        var signIn = services.GetRequiredService<SignIn>();
        var registrant = Clients[registeredBy].Registers(Person.New());
        var account = await services.GetRequiredService<Registration>().Register(registrant, "test", CancellationToken.None);

        var identities = Identities(registrant);
        Assert.NotEmpty(identities);
        foreach (var identity in identities.Select(InOtherCase))
        {
            var verified = await signIn.Verify(identity, registrant.Password, new SignInClient("test"), CancellationToken.None);
            var signedIn = await signIn.Open(verified, TimeSpan.FromMinutes(30), signedInBy, CancellationToken.None);
            var request = new DefaultHttpContext().Request;
            Clients[signedInBy].Shows(request, signedIn.Token);
            var (caller, _) = await services.GetRequiredService<IAuthenticator<Caller>>().Authenticate(request, CancellationToken.None);
            Assert.Equal((account, signedIn.Session.Id), (caller?.Account, caller?.SessionId));
        }
    }

    [Theory]
    [InlineData("000")]
    [InlineData("001")]
    [InlineData("002")]
    [InlineData("003")]
    public async Task What_is_taken_through_one_is_taken_through_all_in_any_case(string registeredBy)
    {
        var services = (await TestHost.Shared).Services;
        var registration = services.GetRequiredService<Registration>();
        var first = Clients[registeredBy].Registers(Person.New());
        var account = await registration.Register(first, "test", CancellationToken.None);

        foreach (var taken in Identities(first).Select(InOtherCase))
        {
            // A user name may be any text, somebody's e-mail or phone among it.
            var other = Person.New();
            Person[] claimants = [other with { UserName = taken }, .. IsPhone(taken) ? [other with { Phone = taken }]
                : Identity.IsEmail(taken) ? [other with { Email = taken }] : Array.Empty<Person>()];
            var registrants = from claimant in claimants
                              from client in Clients.Values
                              let registrant = client.Registers(claimant)
                              where Identities(registrant).Contains(taken)
                              select registrant;
            Assert.NotEmpty(registrants);
            foreach (var registrant in registrants)
            {
                var refusal = await Assert.ThrowsAsync<Refusal>(() => registration.Register(registrant, "test", CancellationToken.None));
                var field = registrant.Email == taken ? "email" : registrant.Phone == taken ? "phone" : "username";
                Assert.Equal((409, $"{field}_taken"), (refusal.Status, refusal.Code));
            }
            var found = await services.GetRequiredService<AccountStore>().FindByIdentity(taken, CancellationToken.None);
            Assert.Equal(account.Id, found?.Value.Id);
        }
    }

    [Theory]
    [InlineData("ΝΙΚΟΣ", "νικος", "νικοσ")]
    [InlineData("ÉCLAIR", "éclair", "Éclair")]
    [InlineData("КРОССОВОК", "кроссовок", "Кроссовок")]
    public async Task Letter_case_does_not_matter_in_any_script(params string[] spellings)
    {
        var services = (await TestHost.Shared).Services;
        var number = NewUser.Number();
        var registrant = new Registrant("x", spellings[0] + number, null, null, "password");
        var account = await services.GetRequiredService<Registration>().Register(registrant, "test", CancellationToken.None);

        foreach (var spelling in spellings)
        {
            var found = await services.GetRequiredService<AccountStore>().FindByIdentity(spelling + number, CancellationToken.None);
            Assert.Equal(account.Id, found?.Value.Id);
        }
    }

    [Fact]
    public async Task What_could_never_sign_in_is_not_registered()
    {
        var registration = (await TestHost.Shared).Services.GetRequiredService<Registration>();
        Registrant[] impossible =
        [
            new(" ", null, NewUser.Email(), null, "password"),
            new("x", "a\nb", null, null, "password"),
            new("x", new string('n', 65), null, null, "password"),
            new("x", null, "nobody", null, "password"),
            new("x", null, null, "call me", "password"),
            new("x", null, NewUser.Email(), null, ""),
            new("x", null, NewUser.Email(), null, new string('p', 129)),
        ];

        foreach (var registrant in impossible)
        {
            var refusal = await Assert.ThrowsAsync<Refusal>(() => registration.Register(registrant, "test", CancellationToken.None));
            Assert.Equal((400, "invalid_field"), (refusal.Status, refusal.Code));
        }
    }

    private static string[] Identities(Registrant registrant) =>
        [.. new[] { registrant.UserName, registrant.Email, registrant.Phone }.OfType<string>()];

    private static bool IsPhone(string identity) => identity.All(character => character is '+' || char.IsAsciiDigit(character));

    private static string InOtherCase(string identity) => string.Concat(identity.Select(
        letter => char.IsUpper(letter) ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter)));

    private sealed record Person(string UserName, string Email, string Phone)
    {
        public static Person New()
        {
            var number = NewUser.Number();
            return new($"Ball{number}", $"Ball{number}@Example.com", $"+86{number[..11]}");
        }
    }
}
