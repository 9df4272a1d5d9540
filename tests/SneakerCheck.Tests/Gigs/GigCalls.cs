using System.Net;
using System.Net.Http.Json;
using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Gigs;

/// <summary>A valid call of each function of gigs.</summary>
internal static class GigCalls
{
    public static Call[] Table { get; } =
    [
        new("AcceptGig", 201) { Fresh = OfAnother, NamesWhatIsPublic = true },
        new("ChangeGig", 200) { Body = (_, _) => new { status = "pending" }, Fresh = Own },
        new("ChangeOrganizationGig", 200) { Body = (_, _) => new { status = "pending" }, Fresh = OfOrganization },
        new("CreateGig", 201) { Body = (_, _) => GigDesk.Gig() },
        new("CreateOrganizationGig", 201) { Body = (_, _) => GigDesk.Gig(), Fresh = Organization },
        new("DeleteGig", 200) { Fresh = Own },
        new("DeleteOrganizationGig", 200) { Fresh = OfOrganization },
        new("FinishStep", 200) { Fresh = Accepted, NamesWhatIsPublic = true },
        new("ListGigs", 200),
        new("ListOrganizationGigs", 200) { Fresh = Organization },
        new("ReviewOrganizationParticipant", 200) { Body = (_, _) => new { comment = 5 }, Fresh = WaitingAtOrganization },
        new("ReviewParticipant", 200) { Body = (_, _) => new { comment = 5 }, Fresh = Waiting },
    ];

    private static GigsClient Client(Subject subject) => new(subject.Http, subject.Id, subject.Token);

    private static Dictionary<string, string> Values(long gig, long? participant = null, string? organization = null)
    {
        var values = new Dictionary<string, string> { ["task_id"] = $"{gig}", ["step_id"] = "1" };
        if (participant is { } id)
            (values["finishers"], values["participant_id"]) = ("finishers", $"{id}");
        if (organization is not null)
            (values["organization"], values["organization_id"]) = ("organization", organization);
        return values;
    }

    private static async Task<Dictionary<string, string>> Own(Subject subject) =>
        Values((await Client(subject).Publish(GigDesk.Gig())).Number("task_id"));

    private static async Task<Dictionary<string, string>> OfAnother(Subject subject) =>
        Values((await (await GigsClient.Create(subject.Host)).Publish(GigDesk.Gig())).Number("task_id"));

    private static async Task<Dictionary<string, string>> Accepted(Subject subject)
    {
        var values = await OfAnother(subject);
        await (await Client(subject).Accept(long.Parse(values["task_id"]))).Json(HttpStatusCode.Created);
        return values;
    }

    private static async Task<Dictionary<string, string>> Waiting(Subject subject)
    {
        var (creator, worker) = (Client(subject), await GigsClient.Create(subject.Host));
        var gig = (await creator.Publish(GigDesk.Gig())).Number("task_id");
        await worker.Work(gig);
        return Values(gig, worker.Id);
    }

    private static async Task<Dictionary<string, string>> Organization(Subject subject)
    {
        var reply = await subject.Http.PostAsJsonAsync(
            $"/users/{subject.Id}/organization", new { name = $"desk {Guid.NewGuid():N}", bio = "bio" });
        return new()
        {
            ["organization"] = "organization",
            ["organization_id"] = (await reply.Json(HttpStatusCode.Created)).Text("organization_id"),
        };
    }

    private static async Task<Dictionary<string, string>> OfOrganization(Subject subject)
    {
        var organization = (await Organization(subject))["organization_id"];
        var gig = await (await subject.Http.PostAsJsonAsync(
            $"/users/{subject.Id}/organization/{organization}/tasks", GigDesk.Gig())).Json(HttpStatusCode.Created);
        return Values(gig.Number("task_id"), organization: organization);
    }

    private static async Task<Dictionary<string, string>> WaitingAtOrganization(Subject subject)
    {
        var values = await OfOrganization(subject);
        var worker = await GigsClient.Create(subject.Host);
        await worker.Work(long.Parse(values["task_id"]));
        return Values(long.Parse(values["task_id"]), worker.Id, values["organization_id"]);
    }
}
