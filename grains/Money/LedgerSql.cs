namespace Postmobile.Money;

/// <summary>The ledger's statements that are not functions of the schema.</summary>
internal static class LedgerSql
{
    /// <summary>
    /// $1 accounts, $2 kinds that count towards limits, $3 tiers with such limits, $4 start of the day, $5 start of the month.
    /// An account is its last closed balance and what came since. Usage of limits is read from the account's own numbers
    /// after the last period that ended before the month.
    /// </summary>
    public const string Load = """
        select i.position, n.value, pg_current_snapshot()::text,
               a.kind, a.currency, a.floor, a.tier, a.frozen, a.closed, a.owner, a.display_name, a.phone, a.language, 0::bigint,
               coalesce(b.debits, 0) + coalesce(d.amount, 0), coalesce(b.credits, 0) + coalesce(c.amount, 0),
               coalesce(d.last, b.debit_seq, 0), coalesce(u.today, 0), coalesce(u.month, 0)
        from unnest($1) with ordinality i (id, position)
        left join ledger_incarnation n on true
        left join account a on a.id = i.id
        left join lateral (
            select x.period, x.debits, x.credits, x.debit_seq from account_balance x
            where x.account = i.id order by x.period desc limit 1) b on true
        left join lateral (
            select sum(p.amount)::bigint as amount, max(p.debit_seq) as last from posting p
            where p.debit_account = i.id and p.debit_seq > coalesce(b.debit_seq, 0)) d on true
        left join lateral (
            select sum(p.amount)::bigint as amount from posting p
            where p.credit_account = i.id and p.period > coalesce(b.period, 0)) c on true
        left join lateral (
            select sum(p.amount) filter (where p.created_at >= $4)::bigint as today, sum(p.amount)::bigint as month from posting p
            where a.tier = any($3) and p.debit_account = i.id and p.created_at >= $5 and p.kind = any($2)
              and p.debit_seq > coalesce((
                  select y.debit_seq from account_balance y
                  where y.account = i.id
                    and y.period < (select coalesce(max(z.number), 0) from ledger_period z where z.opened_at <= $5)
                  order by y.period desc limit 1), 0)) u on true
        """;
}
