namespace Postmobile.Silo.PostgreSql;

/// <summary>How a <see cref="PrivatePostgres"/> is laid out and tuned; the configuration section is <c>PostgreSql</c>.</summary>
public sealed class PrivatePostgresOptions
{
    /// <summary>
    /// The folder that keeps the cluster, its password, its port and its log. Empty means <c>/var/lib/postmobile/data</c>
    /// for root and <c>postmobile/data</c> among the user's application data for anyone else.
    /// </summary>
    public string? DataDirectory { get; set; }

    /// <summary>The folder with <c>postgres</c> and <c>initdb</c>; empty means: look for them (see <see cref="PostgresBinaries"/>).</summary>
    public string? BinDirectory { get; set; }

    /// <summary>The user the server runs as when the host is root, because PostgreSQL refuses to run as root.</summary>
    public string User { get; set; } = "postgres";

    /// <summary>The database that is created and that <see cref="PrivatePostgres.ConnectionString"/> names.</summary>
    public string Database { get; set; } = "postmobile";

    /// <summary>The server's own cache, in PostgreSQL's notation.</summary>
    public string SharedBuffers { get; set; } = "512MB";

    /// <summary>How many connections all hosts together may hold.</summary>
    public int MaxConnections { get; set; } = 200;

    /// <summary>How long a start may take, the recovery after a crash included.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a fast shutdown may take before it is cut short; the next start then recovers from the log.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Further settings of <c>postgresql.conf</c>; they win over the ones chosen here.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    internal string ResolveDataDirectory() => Path.GetFullPath(
        !string.IsNullOrWhiteSpace(DataDirectory) ? DataDirectory
        : Environment.IsPrivilegedProcess ? "/var/lib/postmobile/data"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "postmobile", "data"));
}
