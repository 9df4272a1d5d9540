using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace SneakerCheck.Benchmarks;

/// <summary>The peer: peers/pictures.py under gunicorn, with a MariaDB of its own that commits as durably as ours.</summary>
/// <param name="guard">Gives the folder.</param>
/// <param name="workers">Processes of gunicorn.</param>
internal sealed partial class PicturesPeer(PicturesGuard guard, int workers) : IPicturesSide
{
    private const string Python = "/usr/bin/python3", Database = "pictures";
    private const int FilledAtOnce = 25_000;

    private static readonly string[] Options =
    [
        "--skip-networking",
        "--character-set-server=utf8mb4",
        // Large enough for all small pictures.
        "--innodb-buffer-pool-size=1G",
        "--max-allowed-packet=256M",
        "--innodb-flush-log-at-trx-commit=1",
        // Otherwise a restart loads what the previous measurement read into memory.
        "--innodb-buffer-pool-dump-at-shutdown=OFF",
    ];

    private static readonly string Key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private readonly string folder = Path.Combine(guard.Folder, $"peer-{workers}");
    private PicturesProcess? mariaDb;
    private PicturesProcess? gunicorn;
    private PicturesClient? client;

    public PicturesClient Client => client!;

    public string Folder => Path.Combine(folder, "data");

    public IReadOnlyList<int> Processes => [mariaDb!.Id, gunicorn!.Id];

    private string Socket => Path.Combine(folder, "socket");

    /// <summary>Whether its parts are installed; prints what to install if not.</summary>
    public static async Task<bool> IsHere()
    {
        var isHere = Array.TrueForAll(["mariadbd", "mariadb-install-db", "mariadb", Python], program => File.Exists(Program(program)))
            && await Runs(new(Python, ["-c", "import flask, flask_sqlalchemy, gunicorn, jwt, pymysql"]), default) is null;
        if (!isHere)
        {
            Console.Error.WriteLine(
                "The peer is not here: install the Debian packages mariadb-server, python3-flask, python3-flask-sqlalchemy,"
                + " python3-pymysql, python3-jwt and gunicorn.");
        }
        return isHere;
    }

    public async Task Restart(CancellationToken cancellation)
    {
        await Stop();
        var user = $"--user={Environment.UserName}";
        if (!Directory.Exists(Folder))
        {
            Directory.CreateDirectory(Folder);
            await Require(
                new(
                    Program("mariadb-install-db"),
                    ["--no-defaults", user, $"--datadir={Folder}", "--auth-root-authentication-method=normal", "--skip-test-db"]),
                cancellation);
        }

        mariaDb = new PicturesProcess(guard, new ProcessStartInfo(
            Program("mariadbd"),
            ["--no-defaults", user, $"--datadir={Folder}", $"--socket={Socket}", .. Options]));
        await mariaDb.Find(ReadyForConnections(), cancellation);
        await Query($"CREATE DATABASE IF NOT EXISTS {Database}", "", cancellation);
        gunicorn = new PicturesProcess(guard, new ProcessStartInfo(
            Python,
            ["-m", "gunicorn", "--config", "gunicorn.conf.py", "--workers", $"{workers}", "--bind", "127.0.0.1:0", "pictures:app"])
        {
            WorkingDirectory = ProgramFolder(),
            Environment =
            {
                ["DB_URI"] = $"mysql+pymysql://root@localhost/{Database}?unix_socket={Socket}&charset=utf8mb4",
                ["SECRET_KEY"] = Key,
                ["PYTHONDONTWRITEBYTECODE"] = "1",
            },
        });
        client = await PicturesClient.SignIn(await gunicorn.Find(ListeningAt(), cancellation), cancellation);
    }

    /// <summary>By SQL.</summary>
    public async Task Fill(int count, CancellationToken cancellation)
    {
        for (var first = 0; first < count; first += FilledAtOnce)
        {
            await Query(
                $"""
                INSERT INTO picture (user_id, data)
                SELECT
                    (SELECT id FROM user
                        WHERE username = IF(seq % {PicturesPlan.OneInOthers} = 0, '{PicturesPlan.Other}', '{PicturesPlan.One}')),
                    REPLACE(TO_BASE64(CONCAT(UNHEX('FFD8FFE0'), RANDOM_BYTES(1020))), '\n', '')
                FROM seq_{first}_to_{Math.Min(first + FilledAtOnce, count) - 1}
                """,
                Database,
                cancellation);
        }

        await Query("ANALYZE TABLE picture", Database, cancellation);
    }

    public async ValueTask DisposeAsync() => await Stop();

    private async Task Stop()
    {
        client?.Dispose();
        if (gunicorn is not null)
            await gunicorn.DisposeAsync();
        if (mariaDb is not null)
            await mariaDb.DisposeAsync();
        (client, gunicorn, mariaDb) = (null, null, null);
    }

    private Task Query(string sql, string database, CancellationToken cancellation) =>
        Require(
            new(Program("mariadb"), ["--no-defaults", "--user=root", $"--socket={Socket}", $"--execute={sql}", database]),
            cancellation);

    private static async Task Require(ProcessStartInfo start, CancellationToken cancellation)
    {
        if (await Runs(start, cancellation) is { } error)
            throw new InvalidOperationException($"{start.FileName}: {error}");
    }

    // Its error text; null if it succeeded.
    private static async Task<string?> Runs(ProcessStartInfo start, CancellationToken cancellation)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync(cancellation);
        var complaints = await process.StandardError.ReadToEndAsync(cancellation);
        await said;
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? null : complaints.Trim();
    }

    // Debian installs servers in folders that are not in a user's PATH.
    private static string Program(string name) =>
        ((string[])["/usr/bin", "/usr/sbin"]).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) ?? name;

    // In the source folder of this benchmark, above its output folder.
    private static string ProgramFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var found = Path.Combine(folder.FullName, "peers");
            if (File.Exists(Path.Combine(found, "pictures.py")))
                return found;
        }
        throw new InvalidOperationException(
            "peers/pictures.py was not found above the program: run the benchmark from the folder where it was built.");
    }

    [GeneratedRegex("(ready for connections)")]
    private static partial Regex ReadyForConnections();

    [GeneratedRegex(@"Listening at: (http\S+)")]
    private static partial Regex ListeningAt();
}
