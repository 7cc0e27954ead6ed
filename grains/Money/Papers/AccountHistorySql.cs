namespace Postmobile.Money;

/// <summary>The statements of <see cref="AccountHistory"/>.</summary>
internal static class AccountHistorySql
{
    /// <summary>$1 account, $2 moment. The last closed balance before the moment's period, and what came between.</summary>
    public const string Facts = """
        with start as (
            select coalesce(max(number), 1) as period from ledger_period where opened_at <= $2
        ), base as (
            select b.period, b.credits - b.debits as balance, b.debit_seq from account_balance b
            where b.account = $1 and b.period < (select period from start) order by b.period desc limit 1
        )
        select a.kind, a.currency, a.display_name, a.opened_at, a.closed,
               (coalesce((select balance from base), 0)
                + coalesce((select sum(p.amount) from posting p
                            where p.credit_account = $1 and p.period > coalesce((select period from base), 0) and p.created_at < $2), 0)
                - coalesce((select sum(p.amount) from posting p
                            where p.debit_account = $1 and p.debit_seq > coalesce((select debit_seq from base), 0) and p.created_at < $2), 0))::bigint
        from account a where a.id = $1
        """;

    /// <summary>$1 from, $2 before: the first and the last period that they touch.</summary>
    public const string Periods = """
        select (select coalesce(max(number), 1) from ledger_period where $1::timestamptz is not null and opened_at <= $1),
               (select coalesce(max(number), 0) from ledger_period where $2::timestamptz is null or opened_at < $2)
        """;

    /// <summary>
    /// $1 account, $2 after this period, $3 up to that one, $4 at most as many periods in which the account moved. Debits are found
    /// by their numbers, credits by their period, so that nothing outside is read. What came before a late closing is
    /// given too: its lines count towards the balance.
    /// </summary>
    public const string Chunk = """
        with base as (
            select b.period, b.credits - b.debits as balance, b.debit_seq from account_balance b
            where b.account = $1 and b.period <= $2 order by b.period desc limit 1
        ), stops as (
            select b.period from account_balance b where b.account = $1 and b.period > $2 and b.period <= $3 order by b.period limit $4
        ), bound as (
            select case when (select count(*) from stops) = $4 then (select max(period) from stops) else $3 end as period
        ), upto as (
            select case when (select period from bound) <= (select coalesce(max(number), 0) from ledger_period where closed_at is not null)
                        then coalesce((select b.debit_seq from account_balance b
                                       where b.account = $1 and b.period <= (select period from bound) order by b.period desc limit 1), 0)
                        else 9223372036854775807 end as number
        ), moved as (
            select p.period, p.created_at, p.debit_account, p.transfer_id, p.leg, p.kind, -p.amount as amount, p.credit_account as other, p.memo
            from posting p
            where p.debit_account = $1 and p.debit_seq > coalesce((select debit_seq from base), 0) and p.debit_seq <= (select number from upto)
              and p.period <= (select period from bound) and p.amount > 0 and p.credit_account <> $1
            union all
            select p.period, p.created_at, p.debit_account, p.transfer_id, p.leg, p.kind, p.amount, p.debit_account, p.memo
            from posting p
            where p.credit_account = $1 and p.period > coalesce((select period from base), 0)
              and p.period <= (select period from bound) and p.amount > 0 and p.debit_account <> $1
        ), line as (
            select period, created_at, debit_account, transfer_id,
                   (array_agg(kind order by leg))[1] as kind, sum(amount)::bigint as amount,
                   coalesce(-sum(amount) filter (where kind in (2, 3) and amount < 0), 0)::bigint as charges,
                   (array_agg(other order by leg))[1] as other, min(memo) as memo
            from moved group by period, created_at, debit_account, transfer_id
        )
        select (select period from bound), coalesce((select balance from base), 0)::bigint,
               l.created_at, l.debit_account, l.transfer_id, l.kind, l.amount, l.charges, o.display_name, o.phone, l.memo
        from bound left join line l on true left join account o on o.id = l.other
        order by l.period, l.created_at, l.debit_account, l.transfer_id
        """;
}
