using System.Globalization;

namespace Postmobile.Silo.PostgreSql;

/// <summary>The lines of <c>postmobile.conf</c>, which the host writes again at each start.</summary>
internal static class ServerSettings
{
    /// <summary>
    /// What differs from PostgreSQL's own defaults, and why: loopback only; room for a day's work in memory and in the log
    /// between checkpoints; no compiling of queries that take a millisecond. Nothing that makes a commit less durable.
    /// </summary>
    public static string Render(PrivatePostgresOptions options)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = "",
            ["max_connections"] = options.MaxConnections.ToString(CultureInfo.InvariantCulture),
            ["shared_buffers"] = options.SharedBuffers,
            ["max_wal_size"] = "4GB",
            ["checkpoint_timeout"] = "15min",
            ["wal_compression"] = "on",
            ["random_page_cost"] = "1.1",
            ["jit"] = "off",
            ["password_encryption"] = "scram-sha-256",
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
            ["log_line_prefix"] = "%m [%p] %q%d ",
        };
        foreach (var (name, value) in options.Settings)
        {
            settings[name] = value;
        }

        return string.Concat(settings.Select(setting => $"{setting.Key} = '{setting.Value.Replace("'", "''", StringComparison.Ordinal)}'\n"));
    }
}
