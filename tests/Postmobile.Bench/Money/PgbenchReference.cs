using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Postmobile.Silo.PostgreSql;

namespace Postmobile.Bench.Money;

/// <summary>
/// The transfer that a person would write instead: lock both rows in order, check, update both, insert a row with a unique
/// id and the same two indexes for statements; as a prepared function, at the client count that suits it best.
/// </summary>
internal sealed partial class PgbenchReference(PrivatePostgres server, int accounts)
{
    private const string DatabaseName = "reference";
    private const long Opening = 1_000_000_000_000;

    private static readonly int[] s_clients = [8, 16, 32, 64];

    private readonly string _address = server.ConnectionStringFor(DatabaseName);

    private const string Schema = """
        create table wallet (id bigint primary key, balance bigint not null check (balance >= 0)) with (fillfactor = 80);
        create table transfer (
            id uuid primary key, payer bigint not null, payee bigint not null, amount bigint not null, memo text, kind smallint not null,
            currency smallint not null, created_at timestamptz not null default now());
        create index transfer_payer on transfer (payer, created_at);
        create index transfer_payee on transfer (payee, created_at);
        create function pay(p_payer bigint, p_payee bigint, p_amount bigint) returns void language plpgsql as $$
        declare
            funds bigint;
        begin
            perform 1 from wallet where id in (p_payer, p_payee) order by id for update;
            select balance into funds from wallet where id = p_payer;
            if funds < p_amount then
                raise exception 'insufficient funds';
            end if;
            update wallet set balance = balance - p_amount where id = p_payer;
            update wallet set balance = balance + p_amount where id = p_payee;
            insert into transfer (id, payer, payee, amount, kind, currency) values (gen_random_uuid(), p_payer, p_payee, p_amount, 1, 950);
        end $$;
        """;

    /// <summary>What is measured, to be printed beside the figures.</summary>
    public static string Describe(int accounts) =>
        $"pgbench -M prepared, the best of {string.Join(", ", s_clients)} clients, over:\n\n{Schema}\n\n"
        + string.Join('\n', Enum.GetValues<Pattern>().Select(pattern => $"-- {pattern}\n{Script(pattern, accounts)}"));

    public async Task Prepare(CancellationToken stop)
    {
        await using NpgsqlDataSource postgres = NpgsqlDataSource.Create(server.ConnectionStringFor("postgres"));
        await using NpgsqlCommand create = postgres.CreateCommand("create database " + DatabaseName);
        await create.ExecuteNonQueryAsync(stop);
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(_address);
        await using NpgsqlCommand schema = database.CreateCommand(Schema);
        await schema.ExecuteNonQueryAsync(stop);
        await using NpgsqlCommand fill = database.CreateCommand("insert into wallet select n, $1 from generate_series(1, $2) n");
        fill.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Opening });
        fill.Parameters.Add(new NpgsqlParameter<int> { TypedValue = accounts });
        await fill.ExecuteNonQueryAsync(stop);
        await using NpgsqlCommand analyze = database.CreateCommand("vacuum analyze wallet");
        await analyze.ExecuteNonQueryAsync(stop);
    }

    /// <summary>The best of several client counts, in transfers per second.</summary>
    public async Task<(double PerSecond, int Clients)> Best(Pattern pattern, TimeSpan length, CancellationToken stop)
    {
        (double PerSecond, int Clients) best = default;
        foreach (int clients in s_clients)
        {
            double rate = await Run(pattern, clients, length, stop);
            Console.WriteLine($"pgbench {pattern,-9} {clients,3} clients {rate,10:N0}/s");
            best = rate > best.PerSecond ? (rate, clients) : best;
        }

        await CheckBooks(stop);
        return best;
    }

    private static string Script(Pattern pattern, int accounts) => pattern switch
    {
        Pattern.Random => $"\\set a random(1, {accounts})\n\\set b random(1, {accounts - 1})\n\\set b case when :b >= :a then :b + 1 else :b end\nselect pay(:a, :b, 100);\n",
        Pattern.HotPayee => $"\\set a random(2, {accounts})\nselect pay(:a, 1, 100);\n",
        Pattern.HotPayer => $"\\set b random(2, {accounts})\nselect pay(1, :b, 100);\n",
        _ => throw new ArgumentOutOfRangeException(nameof(pattern)),
    };

    private async Task<double> Run(Pattern pattern, int clients, TimeSpan length, CancellationToken stop)
    {
        string script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, Script(pattern, accounts), stop);
            return await Run(script, clients, length, stop);
        }
        finally
        {
            File.Delete(script);
        }
    }

    private async Task<double> Run(string script, int clients, TimeSpan length, CancellationToken stop)
    {
        NpgsqlConnectionStringBuilder address = new(_address);
        ProcessStartInfo start = new(Path.Combine(server.BinDirectory, "pgbench"))
        {
            ArgumentList =
            {
                "-n", "-M", "prepared", "-f", script, "-c", Text(clients), "-j", "2", "-T", Text((int)Math.Ceiling(length.TotalSeconds)),
                "-h", address.Host!, "-p", Text(address.Port), "-U", address.Username!, address.Database!,
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PGPASSWORD"] = address.Password;
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(stop);
            string output = await process.StandardOutput.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"pgbench failed ({process.ExitCode}): {await errors}");
            }

            // Without a single transaction in its time, pgbench gives no rate.
            return Rate().Match(output) is { Success: true } match ? double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private async Task CheckBooks(CancellationToken stop)
    {
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(_address);
        await using NpgsqlCommand command = database.CreateCommand("select sum(balance)::bigint from wallet");
        if ((long)(await command.ExecuteScalarAsync(stop))! != accounts * Opening)
        {
            throw new InvalidOperationException("pgbench's books are wrong.");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex Rate();
}
