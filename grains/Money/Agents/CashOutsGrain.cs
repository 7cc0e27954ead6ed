using System.Text.Json;
using Npgsql;
using Orleans.Concurrency;
using Postmobile.Documents;

namespace Postmobile.Money;

/// <summary>Finds withdrawals in the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("money.cash-outs")]
internal sealed class CashOutsGrain(NpgsqlDataSource database) : Grain, ICashOutsGrain
{
    private const string ByWallet =
        """
        select id, body -> 'state' from document
        where type = 'money.cash-out' and (body #>> '{state,wallet}')::bigint = $1
        order by (body #>> '{state,createdAtMs}')::bigint desc limit $2
        """;

    private const string ByFloat =
        """
        select id, body -> 'state' from document
        where type = 'money.cash-out' and (body #>> '{state,agentFloat}')::bigint = $1
        order by (body #>> '{state,createdAtMs}')::bigint desc limit $2
        """;

    private const string ToRedeem =
        """
        select id from document
        where type = 'money.cash-out' and (body #>> '{state,wallet}')::bigint = $1
          and (body #>> '{state,status}' = 'ready' or body #>> '{state,redeemKey}' = $2)
        order by (body #>> '{state,redeemKey}' = $2) desc nulls last, (body #>> '{state,createdAtMs}')::bigint desc limit 5
        """;

    public Task<IReadOnlyList<CashOut>> OfWallet(AccountId wallet, int limit) => List(ByWallet, wallet, limit);

    public Task<IReadOnlyList<CashOut>> OfFloat(AccountId agentFloat, int limit) => List(ByFloat, agentFloat, limit);

    public async Task<IReadOnlyList<string>> Redeemable(AccountId wallet, string key)
    {
        await using NpgsqlCommand command = database.CreateCommand(ToRedeem);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = wallet.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        var ids = new List<string>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            ids.Add(rows.GetString(0));
        }

        return ids;
    }

    private async Task<IReadOnlyList<CashOut>> List(string sql, AccountId account, int limit)
    {
#pragma warning disable CA2100 // One of the constants above.
        await using NpgsqlCommand command = database.CreateCommand(sql);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = account.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Math.Clamp(limit, 1, 200) });
        var found = new List<CashOut>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            var state = JsonSerializer.Deserialize<CashOutState>(rows.GetString(1), DocumentSerializer.Options)!;
            if (state.View(rows.GetString(0), code: null) is { } cashOut)
            {
                found.Add(cashOut);
            }
        }

        return found;
    }
}
