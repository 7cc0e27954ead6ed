using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Commerce.Catalogue;

/// <summary>The process that imports is killed, as the kernel kills, in the midst of a file.</summary>
public sealed class ImportKillTests
{
    private const int Lines = 1_500;

    [Fact]
    public async Task Killed_in_the_midst_it_goes_on_and_makes_every_product_once()
    {
        await using KillableSilo silo = await KillableSilo.StartAsync();
        string id = await Begin(silo.Grains, silo.Database);
        await Eventually.GetAsync(() => silo.Number("select count(*) from catalogue_import_line where status <> 0"), done => done > 100, TimeSpan.FromSeconds(90));
        await silo.KillAsync();
        long before = await silo.Number("select count(*) from catalogue_import_line where status <> 0");
        Assert.InRange(before, 101, Lines - 1);
        silo.StartAgain();

        await Eventually.GetAsync(() => Status(silo.Database, id), status => status == "done", TimeSpan.FromSeconds(180));
        Assert.Equal(Lines, await silo.Number("select count(*) from document where type = 'commerce.product'"));
        Assert.Equal(Lines, await silo.Number("select count(distinct body #>> '{state,variants,0,sku}') from document where type = 'commerce.product'"));
        Assert.Equal(Lines, await silo.Number("select count(*) from catalogue_import_line where status in (1, 2, 3) and product <> ''"));
    }

    private static async Task<string> Begin(IGrainFactory grains, NpgsqlDataSource database)
    {
        CustomerId owner = CustomerId.New(TimeProvider.System);
        var shop = ShopId.Of(7);
        await OpenShop(database, shop, owner);
        string id = Imports.Key(shop, "kill");
        IImportGrain import = grains.GetGrain<IImportGrain>(id);
        Assert.Null((await import.Begin(shop, "articles.csv", owner)).Refusal);
        foreach (ImportLine[] some in Enumerable.Range(2, Lines).Select(Line).Chunk(500))
        {
            Assert.True(await import.Add(some));
        }

        Assert.Equal(Lines, (await import.Seal())!.Lines);
        return id;
    }

    private static ImportLine Line(int number) => new(number, new Dictionary<string, string>
    {
        ["sku"] = string.Create(CultureInfo.InvariantCulture, $"K-{number}"), ["title"] = "Article", ["category"] = "autre", ["price"] = "1000",
    });

    private static async Task OpenShop(NpgsqlDataSource database, ShopId shop, CustomerId owner)
    {
        var state = new ShopState
        {
            Owner = owner.Value, OwnerName = "Test", Status = ShopStatus.Open, Slug = "test", Version = 1, FactsVersion = 1,
            Profile = new ShopProfile { Name = "Test", Origin = new Place { Department = "Pool", Town = "Kinkala" } },
        };
        await using NpgsqlCommand command = database.CreateCommand("insert into document (type, id, version, body) values ('commerce.shop', $1, 1, $2)");
        command.Parameters.Add(new() { Value = shop.Value });
        command.Parameters.Add(new()
        {
            NpgsqlDbType = NpgsqlDbType.Jsonb,
            Value = JsonSerializer.Serialize(new { state, outbox = Array.Empty<int>(), lastOutboxId = 0 }, Postmobile.Documents.DocumentSerializer.Options),
        });
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> Status(NpgsqlDataSource database, string id)
    {
        await using NpgsqlCommand command = database.CreateCommand("select body #>> '{state,status}' from document where type = 'commerce.import' and id = $1");
        command.Parameters.Add(new() { Value = id });
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
