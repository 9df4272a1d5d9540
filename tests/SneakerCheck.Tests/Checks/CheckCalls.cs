using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Checks;

/// <summary>Calls of all functions of checks, for the tests of all endpoints.</summary>
internal static class CheckCalls
{
    public static Call[] Table { get; } =
    [
        new("AddExemplar", 201) { SendsPhoto = true, Query = Label },
        new("AddFile", 201)
        {
            Body = (_, _) => new { view = "appear", content_type = "image/jpeg", size = 1000 },
            Fresh = OpenTask,
        },
        new("AnswerCheck", 200)
        {
            Body = (_, _) => new { answer = "not_sure", reason = "The size label cannot be read." },
            Fresh = async subject => new() { ["task_id"] = await subject.NewFinishedTask() },
            Caching = Caching.Private,
        },
        new("ChangeTask", 200) { Body = (_, _) => new { comment = "another box" }, Fresh = OpenTask, Caching = Caching.Private },
        new("CreateTask", 201)
        {
            Body = (_, _) => new { meta_tag = TestHost.SmallTemplate, shoe_model = TestHost.PlainModel, comment = "a box" },
            Caching = Caching.Private,
        },
        new("DeleteExemplar", 204) { Fresh = async subject => new() { ["exemplar_id"] = await subject.NewExemplar(Label()) } },
        new("DeleteTask", 204) { Fresh = async subject => new() { ["task_id"] = await subject.NewTask() } },
        new("GetCheck", 200),
        new("GetCoverage", 200) { Fresh = _ => Values("shoe_model", TestHost.PlainModel) },
        new("GetExemplar", 200) { Fresh = async subject => new() { ["exemplar_id"] = await subject.NewExemplar(Label()) } },
        new("GetFile", 302),
        new("GetOutline", 200) { Fresh = _ => Values("file", "tag.svg"), NamesWhatIsPublic = true, Caching = Caching.Public },
        new("GetTask", 200) { Caching = Caching.Private },
        new("GetTemplate", 200) { Fresh = _ => Values("meta_tag", "v0.1"), NamesWhatIsPublic = true },
        new("ListChecks", 200),
        new("ListExemplars", 200),
        new("ListShoeModels", 200) { Bound = "1,000, made by operators only" },
        new("ListTasks", 200),
        new("ListTemplates", 200) { Bound = "1,000, made by operators only" },
        new("PutShoeModel", 201)
        {
            Body = (_, values) => new { id = values["shoe_model"], brand = "x", title = new { zh = "x", en = "x" } },
            Fresh = _ => Values("shoe_model", Subject.NewName()),
        },
        new("ReleaseTemplate", 201)
        {
            Body = (_, values) => TestTemplates.Small(values["meta_tag"]),
            Fresh = _ => Values("meta_tag", Subject.NewName()),
        },
        new("RerunCheck", 200)
        {
            Fresh = async subject => new() { ["task_id"] = await subject.NewFinishedTask() },
            Caching = Caching.Private,
        },
        new("SubmitTask", 200) { Caching = Caching.Private },
    ];

    private static string Label() => $"?shoe_model=nike_dunk_low&view=tongue&verdict=true&pair=pair-{Guid.NewGuid():N}";

    private static Task<Dictionary<string, string>> OpenTask(Subject subject) => Values("task_id", subject.OpenTask);

    private static Task<Dictionary<string, string>> Values(string name, string value) =>
        Task.FromResult(new Dictionary<string, string> { [name] = value });
}
