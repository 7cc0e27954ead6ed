using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IShareCardsGrain"/>
[StatelessWorker, GrainType("commerce.share-cards")]
internal sealed class ShareCardsGrain(NpgsqlDataSource database) : Grain, IShareCardsGrain
{
    public async Task<byte[]?> Find(string id, string digest)
    {
        await using NpgsqlCommand command = database.CreateCommand("select jpeg from share_card where id = $1 and digest = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = digest });
        return await command.ExecuteScalarAsync() as byte[];
    }

    public async Task Keep(string id, string digest, byte[] jpeg)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            "insert into share_card (id, digest, jpeg) values ($1, $2, $3) on conflict (id) do update set digest = excluded.digest, jpeg = excluded.jpeg, made_at = excluded.made_at");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = digest });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bytea, Value = jpeg });
        await command.ExecuteNonQueryAsync();
    }
}
