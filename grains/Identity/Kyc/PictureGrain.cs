using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;

namespace Postmobile.Identity;

/// <inheritdoc cref="IPictureGrain"/>
[StatelessWorker(2), GrainType("identity.pictures")]
internal sealed class PictureGrain(NpgsqlDataSource database, IdentityKeys keys, TimeProvider time) : Grain, IPictureGrain
{
    public async Task<KeptPicture> Keep(CustomerId customer, PictureKind kind, byte[] file)
    {
        // Decoding takes the processor for a moment; the grains' threads are not for that.
        (CleanPicture? clean, KycRefusal? refusal) = await Task.Run(() => PictureCleaner.Clean(file));
        if (clean is null)
        {
            return new KeptPicture(null, refusal);
        }

        string id = "ip-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        await using NpgsqlCommand insert = database.CreateCommand("insert into identity_picture (id, customer, kind, box) values ($1, $2, $3, $4)");
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer.Value });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind.ToString() });
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bytea, Value = keys.SealFile(clean.Jpeg, NameOf(customer, id)) });
        await insert.ExecuteNonQueryAsync();
        return new KeptPicture(new Picture(id, kind, clean.Width, clean.Height, time.GetUtcNow()), null);
    }

    public async Task<byte[]?> Open(CustomerId customer, string picture)
    {
        await using NpgsqlCommand select = database.CreateCommand("select box from identity_picture where id = $1 and customer = $2");
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = picture });
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer.Value });
        return await select.ExecuteScalarAsync() is byte[] box ? keys.UnsealFile(box, NameOf(customer, picture)) : null;
    }

    // Never what came in after the list was made: a picture that is being attached now is on nobody's list yet.
    public async Task KeepOnly(CustomerId customer, IReadOnlyList<string> pictures)
    {
        await using NpgsqlCommand delete = database.CreateCommand(
            """
            delete from identity_picture where customer = $1 and not (id = any ($2))
              and created_at < (select max(created_at) from identity_picture where id = any ($2))
            """);
        delete.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer.Value });
        delete.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. pictures] });
        await delete.ExecuteNonQueryAsync();
    }

    private static string NameOf(CustomerId customer, string picture) => $"{customer.Value}/{picture}";
}
