using System.Net;
using System.Text;
using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Tests.Hosting;

public sealed class HttpFunctionsTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private LocalHost host = null!;
    private HttpClient client = null!;

    public async Task InitializeAsync()
    {
        host = await SampleHost.Start(folder, new Recorder());
        client = new HttpClient { BaseAddress = new Uri(host.Address) };
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData("/sample/echo/sneaker", "GET sneaker nothing")]
    [InlineData("/SAMPLE/Echo/%E9%9E%8B?also=shoe%20box", "GET 鞋 shoe box")]
    [InlineData("/sample/echo/a%2Fb", "GET a%2Fb nothing")]
    public async Task Route_and_query_values_are_bound_by_name(string path, string expected) =>
        Assert.Equal(expected, await client.GetStringAsync(path));

    [Theory]
    [InlineData("GET", "/sample/nowhere")]
    [InlineData("DELETE", "/sample/echo/sneaker")]
    [InlineData("HEAD", "/sample/echo/sneaker")]
    [InlineData("GET", "/sample/bodies")]
    public async Task What_no_function_answers_is_a_bare_404(string verb, string path)
    {
        using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(verb), path));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
        Assert.Null(answer.Content.Headers.ContentType);
        Assert.Empty(answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task An_exception_that_leaves_a_function_is_a_bare_500()
    {
        using var answer = await client.GetAsync("/sample/failure");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task One_object_serves_all_requests_to_its_functions()
    {
        using var first = await client.PostAsync("/sample/bodies", new StringContent("pair"));
        using var second = await client.PutAsync("/sample/bodies", new StringContent("pairs"));

        Assert.Equal("""{"length":4,"calls":1}""", await first.Content.ReadAsStringAsync());
        Assert.Equal("""{"length":5,"calls":2}""", await second.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(30 * 1024 * 1024, HttpStatusCode.OK)]
    [InlineData((30 * 1024 * 1024) + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_may_have_25_MiB(int length, HttpStatusCode expected)
    {
        using var body = new ByteArrayContent(Encoding.ASCII.GetBytes(new string('x', length)));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sample/bodies") { Content = body };
        request.Headers.ExpectContinue = true;

        using var answer = await client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }
}
