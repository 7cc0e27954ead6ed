using Npgsql;
using NpgsqlTypes;

namespace Postmobile.Money;

/// <summary>
/// The rules, as questions about the postings. Each looks at the accounts that moved within a stretch of time, and for each
/// of their movements at the window that ends with it: what is found does not depend on when the scan runs.
/// </summary>
internal sealed class MonitoringScan(NpgsqlDataSource database, MoneyOptions money)
{
    // $1 from, $2 to, $3 kinds out, $4 window, $5 count
    private const string Moved =
        """
        with moved as materialized (
            select distinct p.debit_account as account, a.owner, a.display_name, a.tier
            from posting p join account a on a.id = p.debit_account and a.kind = 10
            where p.created_at > $1 and p.created_at <= $2 and p.leg = 0 and p.amount > 0 and p.kind = any ($3)
        ), oldest as materialized (
            select coalesce(min(number), 0) as period from ledger_period where flipped_at is null or flipped_at > $1 - $4::interval
        ), outs as materialized (
            select m.*, p.created_at, p.amount
            from moved m join posting p on p.debit_account = m.account
            where p.period >= (select period from oldest) and p.created_at > $1 - $4::interval and p.created_at <= $2
              and p.leg = 0 and p.amount > 0 and p.kind = any ($3)
        )

        """;

    private const string Velocity = Moved +
        """
        select distinct on (account) account, owner, display_name, created_at, n::integer, total::bigint, 0::bigint
        from (
            select o.*, count(*) over w as n, sum(amount) over w as total
            from outs o window w as (partition by account order by created_at range between $4::interval preceding and current row)) o
        where n >= $5 and created_at > $1
        order by account, n desc, created_at desc
        """;

    // $6 tiers (-1: every tier), $7 limits, $8 thousandths of the limit from which an amount is just under it
    private const string Structuring = Moved +
        """
        select distinct on (account) account, owner, display_name, created_at, n::integer, total::bigint, bound
        from (
            select o.*, l.bound, count(*) over w as n, sum(amount) over w as total
            from outs o
            join unnest($6::smallint[], $7::bigint[]) l (tier, bound) on l.tier in (-1, o.tier) and o.amount <= l.bound and o.amount * 1000 >= l.bound * $8
            window w as (partition by account, l.bound order by created_at range between $4::interval preceding and current row)) o
        where n >= $5 and created_at > $1
        order by account, n desc, created_at desc
        """;

    // $5 the least that comes in, $6 kinds in, $7 share in thousandths. What went out before anything came in does not count:
    // totals only grow, so the smallest total at a coming-in within the window is the one at the first. Each account is gone
    // through once, in the order of time, however many movements it has.
    private const string PassThrough = Moved +
        """
        , moves as (
            select account, owner, display_name, created_at, amount as went, 0::bigint as came from outs
            union all
            select m.account, m.owner, m.display_name, p.created_at, 0, p.amount
            from moved m join posting p on p.credit_account = m.account
            where p.period >= (select period from oldest) and p.created_at > $1 - $4::interval and p.created_at <= $2 and p.amount > 0 and p.kind = any ($6)
        ), totals as (
            select m.*,
                   sum(went) over upto as went_by_now, count(*) filter (where went > 0) over upto as n_by_now,
                   coalesce(sum(went) over before, 0) as went_before, count(*) filter (where went > 0) over before as n_before
            from moves m
            window upto as (partition by account order by created_at range unbounded preceding),
                   before as (partition by account order by created_at range between unbounded preceding and '1 microsecond'::interval preceding)
        ), windows as (
            select t.*, sum(came) over w as came_within,
                   went_by_now - min(went_before) filter (where came > 0) over w as went_since,
                   n_by_now - min(n_before) filter (where came > 0) over w as n_since
            from totals t
            window w as (partition by account order by created_at range between $4::interval preceding and current row)
        )
        select distinct on (account) account, owner, display_name, created_at, n_since::integer, went_since::bigint, came_within::bigint
        from windows
        where went > 0 and created_at > $1 and came_within >= $5
          and went_since * 1000 >= came_within * $7 and went_since * 1000 <= came_within * (2000 - $7)
        order by account, went_since desc, created_at desc
        """;

    /// <summary>The end of a scan that begins here: not too near to the present, by the database's clock, and not too far away.</summary>
    public async Task<DateTimeOffset> End(DateTimeOffset from, MonitoringOptions options)
    {
        await using NpgsqlCommand command = database.CreateCommand("select greatest($1, least(clock_timestamp() - $2::interval, $1 + $3::interval))");
        command.Parameters.Add(Moment(from));
        command.Parameters.Add(Span(options.Lag));
        command.Parameters.Add(Span(options.StepMax));
        return (DateTime)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>What all rules find on payments after <paramref name="from"/> up to <paramref name="to"/>.</summary>
    public async Task<List<Finding>> Find(DateTimeOffset from, DateTimeOffset to, MonitoringOptions options)
    {
        List<Finding> found = [];
        await Ask(found, MonitoringRule.Velocity, Velocity, from, to, options, options.VelocityWindow, Number(options.VelocityCount));
        (short Tier, long Bound)[] bounds =
        [
            .. money.Tiers.Where(tier => tier.Value.Operation is not null).Select(tier => (tier.Key, tier.Value.Operation!.Value)),
            .. options.Thresholds.Select(threshold => ((short)-1, threshold - 1)),
        ];
        await Ask(
            found, MonitoringRule.Structuring, Structuring, from, to, options, options.StructuringWindow,
            Number(options.StructuringCount),
            new NpgsqlParameter<short[]> { TypedValue = [.. bounds.Select(one => one.Tier)] },
            new NpgsqlParameter<long[]> { TypedValue = [.. bounds.Select(one => one.Bound)] },
            Number(options.StructuringFrom));
        await Ask(
            found, MonitoringRule.PassThrough, PassThrough, from, to, options, options.PassThroughWindow,
            Number(options.PassThroughMin), Kinds(options.Incoming), Number(options.PassThroughShare));
        return found;
    }

    private async Task Ask(
        List<Finding> found, MonitoringRule rule, string sql, DateTimeOffset from, DateTimeOffset to, MonitoringOptions options, TimeSpan window,
        params NpgsqlParameter[] more)
    {
#pragma warning disable CA2100 // The constants above.
        await using NpgsqlCommand command = database.CreateCommand(sql);
#pragma warning restore CA2100
        command.Parameters.AddRange((NpgsqlParameter[])[Moment(from), Moment(to), Kinds(options.Outgoing), Span(window), .. more]);
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            found.Add(new Finding
            {
                Rule = rule,
                Account = new AccountId(rows.GetInt64(0)),
                Owner = rows.GetString(1),
                OwnerName = rows.GetString(2),
                At = rows.GetDateTime(3),
                Count = rows.GetInt32(4),
                Amount = rows.GetInt64(5),
                Against = rows.GetInt64(6),
            });
        }
    }

    private static NpgsqlParameter Moment(DateTimeOffset at) => new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = at.UtcDateTime };

    private static NpgsqlParameter Span(TimeSpan span) => new() { NpgsqlDbType = NpgsqlDbType.Interval, Value = span };

    private static NpgsqlParameter Number(long number) => new NpgsqlParameter<long> { TypedValue = number };

    private static NpgsqlParameter Kinds(PostingKind[] kinds) => new NpgsqlParameter<short[]> { TypedValue = [.. kinds.Select(kind => (short)kind)] };
}
