using System.Text.Json;
using Npgsql;
using Orleans.Concurrency;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IReferralsGrain"/>
[StatelessWorker, GrainType("commerce.referrals")]
internal sealed class ReferralsGrain(NpgsqlDataSource database) : Grain, IReferralsGrain
{
    public async Task<IReadOnlyList<Referral>> Of(CustomerId referrer)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select substr(id, 10), body -> 'state' from document where type = 'commerce.referral' and body #>> '{state,referrer}' = $1
            order by (body #>> '{state,claimedAtMs}')::bigint desc limit 100
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = referrer.Value });
        List<Referral> found = [];
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            found.Add(ReferralRules.View(JsonSerializer.Deserialize<ReferralState>(rows.GetString(1), DocumentSerializer.Options)!, new CustomerId(rows.GetString(0)))!);
        }

        return found;
    }
}
