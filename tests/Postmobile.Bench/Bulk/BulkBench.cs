using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Postmobile.Api.Money;
using Postmobile.Bench.Money;
using Postmobile.Money;
using Postmobile.Silo.PostgreSql;

namespace Postmobile.Bench.Bulk;

/// <summary>
/// A payroll from the file to the last SMS: read and checked, approved, paid, told; by the same reader and grains as in production,
/// on a server of its own, with every payee's wallet asleep. The rows are checked afterwards.
/// </summary>
internal static class BulkBench
{
    private const long Salary = 150_000;

    public static async Task<int> RunAsync(string[] args)
    {
        int lines = args.Contains("--quick") ? 10_000 : BulkPayments.LinesMax;
        string? json = Array.IndexOf(args, "--json") is >= 0 and int at && at + 1 < args.Length ? args[at + 1] : null;
        using var folder = new BenchFolder();
        await using PrivatePostgres server = new(
            new PrivatePostgresOptions { DataDirectory = folder.Data, Database = "bench", SharedBuffers = "1GB" }, NullLogger<PrivatePostgres>.Instance);
        await server.StartAsync();
        await using BulkWorld world = await BulkWorld.StartAsync(server.ConnectionStringFor("bench"), lines, Salary * 2 * lines);
        byte[] file = Write(lines);

        long began = Stopwatch.GetTimestamp();
        string id = BulkPayments.Key(world.Preparer.Customer, "bench");
        BulkOpening opening = new() { Payer = world.Payer, Title = "Salaires de novembre", By = world.Preparer };
        BulkOutcome uploaded = await new BulkUpload(world.Grains).Create(id, opening, new MemoryStream(file), default);
        Demand(uploaded.Batch is { Status: BulkStatus.Checked, Problems: 0, Warnings: 0 } && uploaded.Batch.Payees == lines, $"checked: {uploaded}");
        TimeSpan checkedAfter = Stopwatch.GetElapsedTime(began);
        IBulkGrain batch = world.Grains.GetGrain<IBulkGrain>(id);
        await batch.Submit(world.Preparer, withoutProblems: false);
        BulkOutcome approved = await batch.Approve(world.Approver);
        Demand(approved.Refusal is null, $"approved: {approved.Refusal} {approved.Ledger?.StableCode}");
        CpuMeter cpu = new(server.ServerProcessId!.Value);
        (double ours, double servers) = cpu.Read();
        long paying = Stopwatch.GetTimestamp();
        BulkBatch now = await Until(batch, world.Preparer, view => view.Status == BulkStatus.Done);
        TimeSpan paid = Stopwatch.GetElapsedTime(paying);
        now = await Until(batch, world.Preparer, view => view.Told == lines);
        (double oursAfter, double serversAfter) = cpu.Read();
        TimeSpan told = Stopwatch.GetElapsedTime(paying);
        TimeSpan all = Stopwatch.GetElapsedTime(began);
        await CheckRows(world, lines, now);

        Dictionary<string, double> figures = new()
        {
            ["lines"] = lines,
            ["upload_and_check_s"] = checkedAfter.TotalSeconds,
            ["paying_s"] = paid.TotalSeconds,
            ["paid_per_s"] = lines / paid.TotalSeconds,
            ["our_cpu_us_per_line"] = (oursAfter - ours) * 1e6 / lines,
            ["server_cpu_us_per_line"] = (serversAfter - servers) * 1e6 / lines,
            ["until_last_message_s"] = told.TotalSeconds,
            ["end_to_end_s"] = all.TotalSeconds,
            ["lines_per_s_end_to_end"] = lines / all.TotalSeconds,
        };
        foreach ((string name, double value) in figures)
        {
            Console.WriteLine($"{name,-24} {value,12:N1}");
        }

        if (json is not null)
        {
            await File.WriteAllTextAsync(json, JsonSerializer.Serialize(figures));
        }

        return 0;
    }

    private static byte[] Write(int lines)
    {
        StringBuilder text = new("telephone;montant;nom;reference\r\n");
        for (int i = 1; i <= lines; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{BulkWorld.Phone(i)};{Salary + i};Client de démonstration {i};MAT-{i}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static async Task<BulkBatch> Until(IBulkGrain batch, BulkActor by, Func<BulkBatch, bool> reached)
    {
        for (long began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(10);)
        {
            if (await batch.Look(by) is { } now && reached(now))
            {
                return now;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("It did not end.");
    }

    private static async Task CheckRows(BulkWorld world, int lines, BulkBatch batch)
    {
        long postings = await Scalar(world, "select count(*) from posting where kind = 6");
        long payees = await Scalar(world, "select count(distinct credit_account) from posting where kind = 6");
        long paid = await Scalar(world, "select count(*) from bulk_line where status = 1 and told_at is not null");
        long messages = await Scalar(world, "select count(*) from dev_sms where id like 'bulk-%'");
        long sum = await Scalar(world, "select sum(amount)::bigint from posting where kind = 6");
        Demand(postings == lines && payees == lines && paid == lines && messages == lines && sum == batch.Amount && batch.Failed == 0,
            $"rows: {postings} postings to {payees} payees, {paid} lines paid and told, {messages} messages, {sum} francs for {lines} lines of {batch.Amount}");
    }

    private static async Task<long> Scalar(BulkWorld world, string sql)
    {
#pragma warning disable CA2100 // The constants above.
        await using NpgsqlCommand command = world.Database.CreateCommand(sql);
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static void Demand(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException("It is not so: " + what);
        }
    }
}
