using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using SneakerCheck.Imaging;
using SneakerCheck.Tests.Checks;
using SneakerCheck.Tests.Hosting;
using SneakerCheck.Tests.Imaging;
using SneakerCheck.Tests.Pictures;

namespace SneakerCheck.Tests.Worker;

/// <summary>The published app on the real worker. README.md of this folder lists what differs from a deployment.</summary>
[Trait(Speed.Category, Speed.Slow)]
public sealed class RealWorkerTests(WorkerFixture worker) : IClassFixture<WorkerFixture>
{
    private const string Template = "worker-1";
    private const string Model = "worker_shoe";
    private const string Password = "the owner's own secret";

    /// <summary>The small template decides with ten pairs of each label.</summary>
    private const int Pairs = 10;

    [Fact]
    public void Every_function_of_the_committed_list_is_loaded() => Assert.Equal(
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "functions.txt")),
        worker.Host.Functions.Select(function => function.Line).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Health_says_that_documents_blobs_and_messages_answer()
    {
        using var anybody = worker.Host.Client();

        var report = await (await anybody.GetAsync("/health")).Json(HttpStatusCode.OK);

        Assert.Equal(
            ["status ok", "documents ok", "blobs ok", "messages ok", "start ok"],
            report.EnumerateObject().Select(part => $"{part.Name} {part.Value}"));
    }

    [Fact]
    public async Task Templates_and_docs_are_served()
    {
        using var anybody = worker.Host.Client();

        var templates = await (await anybody.GetAsync("/api/v1/templates")).Json(HttpStatusCode.OK);
        var docs = await anybody.GetAsync("/docs");

        Assert.NotEmpty(templates.EnumerateArray());
        Assert.Equal((HttpStatusCode.OK, "text/html"), (docs.StatusCode, docs.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Unknown_paths_and_verbs_of_the_versioned_API_are_problems()
    {
        using var anybody = worker.Host.Client();

        await (await anybody.GetAsync("/api/v1")).Problem(404, "not_found");
        await (await anybody.GetAsync("/api/v1/nothing/here?x=1")).Problem(404, "not_found");
        var verb = await anybody.PatchAsync("/api/v1/users/me", null);
        await verb.Problem(405, "method_not_allowed");
        Assert.Equal(["DELETE", "GET", "PUT"], verb.Content.Headers.Allow);
        using var head = new HttpRequestMessage(HttpMethod.Head, "/api/v1/templates");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await anybody.SendAsync(head)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync("/nothing")).StatusCode);
    }

    [Fact]
    public async Task The_owner_of_a_route_may_read_what_it_names_and_others_may_not()
    {
        var (owner, id) = await SignUp();
        var (other, _) = await SignUp();
        var task = await CreateTask(owner, id.ToString());

        var found = await (await owner.GetAsync($"/api/v1/users/{id}/tasks/{task}")).Json(HttpStatusCode.OK);
        Assert.Equal(task, found.Text("id"));
        Assert.Equal(task, (await (await owner.GetAsync($"/api/v1/users/me/tasks/{task}")).Json(HttpStatusCode.OK)).Text("id"));
        await (await owner.GetAsync($"/api/v1/users/me/tasks/{Guid.NewGuid()}")).Problem(404);
        await (await other.GetAsync($"/api/v1/users/{id}/tasks/{task}")).Problem(403);
    }

    [Fact]
    public async Task A_query_is_parsed_and_an_invalid_body_is_refused()
    {
        var (owner, _) = await SignUp();
        await CreateTask(owner);
        await CreateTask(owner);

        Assert.Single((await (await owner.GetAsync("/api/v1/users/me/tasks?limit=1")).Json(HttpStatusCode.OK)).EnumerateArray());
        await (await owner.GetAsync("/api/v1/users/me/tasks?limit=many")).Problem(400);
        using var body = new StringContent("{\"meta_tag\":", new MediaTypeHeaderValue("application/json"));
        await (await owner.PostAsync("/api/v1/users/me/tasks", body)).Problem(400);
    }

    [Fact]
    public async Task A_photo_is_turned_by_the_native_library_that_was_published()
    {
        var (owner, _) = await SignUp();
        var jpeg = TestJpeg.WithExif(TestJpeg.Encode(48, 32, (x, y) => ((byte)x, (byte)y, 9)), 6);

        var posted = await owner.PostAsJsonAsync("/api/picture", new { data = Convert.ToBase64String(jpeg) });

        var id = (await posted.Envelope(201, 0)).GetProperty("id").GetInt64();
        var shown = (await (await owner.GetAsync($"/api/picture/{id}")).Envelope(200, 0)).Text("data");
        var header = JpegHeader.Read(Convert.FromBase64String(shown));
        Assert.Equal((32, 48, Orientation.Normal), (header.Width, header.Height, header.Orientation));
    }

    [Fact]
    public async Task Checks_from_upload_to_notification_are_answered_true_and_fake()
    {
        await AddExemplars();
        var (owner, _) = await SignUp();

        var genuine = await Check(owner, TestPhoto.Shoe(TestPhoto.Make.Genuine, 100));
        var fake = await Check(owner, TestPhoto.Shoe(TestPhoto.Make.Fake, 100));

        Assert.Equal(("true", "fake"), (genuine.Text("answer"), fake.Text("answer")));
        Assert.Contains(("check-runs", true), worker.Deliveries);
        await Eventually.Holds(
            async () => (await (await owner.GetAsync("/api/v1/users/me/notifications")).Json(HttpStatusCode.OK)).GetArrayLength() == 2,
            "both owners' notifications are in the inbox");
        Assert.Contains(("notices", true), worker.Deliveries);
    }

    [Fact]
    public async Task A_message_that_a_function_cannot_parse_is_abandoned() =>
        Assert.False(await worker.Host.Deliver("check-runs", "no message of ours"));

    [Fact]
    public async Task Timers_run()
    {
        Assert.True(await worker.Host.Tick("SweepOutbox"));
        Assert.True(await worker.Host.Tick("WatchWaitingChecks"));
    }

    private async Task<(HttpClient Client, long Id)> SignUp()
    {
        using var anybody = worker.Host.Client();
        var email = $"{Guid.NewGuid():n}@example.com";
        await (await anybody.PostAsJsonAsync("/api/v1/users",
            new { nick_name = "Owner", email, password = Password })).Json(HttpStatusCode.Created);
        return await SignIn(email, Password);
    }

    private async Task<(HttpClient Client, long Id)> SignIn(string email, string password)
    {
        using var anybody = worker.Host.Client();
        var session = await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { email, password })).Json(HttpStatusCode.OK);
        return (worker.Host.Client(session.Text("token")), session.GetProperty("user").GetProperty("id").GetInt64());
    }

    private static async Task<string> CreateTask(
        HttpClient owner, string user = "me", string template = "v0.1", string model = TestHost.PlainModel)
    {
        var reply = await owner.PostAsJsonAsync($"/api/v1/users/{user}/tasks", new { meta_tag = template, shoe_model = model });
        return (await reply.Json(HttpStatusCode.Created)).Text("id");
    }

    private static async Task<JsonElement> Check(HttpClient owner, byte[] photo)
    {
        var task = $"/api/v1/users/me/tasks/{await CreateTask(owner, template: Template, model: Model)}";
        // As a phone does: the photo is uploaded straight to storage with the link.
        var announced = await owner.PostAsJsonAsync($"{task}/files",
            new { view = "appear", content_type = "image/jpeg", size = photo.Length });
        var upload = (await announced.Json(HttpStatusCode.Created)).GetProperty("upload");
        Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(upload, photo)).StatusCode);
        await (await owner.PutAsync($"{task}/run", null)).Json(HttpStatusCode.OK);
        using var wait = new HttpRequestMessage(HttpMethod.Get, task) { Headers = { { "Prefer", "wait=30" } } };
        var finished = await (await owner.SendAsync(wait)).Json(HttpStatusCode.OK);
        Assert.Equal("finished", finished.Text("state"));
        return finished;
    }

    private async Task AddExemplars()
    {
        var (desk, _) = await SignIn(TestHost.OperatorEmail, TestHost.OperatorPassword);
        await (await desk.PutAsJsonAsync($"/api/v1/templates/{Template}", TestTemplates.Small(Template))).Json(HttpStatusCode.Created);
        await (await desk.PutAsJsonAsync(
            $"/api/v1/shoe_models/{Model}",
                new { id = Model, brand = "Test", title = new { zh = "鞋", en = "Shoe" } })).Json(HttpStatusCode.Created);
        foreach (var (make, verdict) in new[] { (TestPhoto.Make.Genuine, "true"), (TestPhoto.Make.Fake, "fake") })
        {
            for (var pair = 0; pair < Pairs; pair++)
            {
                using var photo = new ByteArrayContent(TestPhoto.Shoe(make, pair));
                photo.Headers.ContentType = new("image/jpeg");
                var place = $"/api/v1/exemplars?shoe_model={Model}&view=appear&verdict={verdict}&pair={verdict}-{pair}";
                await (await desk.PostAsync(place, photo)).Json(HttpStatusCode.Created);
            }
        }
    }
}
