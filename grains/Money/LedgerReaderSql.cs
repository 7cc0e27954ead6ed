namespace Postmobile.Money;

/// <summary>The longer statements of <see cref="LedgerReader"/>.</summary>
internal static class LedgerReaderSql
{
    /// <summary>
    /// $1 account, $2 start of the overlap, $3–$6 the cursor (moment, payer, transfer, incoming), $7 at the most, $8 of them at
    /// the most from before the cursor. One event per transfer and side; legs are added up.
    /// </summary>
    public const string Events = """
        with start as (
            select coalesce(max(z.number), 1) as period from ledger_period z where z.opened_at <= $2
        ), moved as (
            select p.credit_account = $1 and p.amount > 0 as incoming, p.debit_account, p.transfer_id, p.leg, p.kind, p.amount, p.credit_account, p.memo, p.created_at
            from posting p, start
            where p.debit_account = $1 and p.created_at >= $2
              and p.debit_seq > coalesce((select b.debit_seq from account_balance b where b.account = $1 and b.period < start.period order by b.period desc limit 1), 0)
            union all
            select true, p.debit_account, p.transfer_id, p.leg, p.kind, p.amount, p.credit_account, p.memo, p.created_at
            from posting p, start
            where p.credit_account = $1 and p.debit_account <> $1 and p.period >= start.period and p.created_at >= $2
        ), told as (
            select incoming, debit_account, transfer_id, min(created_at) as created_at, sum(amount)::bigint as amount,
                   (array_agg(kind order by leg))[1] as kind, (array_agg(credit_account order by leg))[1] as payee, min(memo) as memo
            from moved group by incoming, debit_account, transfer_id
        ), before as (
            select * from told where (created_at, debit_account, transfer_id, incoming) <= ($3, $4, $5, $6)
            order by created_at desc, debit_account desc, transfer_id desc, incoming desc limit $8
        ), after as (
            select * from told where (created_at, debit_account, transfer_id, incoming) > ($3, $4, $5, $6)
            order by created_at, debit_account, transfer_id, incoming limit $7 - (select count(*) from before)
        )
        select t.incoming, t.debit_account, t.transfer_id, t.kind, t.amount, o.display_name, o.phone, t.memo, t.created_at
        from (select * from before union all select * from after) t
        left join account o on o.id = case when t.incoming then t.debit_account else t.payee end
        order by t.created_at, t.debit_account, t.transfer_id, t.incoming
        """;

    /// <summary>
    /// $1 account, $2 from, $3 before, $4–$7 the line where the page before ended, $8 lines. The running balance is computed
    /// in the order (period, moment, payer, transfer), from the last closed balance before the page's oldest period.
    /// </summary>
    public const string Statement = """
        with moved as (
            select p.period, p.created_at, p.debit_account, p.transfer_id, p.leg, p.kind, -p.amount as amount, p.credit_account as other, p.memo
            from posting p
            where p.debit_account = $1 and p.amount > 0 and p.credit_account <> $1
              and ($2::timestamptz is null or p.created_at >= $2) and ($3::timestamptz is null or p.created_at < $3)
            union all
            select p.period, p.created_at, p.debit_account, p.transfer_id, p.leg, p.kind, p.amount, p.debit_account, p.memo
            from posting p
            where p.credit_account = $1 and p.amount > 0 and p.debit_account <> $1
              and ($2::timestamptz is null or p.created_at >= $2) and ($3::timestamptz is null or p.created_at < $3)
        ), line as (
            select period, created_at, debit_account, transfer_id,
                   (array_agg(kind order by leg))[1] as kind, sum(amount)::bigint as amount,
                   coalesce(-sum(amount) filter (where kind in (2, 3) and amount < 0), 0)::bigint as charges,
                   (array_agg(other order by leg))[1] as other, min(memo) as memo
            from moved
            where $4::integer is null or (period, created_at, debit_account, transfer_id) < ($4, $5::timestamptz, $6::bigint, $7::uuid)
            group by period, created_at, debit_account, transfer_id
        ), page as (
            select * from line order by period desc, created_at desc, debit_account desc, transfer_id desc limit $8
        ), oldest as (
            select min(period) as period from page
        ), base as (
            select coalesce((select b.credits - b.debits from account_balance b, oldest
                             where b.account = $1 and b.period < oldest.period order by b.period desc limit 1), 0) as balance,
                   coalesce((select max(b.period) from account_balance b, oldest where b.account = $1 and b.period < oldest.period), 0) as period
        ), since as (
            select p.period, p.created_at, p.debit_account, p.transfer_id, sum(case when p.credit_account = $1 then p.amount else -p.amount end)::bigint as amount
            from posting p, base
            where (p.debit_account = $1 or p.credit_account = $1) and p.debit_account <> p.credit_account and p.period > base.period
            group by p.period, p.created_at, p.debit_account, p.transfer_id
        ), running as (
            select s.*, (base.balance + sum(s.amount) over (order by s.period, s.created_at, s.debit_account, s.transfer_id))::bigint as balance
            from since s, base
        )
        select g.period, g.created_at, g.debit_account, g.transfer_id, g.kind, g.amount, g.charges, r.balance, o.display_name, o.phone, g.memo
        from page g
        join running r using (period, created_at, debit_account, transfer_id)
        left join account o on o.id = g.other
        order by g.period desc, g.created_at desc, g.debit_account desc, g.transfer_id desc
        """;

    /// <summary>$1 account. In and out by month of Brazzaville, the last twelve, oldest first.</summary>
    public const string Months = """
        select m.month, coalesce(sum(t.incoming), 0)::bigint, coalesce(sum(t.outgoing), 0)::bigint
        from generate_series(date_trunc('month', now() at time zone 'Africa/Brazzaville') - interval '11 months',
                             date_trunc('month', now() at time zone 'Africa/Brazzaville'), interval '1 month') m (month)
        left join (
            select date_trunc('month', p.created_at at time zone 'Africa/Brazzaville') as month, 0 as incoming, p.amount as outgoing
            from posting p where p.debit_account = $1 and p.credit_account <> $1 and p.created_at > now() - interval '13 months'
            union all
            select date_trunc('month', p.created_at at time zone 'Africa/Brazzaville'), p.amount, 0
            from posting p where p.credit_account = $1 and p.debit_account <> $1 and p.created_at > now() - interval '13 months') t on t.month = m.month
        group by m.month order by m.month
        """;
}
