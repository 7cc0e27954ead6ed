using System.Globalization;
using Npgsql;

namespace Postmobile.Money;

/// <summary>
/// Replays the whole ledger from PostgreSQL alone and says whether it can be true: numbers without holes, every closed
/// balance equal to its postings, every trial balance to its accounts, every digest and the chain of digests intact, each currency adding up to zero, nobody under
/// their floor, e-money in circulation equal to the trust account.
/// </summary>
public sealed class LedgerVerifier(NpgsqlDataSource database, TimeProvider time)
{
    private const int FaultsMax = 200;

    /// <summary>Verifies. Reads one snapshot, so that postings made meanwhile do not disturb it.</summary>
    /// <param name="expectedHead">A chain head noted earlier, in hex: it must be among the closed periods' digests. Null: none is expected.</param>
    /// <param name="progress">Hears after every step.</param>
    /// <param name="cancellation">Ends the verification.</param>
    public async Task<VerificationStatus> Verify(string? expectedHead, IProgress<VerificationStatus>? progress, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        List<Period> periods = await Periods(connection, cancellation);
        Run run = new(connection, periods, time.GetUtcNow(), progress, cancellation);
        run.Chain(expectedHead);
        foreach (Period period in periods.Where(period => period.Closed))
        {
            await run.Closed(period);
        }

        await run.Step(
            "number_missing", "the account's numbers have a hole, or a number of a closed period is gone",
            """
            select null::int, p.debit_account, 'numbers 1 to ' || max(p.debit_seq) || ', of which ' || count(*) || ' are there'
            from posting p group by p.debit_account having max(p.debit_seq) <> count(*) or min(p.debit_seq) <> 1
            union all
            select b.period, b.account, 'closed with number ' || b.debit_seq || ', which is gone'
            from account_balance b where b.debit_seq > 0 and not exists (select from posting p where p.debit_account = b.account and p.debit_seq = b.debit_seq)
            """);
        await run.Step(
            "period_unknown", "postings belong to a period that is not there",
            "select p.period, null::bigint, count(*) || ' postings' from posting p where not exists (select from ledger_period z where z.number = p.period) group by p.period");
        await run.Step(
            "account_unknown", "postings name an account that was never opened",
            """
            select null::int, m.account, 'was never opened' from (select debit_account as account from posting union select credit_account from posting) m
            where not exists (select from account a where a.id = m.account)
            """);
        await run.Step(
            "currency_mixed", "postings in another currency than the account's",
            """
            select min(p.period), a.id, count(*) || ' postings' from posting p join account a on a.id = p.debit_account or a.id = p.credit_account
            where p.amount > 0 and p.currency <> a.currency group by a.id
            """);
        await run.Step(
            "under_floor", "an account is under its floor",
            """
            select null::int, a.id, 'balance ' || coalesce(t.balance, 0) || ', floor ' || a.floor
            from account a left join (
                select account, sum(amount) as balance from (
                    select credit_account as account, amount from posting union all select debit_account, -amount from posting) m group by account) t on t.account = a.id
            where a.floor is not null and coalesce(t.balance, 0) < a.floor
            """);
        await run.Step(
            "not_zero", "the balances of a currency do not add up to zero",
            """
            select null::int, null::bigint, 'currency ' || currency || ': ' || sum(amount) from (
                select p.currency, p.amount from posting p join account a on a.id = p.credit_account
                union all select p.currency, -p.amount from posting p join account a on a.id = p.debit_account) m
            group by currency having sum(amount) <> 0
            """);
        await run.Step(
            "trust_differs", "e-money in circulation is not what the trust account says",
            """
            select null::int, 1::bigint, 'circulation ' || circulation || ', trust ' || trust from (
                select coalesce(sum(m.amount) filter (where a.kind <> 1), 0) as circulation, coalesce(-sum(m.amount) filter (where a.kind = 1), 0) as trust
                from (select credit_account as account, amount from posting where currency = 950
                      union all select debit_account, -amount from posting where currency = 950) m join account a on a.id = m.account) s
            where circulation <> trust
            """);
        return run.End(time.GetUtcNow());
    }

