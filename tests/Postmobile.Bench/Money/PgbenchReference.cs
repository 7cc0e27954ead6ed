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
internal sealed partial class PgbenchReference(PrivatePostgres server, string connectionString, int accounts)
{
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

    public static string Script(Pattern pattern, int accounts) => pattern switch
    {
        Pattern.Random => $"\\set a random(1, {accounts})\n\\set b random(1, {accounts - 1})\n\\set b case when :b >= :a then :b + 1 else :b end\nselect pay(:a, :b, 100);\n",
        Pattern.HotPayee => $"\\set a random(2, {accounts})\nselect pay(:a, 1, 100);\n",
        _ => $"\\set b random(2, {accounts})\nselect pay(1, :b, 100);\n",
    };

    public async Task Prepare()
    {
        await using NpgsqlConnection connection = new(connectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // Constants and a number.
        await using NpgsqlCommand command = new(
            Schema + $"insert into wallet select n, 1000000000000 from generate_series(1, {accounts}) n; analyze wallet;", connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The best of several client counts, in transfers per second.</summary>
    public async Task<(double PerSecond, int Clients)> Best(Pattern pattern, TimeSpan length)
    {
        (double PerSecond, int Clients) best = default;
        foreach (int clients in new[] { 8, 16, 32, 64 })
        {
            double rate = await Run(pattern, clients, length);
            best = rate > best.PerSecond ? (rate, clients) : best;
        }

        await CheckBooks();
        return best;
    }

    private async Task<double> Run(Pattern pattern, int clients, TimeSpan length)
    {
        string script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, Script(pattern, accounts));
        NpgsqlConnectionStringBuilder address = new(connectionString);
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
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        File.Delete(script);
        Match match = Rate().Match(output);
        return process.ExitCode == 0 && match.Success
            ? double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException("pgbench failed: " + await errors);
    }

    private async Task CheckBooks()
    {
        await using NpgsqlConnection connection = new(connectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new("select sum(balance)::bigint from wallet", connection);
        if ((long)(await command.ExecuteScalarAsync())! != accounts * 1_000_000_000_000L)
        {
            throw new InvalidOperationException("pgbench's books are wrong.");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex Rate();
}
