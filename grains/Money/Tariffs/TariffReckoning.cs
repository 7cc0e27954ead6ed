using System.Runtime.InteropServices;
using Npgsql;
using NpgsqlTypes;

namespace Postmobile.Money;

/// <summary>
/// What a month of the ledger costs under two tables: reads its operations day by day, added up by payer and amount, and charges each
/// with the very rules that charge payments. The payer's tier is that of today.
/// </summary>
internal sealed class TariffReckoning(NpgsqlDataSource database, TariffTable before, TariffTable after)
{
    private readonly Dictionary<PostingKind, SimulatedOperation> _operations = [];
    private readonly Dictionary<long, long> _payers = [];

    /// <summary>By operation, in their order.</summary>
    public IReadOnlyList<SimulatedOperation> Operations => [.. _operations.Values.OrderBy(operation => operation.Operation)];

    /// <summary>Payers who pay more, less and the same.</summary>
    public (long More, long Less, long Same) Payers =>
        (_payers.Values.LongCount(change => change > 0), _payers.Values.LongCount(change => change < 0), _payers.Values.LongCount(change => change == 0));

    /// <summary>Adds one day of Brazzaville.</summary>
    public async Task Add(DateOnly day)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select p.kind, p.debit_account, a.tier, p.amount, 12 = any(array[a.kind, e.kind]) as agent, count(*)
            from posting p
            join account a on a.id = p.debit_account
            join account e on e.id = p.credit_account
            where p.leg = 0 and p.kind = any($3) and p.created_at >= $1 and p.created_at < $2 and p.debit_account >= $4
              and p.period >= (select coalesce(max(number), 1) from ledger_period where opened_at <= $1)
              and p.period <= (select max(number) from ledger_period where opened_at < $2)
            group by p.kind, p.debit_account, a.tier, p.amount, agent
            """);
        command.CommandTimeout = 0;
        command.Parameters.Add(Moment(BrazzavilleCalendar.Start(day)));
        command.Parameters.Add(Moment(BrazzavilleCalendar.Start(day.AddDays(1))));
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. TariffLines.Payable.Union(TariffLines.Commissioned).Select(kind => (short)kind)] });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = AccountId.FirstAllocated });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            Add((PostingKind)reader.GetInt16(0), reader.GetInt64(1), reader.GetInt16(2), reader.GetInt64(3), reader.GetBoolean(4), reader.GetInt64(5));
        }
    }

    private void Add(PostingKind kind, long payer, short tier, long amount, bool agent, long count)
    {
        Charges was = before.Charge(kind, tier, amount), will = after.Charge(kind, tier, amount);
        SimulatedOperation sum = _operations.GetValueOrDefault(kind) ?? new SimulatedOperation { Operation = kind };
        _operations[kind] = sum with
        {
            Count = sum.Count + count,
            Volume = sum.Volume + amount * count,
            FeesBefore = sum.FeesBefore + was.Fee * count,
            FeesAfter = sum.FeesAfter + will.Fee * count,
            TaxesBefore = sum.TaxesBefore + was.Tax * count,
            TaxesAfter = sum.TaxesAfter + will.Tax * count,
            CommissionsBefore = sum.CommissionsBefore + (agent ? was.Commission * count : 0),
            CommissionsAfter = sum.CommissionsAfter + (agent ? will.Commission * count : 0),
        };
        CollectionsMarshal.GetValueRefOrAddDefault(_payers, payer, out _) += (will.Fee + will.Tax - was.Fee - was.Tax) * count;
    }

    private static NpgsqlParameter Moment(DateTimeOffset moment) => new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = moment.UtcDateTime };
}
