using System.Text.Json;
using Npgsql;
using Orleans.Concurrency;
using Postmobile.Documents;

namespace Postmobile.Commerce;

/// <summary>
/// Reads the running promotions of one giver from the rows that their own grains wrote, when one of them says that it has changed, and
/// now and then by itself, should that have been lost. It decides nothing: what is stopped or used up is said by the promotion's own grain.
/// </summary>
[Reentrant, GrainType("commerce.promotions")]
internal sealed class PromotionsGrain(NpgsqlDataSource database, TimeProvider time) : Grain, IPromotionsGrain
{
    private const string Sql =
        """
        select body -> 'state' from document
        where type = 'commerce.coupon' and coalesce(body #>> '{state,coupon,shop,value}', '') = $1
          and body #>> '{state,coupon,automatic}' = 'true' and body #>> '{state,coupon,status}' = 'active'
          and (body #>> '{state,coupon,until}')::timestamptz > $2
        order by (body #>> '{state,madeAtMs}')::bigint limit $3
        """;

    private static readonly TimeSpan s_old = TimeSpan.FromSeconds(30);

    private Task<IReadOnlyList<Coupon>>? _reading;
    private DateTimeOffset _readAt;

    public async Task<IReadOnlyList<Coupon>> Running()
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_reading is null || _reading.IsFaulted || now - _readAt >= s_old)
        {
            Begin(now);
        }

        return [.. (await _reading!).Where(promotion => now < promotion.Until)];
    }

    public Task Refresh()
    {
        Begin(time.GetUtcNow());
        return _reading!;
    }

    // Whoever asks while it is being read waits for what is read now, not for what was known before.
    private void Begin(DateTimeOffset now) => (_readAt, _reading) = (now, Read(now));

    private async Task<IReadOnlyList<Coupon>> Read(DateTimeOffset now)
    {
        string key = this.GetPrimaryKeyString();
        await using NpgsqlCommand command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key == IPromotionsGrain.PostKey ? "" : key });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Coupons.RunningMax });
        List<Coupon> found = [];
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            found.Add(JsonSerializer.Deserialize<CouponState>(rows.GetString(0), DocumentSerializer.Options)!.Coupon!);
        }

        return found;
    }
}
