using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Tests.Hosting;

public sealed class RouteOverlapTests
{
    [Theory]
    [InlineData("tasks", "TASKS")]
    [InlineData("tasks/{task_id}", "tasks/search")]
    [InlineData("tasks/{task_id:long}", "tasks/42")]
    [InlineData("tasks/{a}", "tasks/{b}")]
    [InlineData("tasks/{a:long}", "tasks/{b:int}")]
    [InlineData("tasks/{a:guid}", "tasks/{b:long}")]
    [InlineData("tasks/{a:weekday}", "tasks/search")]
    [InlineData("tasks/{a:regex(^s)}", "tasks/search")]
    [InlineData("tasks/{a?}", "tasks")]
    [InlineData("tasks/{a=1}", "tasks")]
    [InlineData("tasks/{a?}", "tasks/{b}")]
    [InlineData("{a?}", "{b?}")]
    [InlineData("{*rest}", "tasks/1/files")]
    [InlineData("{**rest}", "")]
    [InlineData("tasks/{*rest}", "tasks")]
    [InlineData("tasks/{*rest}", "{area}/{*more}")]
    [InlineData("{a}/files", "tasks/{b}")]
    [InlineData("codes/{id}.svg", "codes/{name}")]
    [InlineData("codes/{id}.svg", "codes/1.SVG")]
    [InlineData("codes/{id}.svg", "codes/new{rest}")]
    [InlineData("codes/{id}.{ext?}", "codes/1")]
    public void Some_path_is_matched_by_both(string one, string other)
    {
        Assert.True(RouteOverlap.Between(one, other));
        Assert.True(RouteOverlap.Between(other, one));
    }

    [Theory]
    [InlineData("tasks", "task")]
    [InlineData("tasks", "tasks/{id}")]
    [InlineData("tasks/{task_id:long}", "tasks/search")]
    [InlineData("tasks/{task_id:int}", "tasks/99999999999")]
    [InlineData("tasks/{task_id:guid}", "tasks/search")]
    [InlineData("tasks/{a:regex(^\\d+$)}", "tasks/search")]
    [InlineData("tasks/{a:long:min(5)}", "tasks/4")]
    [InlineData("tasks/{a:alpha}", "tasks/{b:long}")]
    [InlineData("tasks/{a?}", "tasks/{b}/files")]
    [InlineData("tasks/{*rest}", "users/{*rest}")]
    [InlineData("{a:long}/files", "me/{b}")]
    [InlineData("codes/{id}.svg", "codes/{id}.png")]
    [InlineData("codes/{id}.svg", "codes/.svg")]
    public void No_path_is_matched_by_both(string one, string other)
    {
        Assert.False(RouteOverlap.Between(one, other));
        Assert.False(RouteOverlap.Between(other, one));
    }

    [Fact]
    public void Functions_collide_only_where_they_share_a_verb()
    {
        var method = typeof(RouteOverlapTests).GetMethod(nameof(Functions_collide_only_where_they_share_a_verb))!;
        FunctionDefinition Function(string name, string route, params string[] verbs) =>
            new(name, new FunctionTrigger.Http([.. verbs], route), method);

        var collisions = RouteOverlap.In(
        [
            Function("Read", "tasks/{id}", "GET"),
            Function("Search", "tasks/search", "GET", "POST"),
            Function("Change", "tasks/{id}", "PUT"),
            Function("Other", "users/{id}"),
            Function("Anything", "users/me"),
            Function("Zz", "tasks/{*rest}"),
        ]);

        Assert.Equal([("Anything", "Other"), ("Read", "Search")], collisions.Select(pair => (pair.First.Name, pair.Second.Name)).Order());
    }

    [Fact]
    public void A_catch_all_hides_what_sorts_behind_it()
    {
        var method = typeof(RouteOverlapTests).GetMethod(nameof(A_catch_all_hides_what_sorts_behind_it))!;
        FunctionDefinition Function(string name, string route) => new(name, new FunctionTrigger.Http([], route), method);

        var collisions = RouteOverlap.In(
        [
            Function("list", "tasks"),
            Function("Other", "tasks/{*rest}"),
            Function("read", "tasks/{id}"),
            Function("Zz", "tasks/me/{*more}"),
        ]);

        Assert.Equal([("Other", "Zz"), ("Other", "read")], collisions.Select(pair => (pair.First.Name, pair.Second.Name)).Order());
    }
}
