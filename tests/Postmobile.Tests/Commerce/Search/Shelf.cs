using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Postmobile.Commerce;
using Postmobile.Documents;

namespace Postmobile.Tests.Commerce.Search;

/// <summary>Products put where their grains would have written them, in a shop of the test's own.</summary>
internal sealed class Shelf(NpgsqlDataSource database)
{
    private static int s_shop = 500_000;

    private readonly string _shop = "s-" + Interlocked.Increment(ref s_shop);

    /// <summary>The shop's id.</summary>
    public string Shop => _shop;

    /// <summary>What every product is unless a test says otherwise.</summary>
    public ProductState Plain(string title, long price = 5000) => new()
    {
        Shop = _shop,
        Status = ProductStatus.Published,
        Visible = true,
        Title = title,
        Slug = "produit",
        Category = "divers",
        Path = ["divers"],
        Variants = [new Variant { Sku = "A", Price = price }],
        PriceFrom = price,
        Department = "Brazzaville",
        Town = "Brazzaville",
        ShopName = "Boutique de test",
        PublishedAtMs = 1_750_000_000_000,
    };

    /// <summary>Writes a product, and what there is of it.</summary>
    public async Task<ProductId> PutAsync(ProductState state, int? left = null)
    {
        await using NpgsqlCommand next = database.CreateCommand("select nextval('commerce_number')");
        ProductId id = ProductId.Of((long)(await next.ExecuteScalarAsync())!);
        await WriteAsync(id, state);
        if (left is { } units)
        {
            await StockAsync(id, units);
        }

        return id;
    }

    /// <summary>Writes a product in the place of what it was.</summary>
    public Task WriteAsync(ProductId id, ProductState state) =>
        DocumentAsync("commerce.product", id.Value, JsonSerializer.Serialize(new Document<ProductState> { State = state }, DocumentSerializer.Options));

    /// <summary>Says what is left of a product.</summary>
    public Task StockAsync(ProductId id, int left) => DocumentAsync("commerce.stock", id.Value, JsonSerializer.Serialize(new { state = new { left, skus = new { } }, outbox = Array.Empty<int>(), lastOutboxId = 0 }));

    /// <summary>Writes a stock as its grain would.</summary>
    public Task StockAsync(ProductId id, StockState state) => DocumentAsync("commerce.stock", id.Value, JsonSerializer.Serialize(new Document<StockState> { State = state }, DocumentSerializer.Options));

    private async Task DocumentAsync(string type, string id, string body)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            "insert into document (type, id, version, body) values ($1, $2, 1, $3) on conflict (type, id) do update set body = excluded.body, version = document.version + 1, modified_at = now()");
        command.Parameters.Add(new() { Value = type });
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = body, NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync();
    }
}
