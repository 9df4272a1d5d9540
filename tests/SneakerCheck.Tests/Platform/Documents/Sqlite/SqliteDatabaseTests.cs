using Microsoft.Data.Sqlite;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Tests.Platform.Documents.Sqlite;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly SqliteFile file = new();
    private readonly DocumentKind<Sample> kind = new("sample", SampleJson.Default.Sample);

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Acknowledged_writes_survive_a_crash()
    {
        var documents = new SqliteDocuments(file.Database, TimeProvider.System);
        for (var number = 0; number < 20; number++)
        {
            await documents.Commit(new Commit("p").Create(kind, $"{number}", new($"{number}")));
            using var copy = file.OpenCopy();
            Assert.Equal($"{number}", (await new SqliteDocuments(copy, TimeProvider.System).Read(kind, "p", $"{number}"))?.Value.Name);
        }
    }

    [Fact]
    public async Task Documents_survive_a_restart()
    {
        await new SqliteDocuments(file.Database, TimeProvider.System).Commit(new Commit("p").Create(kind, "a", new("kept")));
        file.Reopen();

        Assert.Equal("kept", (await new SqliteDocuments(file.Database, TimeProvider.System).Read(kind, "p", "a"))?.Value.Name);
    }

    [Fact]
    public async Task Queued_units_share_a_commit_and_fail_independently()
    {
        await Notes();
        using var gate = new ManualResetEventSlim();
        var holding = Task.Run(() => file.Database.Write(_ => gate.Wait(TimeSpan.FromSeconds(20))));
        var units = Enumerable.Range(0, 30).Select(number => file.Database.Write(session =>
        {
            session.Execute("INSERT INTO notes VALUES (@note)", ("@note", (long)number));
            if (number % 3 == 1)
                throw new InvalidOperationException($"{number}");
            if (number % 3 == 2)
                session.Undo();
            return number;
        })).ToArray();
        gate.Set();
        await holding;

        for (var number = 0; number < units.Length; number++)
            if (number % 3 == 1)
                Assert.Equal($"{number}", (await Assert.ThrowsAsync<InvalidOperationException>(() => units[number])).Message);
            else
                Assert.Equal(number, await units[number]);
        Assert.Equal(Enumerable.Range(0, 30).Where(number => number % 3 == 0), (await Noted()).Select(note => (int)note));
    }

    [Fact]
    public async Task A_result_is_returned_only_after_the_commit_is_visible_to_others()
    {
        await Notes();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(async () =>
        {
            await file.Database.Write(session => session.Execute("INSERT INTO notes VALUES (@note)", ("@note", (long)number)));
            Assert.Contains(number, await Noted());
        })));
    }

    [Fact]
    public async Task On_a_full_disk_work_that_needs_space_fails_and_changes_nothing()
    {
        await Notes();
        await file.Database.Write(session => session.Execute("INSERT INTO notes VALUES (1)"));
        var pages = await file.Database.Write(session => session.Query("PRAGMA page_count", row => row.GetInt64(0))[0]);
        await file.Database.Write(session => session.Query($"PRAGMA max_page_count = {pages}", _ => true));

        var failed = await Assert.ThrowsAsync<StoreUnavailableException>(() => file.Database.Write(session =>
        {
            session.Execute("INSERT INTO notes VALUES (2)");
            return session.Execute("INSERT INTO notes VALUES (@note)", ("@note", new byte[100_000]));
        }));
        Assert.Equal(SQLitePCL.raw.SQLITE_FULL, Assert.IsType<SqliteException>(failed.InnerException).SqliteErrorCode);
        Assert.Equal([1L], await Noted());
        await file.Database.Write(session => session.Query($"PRAGMA max_page_count = {pages + 100}", _ => true));
        await file.Database.Write(session => session.Execute("INSERT INTO notes VALUES (3)"));
        Assert.Equal([1L, 3L], await Noted());
    }

    [Fact]
    public async Task A_probe_fails_while_the_disk_is_full()
    {
        var documents = new SqliteDocuments(file.Database, TimeProvider.System);
        await Notes();
        await documents.Probe();
        var pages = await file.Database.Write(session => session.Query("PRAGMA page_count", row => row.GetInt64(0))[0]);
        await file.Database.Write(session => session.Query($"PRAGMA max_page_count = {pages}", _ => true));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => file.Database.Write(
            session => session.Execute("INSERT INTO notes VALUES (@note)", ("@note", new byte[100_000]))));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => documents.Probe());

        await file.Database.Write(session => session.Query($"PRAGMA max_page_count = {pages + 100}", _ => true));
        await documents.Probe();
    }

    [Fact]
    public async Task A_probe_fails_if_pages_are_damaged()
    {
        var documents = new SqliteDocuments(file.Database, TimeProvider.System);
        await documents.Probe();
        file.Database.Dispose();
        var bytes = await File.ReadAllBytesAsync(file.Path);
        // The first page has the schema and keeps the file a database.
        Array.Fill(bytes, (byte)0xA5, 4096, bytes.Length - 4096);
        await File.WriteAllBytesAsync(file.Path, bytes);
        file.Reopen();

        var failed = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => new SqliteDocuments(file.Database, TimeProvider.System).Probe());
        Assert.Equal(SQLitePCL.raw.SQLITE_CORRUPT, Assert.IsType<SqliteException>(failed.InnerException).SqliteErrorCode);
    }

    [Fact]
    public void A_file_that_is_not_a_database_is_refused()
    {
        var path = file.Path + ".txt";
        File.WriteAllText(path, new string('x', 5000));

        Assert.Equal(SQLitePCL.raw.SQLITE_NOTADB, Assert.Throws<SqliteException>(() => SqliteDatabase.Open(path)).SqliteErrorCode);
        Assert.Equal(new string('x', 5000), File.ReadAllText(path));
    }

    [Fact]
    public async Task A_file_of_a_later_version_is_refused()
    {
        await file.Database.Write(session => session.Execute("PRAGMA user_version = 99"));

        Assert.Contains("99", Assert.Throws<InvalidDataException>(() => file.OpenCopy()).Message);
    }

    [Fact]
    public async Task Closing_executes_queued_work_and_then_refuses_more()
    {
        await Notes();
        var units = Enumerable.Range(0, 50).Select(number =>
            file.Database.Write(session => session.Execute("INSERT INTO notes VALUES (@note)", ("@note", (long)number)))).ToArray();
        var closed = file.Database;
        file.Reopen();

        await Task.WhenAll(units);
        Assert.Equal(50, (await Noted()).Count);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => closed.Write(_ => 0));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => closed.Read(_ => 0));
    }

    [Fact]
    public async Task Work_cancelled_before_it_begins_is_not_executed()
    {
        await Notes();
        using var gate = new ManualResetEventSlim();
        using var withdrawal = new CancellationTokenSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holding = Task.Run(() => file.Database.Write(_ =>
        {
            begun.SetResult();
            return gate.Wait(TimeSpan.FromSeconds(20));
        }));
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(20));
        var withdrawn = file.Database.Write(session => session.Execute("INSERT INTO notes VALUES (1)"), withdrawal.Token);
        withdrawal.Cancel();
        gate.Set();

        await holding;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn);
        Assert.Empty(await Noted());
    }

    [Fact]
    public async Task The_log_is_flushed_at_every_commit()
    {
        Assert.Equal("wal", await file.Database.Write(session => session.Query("PRAGMA journal_mode", row => row.GetString(0))[0]));
        Assert.Equal(2, await file.Database.Write(session => session.Query("PRAGMA synchronous", row => row.GetInt64(0))[0]));
    }

    [Fact]
    public async Task A_reader_cannot_write() =>
        await Assert.ThrowsAsync<SqliteException>(() => file.Database.Read(session => session.Execute("DELETE FROM documents")));

    private Task<int> Notes() => file.Database.Write(session => session.Execute("CREATE TABLE notes (note)"));

    private Task<List<long>> Noted() =>
        file.Database.Read(session => session.Query("SELECT note FROM notes ORDER BY note", row => row.GetInt64(0)));
}
