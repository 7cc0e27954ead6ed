using System.Reflection;
using DbUp;
using DbUp.Engine;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Postmobile.Silo.PostgreSql;

/// <summary>
/// Brings a database to this version: applies the numbered scripts of <c>deploy/schema</c> (embedded in this assembly)
/// that it has not had yet, in the order of their numbers, each in its own transaction.
/// </summary>
public static class DatabaseSchema
{
    /// <summary>A number of our own for <c>pg_advisory_lock</c>: "schema" in ASCII.</summary>
    private const long LockKey = 0x736368656d61;

    private const string Prefix = "schema/";

    /// <summary>Applies what is missing. Safe when several hosts start at once: one works, the others wait and find nothing left.</summary>
    /// <exception cref="InvalidOperationException">A script failed; the message names it, the inner exception says why. Nothing of it was kept.</exception>
    public static async Task ApplyAsync(string connectionString, ILogger logger, CancellationToken cancellation = default)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString;
        await using var connection = new NpgsqlConnection(unpooled);
        await connection.OpenAsync(cancellation);
        await using (var wait = new NpgsqlCommand("select pg_advisory_lock($1)", connection) { Parameters = { new() { Value = LockKey } } })
        {
            await wait.ExecuteNonQueryAsync(cancellation);
        }

        // The lock goes with the connection. DbUp itself is synchronous.
        var result = await Task.Run(() => Upgrade(unpooled, logger), cancellation);
        if (!result.Successful)
        {
            throw new InvalidOperationException($"The schema script {result.ErrorScript?.Name} failed: {result.Error.Message}", result.Error);
        }
    }

    /// <summary>The scripts in the order they are applied.</summary>
    public static IReadOnlyList<(string Name, string Text)> Scripts { get; } = ReadScripts();

    private static DatabaseUpgradeResult Upgrade(string connectionString, ILogger logger) =>
        DeployChanges.To
            .PostgresqlDatabase(connectionString)
            .WithScripts(Scripts.Select(script => new SqlScript(script.Name, script.Text)).ToArray())
            .WithVariablesDisabled() // our functions have $$ bodies
            .WithTransactionPerScript()
            .WithExecutionTimeout(TimeSpan.FromMinutes(30))
            .JournalToPostgresqlTable("public", "schema_script")
            .LogTo(logger)
            .Build()
            .PerformUpgrade();

    private static List<(string Name, string Text)> ReadScripts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var scripts = new List<(string, string)>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            scripts.Add((name[Prefix.Length..], reader.ReadToEnd()));
        }

        return scripts;
    }
}
