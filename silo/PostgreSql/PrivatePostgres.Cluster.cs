using Npgsql;

namespace Postmobile.Silo.PostgreSql;

/// <content>The cluster and the database in it, made when they are not there yet.</content>
public sealed partial class PrivatePostgres
{
    /// <summary>Makes the cluster beside its final place and renames it, so that half of one is never taken for a whole.</summary>
    private async Task MakeClusterAsync(CancellationToken cancellation)
    {
        if (_folder.HasCluster)
        {
            return;
        }

        LogCreating(DataDirectory);
        if (Directory.Exists(_folder.ClusterInTheMaking))
        {
            Directory.Delete(_folder.ClusterInTheMaking, recursive: true);
        }

        var (code, output) = await _account.RunAsync(
            [
                Path.Combine(BinDirectory, "initdb"), "-D", _folder.ClusterInTheMaking, "-U", "postmobile", $"--pwfile={_folder.PasswordFile}",
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--data-checksums",
            ],
            cancellation);
        if (code != 0)
        {
            throw new PrivatePostgresException(
                $"No database could be made in {DataDirectory}: {output}{Environment.NewLine}The user that runs PostgreSQL must be able to "
                + "reach that folder; another one can be named in PostgreSql:DataDirectory.");
        }

        await File.AppendAllTextAsync(
            Path.Combine(_folder.ClusterInTheMaking, "postgresql.conf"),
            "\n# Written again by the host at each start; what stands below this line wins.\ninclude 'postmobile.conf'\n",
            cancellation);
        Directory.Move(_folder.ClusterInTheMaking, _folder.Cluster);
    }

    private async Task PrepareDatabaseAsync(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(Unpooled("postgres"));
        await connection.OpenAsync(cancellation);
        await using var find = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection)
        {
            Parameters = { new() { Value = _options.Database } },
        };
        if (await find.ExecuteScalarAsync(cancellation) is null)
        {
            var name = _options.Database.Replace("\"", "\"\"", StringComparison.Ordinal);
#pragma warning disable CA2100 // A name cannot be a parameter; it is the operator's own, and quoted.
            await using var create = new NpgsqlCommand($"create database \"{name}\"", connection);
#pragma warning restore CA2100
            await create.ExecuteNonQueryAsync(cancellation);
        }
    }
}
