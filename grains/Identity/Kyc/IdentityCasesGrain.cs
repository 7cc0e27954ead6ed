using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Documents;
using Postmobile.Money;

namespace Postmobile.Identity;

/// <summary>Lists cases and freezes from the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("identity.cases")]
internal sealed class IdentityCasesGrain(NpgsqlDataSource database, TimeProvider time, MoneyOptions money, IOptions<KycOptions> kyc) : Grain, IIdentityCasesGrain
{
    private const string Queue =
        """
        select id, body -> 'state', (select count(*) from document where type = 'identity.case' and body #>> '{state,status}' = 'submitted')
        from document
        where type = 'identity.case' and body #>> '{state,status}' = 'submitted'
          and ($1::bigint is null or ((body #>> '{state,submittedAtMs}')::bigint, id) > ($1, $2))
        order by (body #>> '{state,submittedAtMs}')::bigint, id
        limit $3
        """;

    private const string Frozen =
        """
        select id, body #>> '{state,name}', (body #>> '{state,tier}')::smallint, body #> '{state,restriction}'
        from document
        where type = 'identity.customer' and body #>> '{state,restriction,freeze}' is not null
        order by (body #>> '{state,restriction,atMs}')::bigint desc
        limit $1
        """;

    public async Task<CasePage> Waiting(int limit, string? cursor)
    {
        (long At, string Id)? after = QueueCursor.Read(cursor);
        await using NpgsqlCommand command = database.CreateCommand(Queue);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = after?.At ?? (object)DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = after?.Id ?? (object)DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        var cases = new List<IdentityCase>();
        long waiting = 0;
        string? next = null;
        while (await rows.ReadAsync())
        {
            CaseState state = JsonSerializer.Deserialize<CaseState>(rows.GetString(1), DocumentSerializer.Options)!;
            cases.Add(state.View(rows.GetString(0), time.GetUtcNow()));
            waiting = rows.GetInt64(2);
            next = QueueCursor.Write(state.SubmittedAtMs.GetValueOrDefault(), rows.GetString(0));
        }

        return new CasePage(cases, (int)waiting, cases.Count == limit ? next : null);
    }

    public Task<IReadOnlyList<IdentityTier>> Tiers() => Task.FromResult<IReadOnlyList<IdentityTier>>(
    [
        .. money.Tiers.OrderBy(tier => tier.Key).Select(tier => new IdentityTier
        {
            Tier = tier.Key,
            Operation = tier.Value.Operation,
            Day = tier.Value.Day,
            Month = tier.Value.Month,
            Balance = tier.Value.Balance,
            Needs = kyc.Value.Needs.GetValueOrDefault(tier.Key, []),
        }),
    ]);

    public async Task<IReadOnlyList<CustomerStanding>> Restricted(int limit)
    {
        await using NpgsqlCommand command = database.CreateCommand(Frozen);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        var found = new List<CustomerStanding>();
        while (await rows.ReadAsync())
        {
            var restriction = JsonSerializer.Deserialize<RestrictionState>(rows.GetString(3), DocumentSerializer.Options)!;
            found.Add(new CustomerStanding(new CustomerId(rows.GetString(0)), rows.GetString(1), rows.GetInt16(2), restriction.View()));
        }

        return found;
    }
}

/// <summary>Where a page of a queue ended: a time and an id. A cursor that is not ours is the first page.</summary>
internal static class QueueCursor
{
    public static string Write(long atMs, string id) => string.Create(CultureInfo.InvariantCulture, $"{atMs}.{id}");

    public static (long At, string Id)? Read(string? cursor)
    {
        int dot = cursor?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return dot > 0 && long.TryParse(cursor.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out long at)
            ? (at, cursor![(dot + 1)..])
            : null;
    }
}