    private static async Task<List<Period>> Periods(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = new(
            """
            select n.number, z.number is not null, z.closed_at is not null, z.flipped_at is not null, z.digest, coalesce(z.postings, 0), c.open_period
            from ledger_clock c, generate_series(1, (select greatest(c.open_period, coalesce(max(number), 0)) from ledger_period)) n (number)
            left join ledger_period z on z.number = n.number order by n.number
            """, connection);
        List<Period> periods = [];
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            periods.Add(new Period(
                reader.GetInt32(0), reader.GetBoolean(1), reader.GetBoolean(2), reader.GetBoolean(3),
                reader.IsDBNull(4) ? null : (byte[])reader.GetValue(4), reader.GetInt64(5), reader.GetInt32(6)));
        }

        return periods;
    }

    private sealed record Period(int Number, bool There, bool Closed, bool Flipped, byte[]? Digest, long Postings, int Open);

    private sealed class Run(
        NpgsqlConnection connection, List<Period> periods, DateTimeOffset started, IProgress<VerificationStatus>? progress, CancellationToken cancellation)
    {
        private const int Checks = 7;

        private readonly List<LedgerFault> _faults = [];
        private readonly int _total = Checks + periods.Count(period => period.Closed);
        private int _done;
        private long _postings;
        private byte[]? _head;

        /// <summary>Every period up to the open one is there, and the noted head is among them.</summary>
        public void Chain(string? expectedHead)
        {
            foreach (Period period in periods)
            {
                if (!period.There)
                {
                    Fault("period_missing", period.Number, null, "the period is not there");
                }
                else if (period.Closed && period.Digest is null)
                {
                    Fault("digest_missing", period.Number, null, "the period is closed and has no digest");
                }
                else if (period.Number < period.Open && !period.Flipped)
                {
                    Fault("period_missing", period.Number, null, "the period lies before the open one and was never ended");
                }
                else if (period.Number > period.Open)
                {
                    Fault("clock_behind", period.Number, null, $"the clock says that period {period.Open} is open");
                }
            }

            if (expectedHead is not null
                && !periods.Any(period => period.Digest is not null && Convert.ToHexString(period.Digest).Equals(expectedHead, StringComparison.OrdinalIgnoreCase)))
            {
                Fault("head_unknown", null, null, "no closed period has the chain head that was noted earlier");
            }
        }

        /// <summary>A closed period's balances equal its postings, and its digests equal what is computed from them.</summary>
        public async Task Closed(Period period)
        {
            await Find("balance_differs", """
                with paid as (
                    select * from ledger_account_digests($1)
                ), received as (
                    select credit_account as account, sum(amount)::bigint as credits from posting where period = $1 and amount > 0 group by credit_account
                ), moved as (
                    select coalesce(p.account, r.account) as account, coalesce(p.debits, 0) as debits, coalesce(r.credits, 0) as credits, p.debit_seq, p.digest
                    from paid p full join received r on r.account = p.account
                )
                select $1, coalesce(m.account, b.account),
                       case when b.account is null then 'moved and has no closed balance'
                            when m.account is null then 'has a closed balance and no posting'
                            when b.debits - coalesce(o.debits, 0) <> m.debits then 'paid ' || m.debits || ' by its postings, ' || b.debits - coalesce(o.debits, 0) || ' by its balances'
                            when b.credits - coalesce(o.credits, 0) <> m.credits then 'received ' || m.credits || ' by its postings, ' || b.credits - coalesce(o.credits, 0) || ' by its balances'
                            else 'its postings differ from their digest' end
                from moved m
                full join (select * from account_balance where period = $1) b on b.account = m.account
                left join lateral (
                    select x.debits, x.credits, x.debit_seq from account_balance x
                    where x.account = coalesce(b.account, m.account) and x.period < $1 order by x.period desc limit 1) o on true
                where b.account is null or m.account is null
                   or b.debits - coalesce(o.debits, 0) <> m.debits or b.credits - coalesce(o.credits, 0) <> m.credits
                   or b.digest is distinct from m.digest or b.debit_seq <> coalesce(m.debit_seq, o.debit_seq, 0)
                order by 2
                """, period.Number);
            await using NpgsqlCommand command = new("select ledger_period_digest($1, $2), (select count(*) from posting where period = $1)", connection) { CommandTimeout = 0 };
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = period.Number });
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bytea, Value = (object?)_head ?? DBNull.Value });
            await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation))
            {
                await reader.ReadAsync(cancellation);
                if (period.Digest is null || !period.Digest.AsSpan().SequenceEqual((byte[])reader.GetValue(0)))
                {
                    Fault("digest_differs", period.Number, null, "the period's digest is not the one computed from its balances and the period before");
                }

                if (reader.GetInt64(1) != period.Postings)
                {
                    Fault("postings_differ", period.Number, null, string.Create(CultureInfo.InvariantCulture, $"closed with {period.Postings} postings, {reader.GetInt64(1)} are there"));
                }

                _postings += reader.GetInt64(1);
            }

            _head = period.Digest;
            await Totals(period);
            Done();
        }

        /// <summary>A query whose rows (period, account, detail) are faults.</summary>
        public async Task Step(string code, string meaning, string sql)
        {
            await Find(code, sql, null, meaning);
            Done();
        }

        public VerificationStatus End(DateTimeOffset at) => Status() with { EndedAt = at, Done = _total };

        /// <summary>Its trial balance is the one of the period before and what moved.</summary>
        private Task Totals(Period period) =>
            Find("trial_balance_differs", """
                with sums as (
                    select u.kind, u.currency, sum(u.debits) as debits, sum(u.credits) as credits
                    from (
                        select kind, currency, debits, credits from trial_balance where period = $1 - 1
                        union all
                        select a.kind, a.currency, b.debits - coalesce(o.debits, 0), b.credits - coalesce(o.credits, 0)
                        from account_balance b
                        join account a on a.id = b.account
                        left join lateral (
                            select x.debits, x.credits from account_balance x
                            where x.account = b.account and x.period < $1 order by x.period desc limit 1) o on true
                        where b.period = $1) u
                    group by u.kind, u.currency
                )
                select $1, null::bigint, 'kind ' || coalesce(t.kind, s.kind) || ', currency ' || coalesce(t.currency, s.currency)
                       || ': not the one of the period before and what moved' || coalesce(' (' || s.debits || ' out, ' || s.credits || ' in)', '')
                from sums s full join (select * from trial_balance where period = $1) t on t.kind = s.kind and t.currency = s.currency
                where t.debits is distinct from s.debits or t.credits is distinct from s.credits
                """, period.Number);

        private async Task Find(string code, string sql, int? period, string? meaning = null)
        {
#pragma warning disable CA2100 // Only the constants of this class.
            await using NpgsqlCommand command = new(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
            if (period is { } number)
            {
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = number });
            }

            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                string detail = reader.GetString(2);
                Fault(code, reader.IsDBNull(0) ? null : reader.GetInt32(0), reader.IsDBNull(1) ? null : new AccountId(reader.GetInt64(1)), meaning is null ? detail : $"{meaning}: {detail}");
            }
        }

        private void Fault(string code, int? period, AccountId? account, string detail)
        {
            if (_faults.Count < FaultsMax)
            {
                _faults.Add(new LedgerFault(code, period, account, detail));
            }
        }

        private void Done()
        {
            _done++;
            progress?.Report(Status());
        }

        private VerificationStatus Status() => new()
        {
            StartedAt = started,
            Done = _done,
            Total = _total,
            Postings = _postings,
            Faults = [.. _faults],
            ChainHead = _head is null ? "" : Convert.ToHexStringLower(_head),
        };
    }
}
