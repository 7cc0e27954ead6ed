using System.Text.Json;
using Npgsql;
using Orleans.Concurrency;
using Postmobile.Documents;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IShopKeyLogGrain"/>
[Reentrant, GrainType("commerce.shop-key-log")]
internal sealed class ShopKeyLogGrain(EntryLog log, NpgsqlDataSource database) : Grain, IShopKeyLogGrain
{
    private string Stream => "shop-keys:" + this.GetPrimaryKeyString();

    public Task Append(string id, ShopKeyAct act) => log.Append(Stream, id, "act", act, act.At);

    public async Task<IReadOnlyList<ShopKeyAct>> Latest(int limit)
    {
        await using NpgsqlCommand command = database.CreateCommand("select body::text from entry where stream = $1 order by seq desc limit $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Stream });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        var acts = new List<ShopKeyAct>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            acts.Add(JsonSerializer.Deserialize<ShopKeyAct>(rows.GetString(0), DocumentSerializer.Options)!);
        }

        return acts;
    }
}
