using Npgsql;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>What referrals read and promise in PostgreSQL.</summary>
internal sealed class ReferralBook(NpgsqlDataSource database)
{
    /// <summary>The advisory lock under which promises are added up: "refer" in ASCII.</summary>
    private const long LockKey = 0x7265666572;

    /// <summary>Whether a person has ever placed an order.</summary>
    public async Task<bool> HasBought(CustomerId person)
    {
        await using NpgsqlCommand command = database.CreateCommand("select exists (select 1 from document where type = 'commerce.order' and body #>> '{state,buyer}' = $1)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = person.Value });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A person's purchases that were completed: received, not disputed, not on their way back.</summary>
    public async Task<IReadOnlyList<ReferralRules.Purchase>> Received(CustomerId person)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select id, body #>> '{state,shop}',
                   (select coalesce(sum((l ->> 'quantity')::bigint * (l ->> 'price')::bigint), 0)::bigint from jsonb_array_elements(body #> '{state,placement,lines}') l)
                     - coalesce((body #>> '{state,placement,shopDiscount}')::bigint, 0) - coalesce((body #>> '{state,placement,postDiscount}')::bigint, 0)
                     - coalesce((body #>> '{state,refunded}')::bigint, 0),
                   (body #>> '{state,deliveredAtMs}')::bigint, coalesce((body #>> '{state,returnDays}')::int, 0)
            from document where type = 'commerce.order' and body #>> '{state,buyer}' = $1 and body #>> '{state,status}' = 'completed' and body #>> '{state,deliveredAtMs}' is not null
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = person.Value });
        List<ReferralRules.Purchase> found = [];
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            found.Add(new ReferralRules.Purchase(rows.GetString(0), rows.GetString(1), rows.GetInt64(2), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(3)), rows.GetInt32(4)));
        }

        return found;
    }

    /// <summary>Marks a telephone as referred. False when it has been before, by another wallet.</summary>
    public async Task<bool> Mark(string mark, string referral)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            "with mine as (insert into referral_mark (mark, referral) values ($1, $2) on conflict do nothing returning referral) select coalesce((select referral from mine), (select referral from referral_mark where mark = $1))");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mark });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = referral });
        return await command.ExecuteScalarAsync() as string == referral;
    }

    /// <summary>
    /// Promises a reward, once per referral, and only while the budget and the referrer's number hold: under a lock, and the sums are read
    /// by a statement after it, so that of many at once none goes over.
    /// </summary>
    public async Task<ReferralRefusal?> Promise(string referral, CustomerId referrer, ReferralTerms terms)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await using (NpgsqlCommand wait = new("select pg_advisory_xact_lock($1)", connection, transaction))
        {
            wait.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey });
            await wait.ExecuteNonQueryAsync();
        }

        (bool mine, long sum, long times) = (false, 0, 0);
        await using (NpgsqlCommand read = new(
            "select coalesce(bool_or(referral = $1), false), coalesce(sum(amount), 0)::bigint, count(*) filter (where referrer = $2) from referral_reward", connection, transaction))
        {
            read.Parameters.Add(new NpgsqlParameter<string> { TypedValue = referral });
            read.Parameters.Add(new NpgsqlParameter<string> { TypedValue = referrer.Value });
            await using NpgsqlDataReader row = await read.ExecuteReaderAsync();
            await row.ReadAsync();
            (mine, sum, times) = (row.GetBoolean(0), row.GetInt64(1), row.GetInt64(2));
        }

        ReferralRefusal? refusal = mine ? null : sum + terms.Each > terms.Budget ? ReferralRefusal.Budget : times >= terms.PersonMax ? ReferralRefusal.Limit : null;
        if (!mine && refusal is null)
        {
            await using NpgsqlCommand promise = new("insert into referral_reward (referral, referrer, amount) values ($1, $2, $3)", connection, transaction);
            promise.Parameters.Add(new NpgsqlParameter<string> { TypedValue = referral });
            promise.Parameters.Add(new NpgsqlParameter<string> { TypedValue = referrer.Value });
            promise.Parameters.Add(new NpgsqlParameter<long> { TypedValue = terms.Each });
            await promise.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
        return refusal;
    }

    /// <summary>What has been promised, and how often.</summary>
    public async Task<(long Sum, long Count)> Promised()
    {
        await using NpgsqlCommand command = database.CreateCommand("select coalesce(sum(amount), 0)::bigint, count(*) from referral_reward");
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetInt64(0), row.GetInt64(1));
    }
}
