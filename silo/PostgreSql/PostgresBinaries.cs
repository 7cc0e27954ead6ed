using System.Globalization;

namespace Postmobile.Silo.PostgreSql;

/// <summary>Finds the programs of a PostgreSQL server on this machine.</summary>
public static class PostgresBinaries
{
    /// <summary>Parents of <c>&lt;major&gt;/bin</c>, as Debian lays them out; Red Hat's packages use <c>/usr/pgsql-&lt;major&gt;/bin</c>.</summary>
    private static readonly string[] VersionedRoots = ["/usr/lib/postgresql", "/usr/local/lib/postgresql", "/opt/postgresql"];

    private static readonly string[] PlainFolders = ["/usr/pgsql/bin", "/usr/local/pgsql/bin", "/usr/libexec/postgresql"];

    /// <summary>
    /// The folder that holds <c>postgres</c> and <c>initdb</c>: the one asked for, else <c>PGBIN</c>, else the newest
    /// installed version (the one that made the cluster, where <paramref name="major"/> is given), else <c>PATH</c>.
    /// </summary>
    /// <param name="configured">A folder named by configuration; it is not second-guessed.</param>
    /// <param name="major">The major version an existing cluster needs; null for a new one.</param>
    /// <exception cref="PrivatePostgresException">None is installed, or none that reads this cluster.</exception>
    public static string Find(string? configured = null, int? major = null)
    {
        var named = !string.IsNullOrWhiteSpace(configured) ? configured : Environment.GetEnvironmentVariable("PGBIN");
        if (!string.IsNullOrWhiteSpace(named))
        {
            return IsComplete(named)
                ? Path.GetFullPath(named)
                : throw new PrivatePostgresException($"There is no PostgreSQL server (postgres and initdb) in {named}.");
        }

        var candidates = Candidates().Where(IsComplete).ToList();
        if (candidates.Count == 0)
        {
            throw new PrivatePostgresException(
                "No PostgreSQL server was found on this machine. Install it (Debian: apt-get install postgresql), name its folder in "
                + "PostgreSql:BinDirectory or PGBIN, or give the address of a server of yours in ConnectionStrings:Postmobile.");
        }

        return major is null
            ? candidates[0]
            : candidates.Find(folder => MajorOf(folder) == major || MajorOf(folder) is null)
                ?? throw new PrivatePostgresException(
                    $"The data was made by PostgreSQL {major}, which is not installed here (found: {string.Join(", ", candidates)}). "
                    + "Install that version, or move the data with pg_upgrade.");
    }

    private static IEnumerable<string> Candidates() =>
        VersionedRoots
            .Where(Directory.Exists)
            .SelectMany(root => Directory.EnumerateDirectories(root))
            .Select(folder => Path.Combine(folder, "bin"))
            .OrderByDescending(folder => MajorOf(folder) ?? 0)
            .Concat(Directory.Exists("/usr") ? Directory.EnumerateDirectories("/usr", "pgsql-*").Select(folder => Path.Combine(folder, "bin")).OrderDescending() : [])
            .Concat(PlainFolders)
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));

    private static bool IsComplete(string folder) =>
        File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl"));

    private static int? MajorOf(string bin) =>
        int.TryParse(Path.GetFileName(Path.GetDirectoryName(bin))?.Split('-')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;
}
