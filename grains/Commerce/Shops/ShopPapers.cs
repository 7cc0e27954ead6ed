using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>
/// Keeps the papers of businesses, encrypted with a key from outside PostgreSQL. A picture is made anew from its pixels; a PDF stays
/// as it is and is therefore never shown in a page, only handed out as a file.
/// </summary>
internal sealed class ShopPapers(NpgsqlDataSource database, IdentityKeys keys, TimeProvider time)
{
    private const int FileMax = 8 * 1024 * 1024;

    /// <summary>Keeps a file; or why not.</summary>
    public async Task<(ShopPaper? Paper, ShopRefusal? Refusal)> Keep(ShopId shop, ShopPaperKind kind, byte[] file)
    {
        if (file.Length > FileMax)
        {
            return (null, ShopRefusal.PictureTooLarge);
        }

        (byte[] bytes, string type) = (file, "application/pdf");
        if (!IsPdf(file))
        {
            // Decoding takes the processor for a moment; the grains' threads are not for that.
            (CleanPicture? clean, KycRefusal? refusal) = await Task.Run(() => PictureCleaner.Clean(file));
            if (clean is null)
            {
                return (null, Enum.Parse<ShopRefusal>(refusal!.Value.ToString()));
            }

            (bytes, type) = (clean.Jpeg, "image/jpeg");
        }

        string id = "sp-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        await using NpgsqlCommand insert = database.CreateCommand("insert into shop_paper (id, shop, type, box) values ($1, $2, $3, $4)");
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = shop.Value });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = type });
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bytea, Value = keys.SealFile(bytes, NameOf(shop, id)) });
        await insert.ExecuteNonQueryAsync();
        return (new ShopPaper(id, kind, type, time.GetUtcNow()), null);
    }

    /// <summary>A file, or null.</summary>
    public async Task<byte[]?> Open(ShopId shop, string paper)
    {
        await using NpgsqlCommand select = database.CreateCommand("select box from shop_paper where id = $1 and shop = $2");
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = paper });
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = shop.Value });
        return await select.ExecuteScalarAsync() is byte[] box ? keys.UnsealFile(box, NameOf(shop, paper)) : null;
    }

    private static bool IsPdf(ReadOnlySpan<byte> file) => file.StartsWith("%PDF-1."u8) || file.StartsWith("%PDF-2."u8);

    private static string NameOf(ShopId shop, string paper) => $"{shop.Value}/{paper}";
}
