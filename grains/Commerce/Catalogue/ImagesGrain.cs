using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IImagesGrain"/>
[StatelessWorker, GrainType("commerce.images")]
internal sealed class ImagesGrain(NpgsqlDataSource database) : Grain, IImagesGrain
{
    public async Task<ImageOutcome> Keep(string owner, byte[] file)
    {
        // The same file of the same owner is the same picture, so that an upload can be repeated.
        string id = "i-" + Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(owner + "\n"), .. file]).AsSpan(0, 16));
        if (await Touch(id) is { } known)
        {
            return new ImageOutcome(known, null);
        }

        // Decoding takes the processor for a moment; the grains' threads are not for that.
        (IReadOnlyList<ImageSizer.Sized> sizes, KycRefusal? refusal) = await Task.Run(() => ImageSizer.Make(file));
        if (refusal is { } why)
        {
            return new ImageOutcome(null, Enum.Parse<ShopRefusal>(why.ToString()));
        }

        await using NpgsqlCommand insert = database.CreateCommand(
            "insert into image (id, owner, size, width, height, webp) select $1, $2, * from unnest($3, $4, $5, $6) on conflict do nothing");
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = owner });
        insert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. sizes.Select(one => one.Size)] });
        insert.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. sizes.Select(one => one.Width)] });
        insert.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. sizes.Select(one => one.Height)] });
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea, Value = sizes.Select(one => one.Webp).ToArray() });
        await insert.ExecuteNonQueryAsync();
        ImageSizer.Sized largest = sizes.First(one => one.Size == ImageSizes.Large);
        return new ImageOutcome(new ImageView(id, largest.Width, largest.Height), null);
    }

    public async Task<byte[]?> Open(string id, string size)
    {
        await using NpgsqlCommand select = database.CreateCommand("select webp from image where id = $1 and size = $2");
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = size });
        return await select.ExecuteScalarAsync() as byte[];
    }

    // Taken in again, it is new again: the sweep of unused pictures must not remove what is about to be used.
    private async Task<ImageView?> Touch(string id)
    {
        await using NpgsqlCommand update = database.CreateCommand("update image set created_at = clock_timestamp() where id = $1 and created_at < clock_timestamp() - interval '1 day'");
        update.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        await update.ExecuteNonQueryAsync();
        return await Find(id);
    }

    public async Task<ImageView?> Find(string id)
    {
        await using NpgsqlCommand select = database.CreateCommand("select width, height from image where id = $1 and size = $2");
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ImageSizes.Large });
        await using NpgsqlDataReader row = await select.ExecuteReaderAsync();
        return await row.ReadAsync() ? new ImageView(id, row.GetInt32(0), row.GetInt32(1)) : null;
    }
}
