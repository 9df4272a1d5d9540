using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Notifications;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.Json;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>Adds a user to an organization, who is told (seed 003: 组织成员添加).</summary>
public sealed class AddMember(
    Gate<AddMember> gate, OrganizationStore organizations, OrganizationPresenter presenter, AccountStore accounts)
{
    /// <summary>The kind of the notice to who was added.</summary>
    public const string Joined = "organization.joined";

    /// <summary>201 with the organization; 401 for members and others; 404 if there is no such user; 409 if a member already.</summary>
    [Function(nameof(AddMember))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("Add a member; for the owner and admins")]
    [Tags("Organizations")]
    [Refuses(
        OrganizationStore.NotPermitted, "not_found", "already_member", "too_many_members", "too_many_organizations", "try_again")]
    [Consumes(typeof(AddMemberRequest), "application/json")]
    [ResponseHeader("Location", StatusCodes.Status201Created)]
    [ProducesResponseType<OrganizationInfo>(StatusCodes.Status201Created)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = GigsRoutes.Organization + "/members")] HttpRequest request,
        string organization_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, OrganizationWire.Json.AddMemberRequest, cancellation);
            var (email, phone) = (Identity.Email(body.Email), Identity.Phone(body.PhoneNumber, "phone_number"));
            if ((email is null) == (phone is null))
                throw Refusal.Field("email", "give one of email and phone_number.");
            var status = body.Status ?? throw Refusal.Field("status", "is required.");
            // Only who may add anybody learns who is a user.
            var id = await organizations.RequireManager(organization_id, caller.Id, cancellation);
            var account = (await accounts.FindByIdentity(email ?? phone!, cancellation))?.Value
                ?? throw new Refusal(404, "not_found", "user/organization Not Found");
            await organizations.AddMember(
                id,
                caller.Id,
                account.Id,
                status,
                (organization, member) => [Notice(organization, member)],
                cancellation);
            request.HttpContext.Response.Headers.Location = GigsRoutes.OrganizationOf(caller.Id, id);
            return Results.Json(
                await presenter.Info(id, caller.Id, cancellation),
                OrganizationWire.Json.OrganizationInfo,
                statusCode: StatusCodes.Status201Created);
        });

    private static Message Notice(Organization organization, Membership member)
    {
        var data = new JoinedData(
            organization.Id, organization.Name, JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Status.ToString()));
        return new Notice(
            $"organization-{organization.Id}-{member.UserId}-{member.JoinTime.ToUnixTimeMilliseconds()}",
            member.UserId,
            Joined,
            member.JoinTime,
            new NoticeText("您已加入组织", $"您现在是“{organization.Name}”的成员。如非本人意愿，可以退出。"),
            new NoticeText(
                "You have joined an organization",
                $"You are a member of “{organization.Name}” now. If you do not want that, you can leave."),
            JsonSerializer.SerializeToElement(data, JoinedJson.Wire.JoinedData),
            GigsRoutes.OrganizationOf(member.UserId, organization.Id)).Message();
    }
}

/// <summary>The data of the notice, for programs.</summary>
internal sealed record JoinedData(long OrganizationId, string Name, string Status);

[JsonSerializable(typeof(JoinedData))]
internal sealed partial class JoinedJson : JsonSerializerContext
{
    public static JoinedJson Wire { get; } = new(WireJson.Options());
}
