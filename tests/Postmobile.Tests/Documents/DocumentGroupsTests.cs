using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Providers;
using Orleans.Storage;
using Postmobile.Documents;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Documents;

/// <summary>Documents of many grains that are read and written together.</summary>
public sealed class DocumentGroupsTests
{
    [Fact]
    public async Task What_many_grains_write_at_once_shares_commits()
    {
        await using var silo = await TestSilo.StartAsync(await DurableGrainTests.NewDatabaseAsync());

        await Task.WhenAll(Enumerable.Range(0, 400).Select(number => DurableGrainTests.Counter(silo, $"c-many-{number}").Add(number)));

        Assert.Equal(400 * 399 / 2, await DurableGrainTests.ScalarAsync<decimal>(silo.Database, "select sum((body -> 'state' ->> 'total')::bigint) from document where id like 'c-many-%'"));
        Assert.InRange(await DurableGrainTests.ScalarAsync<long>(silo.Database, "select count(distinct xmin::text) from document where id like 'c-many-%'"), 1, 200);
    }

    [Fact]
    public async Task A_document_that_is_refused_does_not_take_its_neighbours_with_it()
    {
        await using var silo = await TestSilo.StartAsync(await DurableGrainTests.NewDatabaseAsync());
        await DurableGrainTests.ExecuteAsync(silo.Database, "alter table document_test_counter add constraint odd check ((body -> 'state' ->> 'total') <> '13')");

        bool[] written = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Try(() => DurableGrainTests.Counter(silo, $"c-odd-{number}").Add(number))));

        Assert.Equal(Enumerable.Range(0, 40).Select(number => number != 13), written);
        Assert.Equal(39L, await DurableGrainTests.ScalarAsync<long>(silo.Database, "select count(*) from document where id like 'c-odd-%'"));
        Assert.True(await Eventually.GetAsync(() => Try(() => DurableGrainTests.Counter(silo, "c-odd-13").Add(14)), done => done));
    }

    [Fact]
    public async Task A_document_that_cannot_be_read_does_not_take_its_neighbours_with_it()
    {
        await using var silo = await TestSilo.StartAsync(await DurableGrainTests.NewDatabaseAsync());
        IGrainStorage storage = silo.Services.GetRequiredKeyedService<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME);
        await DurableGrainTests.ExecuteAsync(silo.Database, """
            insert into document (type, id, version, body) select 'test.counter', 'c-near-' || n, 1, jsonb_build_object('state', jsonb_build_object('total', n)) from generate_series(1, 40) n
            union all select 'test.counter', 'c-odd', 1, '{"state":"no state at all"}'
            """);

        // Both lanes wait for this table; what is asked meanwhile goes in their next groups, whole.
        NpgsqlConnection holder = await silo.Database.OpenConnectionAsync();
        await using NpgsqlTransaction held = await holder.BeginTransactionAsync();
        await using NpgsqlCommand hold = new("lock table document_commerce_cart in access exclusive mode", holder);
        await hold.ExecuteNonQueryAsync();
        Task[] first = [.. Enumerable.Range(1, 40).Select(number => Read("commerce.cart", $"c-{number}"))];
        await Eventually.GetAsync(() => DurableGrainTests.ScalarAsync<long>(silo.Database, """
            select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'select id, version, body from document_commerce_cart%'
            """), waiting => waiting == 2);
        Task<long>[] near = [.. Enumerable.Range(1, 40).Select(number => Read("test.counter", $"c-near-{number}"))];
        Task<long> nowhere = Read("test.nowhere", "c-1"), unspeakable = Read("test.counter", "c-\0"), odd = Read("test.counter", "c-odd");
        await held.RollbackAsync();
        await holder.DisposeAsync();

        await Task.WhenAll(first);
        Assert.Equal(Enumerable.Range(1, 40).Select(number => (long)number), await Task.WhenAll(near));
        Assert.Equal(0, await nowhere);
        await Assert.ThrowsAnyAsync<Exception>(() => unspeakable);
        await Assert.ThrowsAnyAsync<Exception>(() => odd);
        Assert.Equal(Enumerable.Range(1, 40).Select(number => (long)number), await Task.WhenAll(Enumerable.Range(1, 40).Select(number => Read("test.counter", $"c-near-{number}"))));

        async Task<long> Read(string type, string id)
        {
            GrainState<Document<CounterState>> state = new();
            await storage.ReadStateAsync(type, GrainId.Create("test.counter", id), state);
            return state.State!.State.Total;
        }
    }

    [Fact]
    public async Task Of_two_who_have_seen_the_same_version_one_writes()
    {
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(await DurableGrainTests.NewDatabaseAsync());
        DocumentGroups groups = new(database);
        DocumentKey key = new("test.counter", "c-twin");

        foreach (int seen in new[] { 0, 1, 2 })
        {
            bool[] written = await Task.WhenAll(Enumerable.Range(0, 8).Select(twin => groups.Write(Wanted(key, seen, $$"""{"twin":{{twin}}}"""))));
            Assert.Single(written, done => done);
            Assert.Equal(seen + 1, (await groups.Read(key))!.Version);
        }
    }

    [Fact]
    public async Task Types_are_written_and_read_together_and_each_keeps_its_time()
    {
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(await DurableGrainTests.NewDatabaseAsync());
        DocumentGroups groups = new(database);
        DocumentKey[] keys = [.. new[] { "test.counter", "commerce.cart", "money.cash-out" }.SelectMany(type => Enumerable.Range(0, 5).Select(number => new DocumentKey(type, $"x-{number}")))];

        Assert.DoesNotContain(false, await Task.WhenAll(keys.Select(key => groups.Write(Wanted(key, 0, $$"""{"state":{"of":"{{key.Type}}"},"wakeAt":1767225600000}""")))));

        DocumentRow?[] rows = await Task.WhenAll(keys.Select(groups.Read));
        Assert.All(keys.Zip(rows), pair => Assert.Contains($"\"of\": \"{pair.First.Type}\"", Encoding.UTF8.GetString(pair.Second!.Body!), StringComparison.Ordinal));
        Assert.Equal(15L, await DurableGrainTests.ScalarAsync<long>(database, "select count(*) from document where id like 'x-%' and wake_at = '2026-01-01T00:00:00Z'"));
        Assert.Same(DocumentRow.None, await groups.Read(new DocumentKey("commerce.cart", "x-nobody")));
    }

    [Fact]
    public async Task Groups_of_products_and_stocks_never_wait_for_each_other_in_a_circle()
    {
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(await DurableGrainTests.NewDatabaseAsync());
        DocumentGroups groups = new(database);

        bool[] there = await Task.WhenAll(Enumerable.Range(1, 400).SelectMany(number => number % 2 == 0
            ? new[] { groups.Write(Stock(number, 0, 3)), groups.Write(Product(number, 0, 5000)) } : [groups.Write(Product(number, 0, 5000)), groups.Write(Stock(number, 0, 3))]));
        Assert.DoesNotContain(false, there);
        Assert.Equal(400L, await AvailableAsync(database));

        bool[] gone = await Task.WhenAll(Enumerable.Range(1, 400).SelectMany(number => new[] { groups.Write(Stock(number, 1, 0)), groups.Write(Product(number, 1, 4000)) }));
        Assert.DoesNotContain(false, gone);
        Assert.Equal(0L, await AvailableAsync(database));
        Assert.Equal(400L, await DurableGrainTests.ScalarAsync<long>(database, "select count(*) from search_product where price = 4000"));
        Assert.Equal(0L, await DurableGrainTests.ScalarAsync<long>(database, "select deadlocks from pg_stat_database where datname = current_database()"));
    }

    [Fact]
    public async Task A_product_and_its_stock_that_two_silos_write_at_once_agree_in_the_search()
    {
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(await DurableGrainTests.NewDatabaseAsync());
        DocumentGroups one = new(database), other = new(database);

        foreach (int number in Enumerable.Range(1, 150))
        {
            bool[] written = await Task.WhenAll(one.Write(Product(number, 0, 5000)), other.Write(Stock(number, 0, 3)));
            Assert.DoesNotContain(false, written);
            Assert.Equal(number, await AvailableAsync(database));
        }

        foreach (int number in Enumerable.Range(1, 150))
        {
            bool[] written = await Task.WhenAll(one.Write(Product(number, 1, 4000)), other.Write(Stock(number, 1, 0)));
            Assert.DoesNotContain(false, written);
            Assert.Equal(150 - number, await AvailableAsync(database));
        }
    }

    [Fact]
    public async Task A_stock_of_a_product_that_is_not_for_sale_leaves_nothing_in_the_search()
    {
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(await DurableGrainTests.NewDatabaseAsync());
        DocumentGroups groups = new(database);

        Assert.True(await groups.Write(Stock(7, 0, 3)));

        Assert.Equal(0L, await DurableGrainTests.ScalarAsync<long>(database, "select count(*) from search_product"));
    }

    [Fact]
    public async Task A_group_that_does_not_reach_the_database_says_so_to_each()
    {
        string address = await DurableGrainTests.NewDatabaseAsync();
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(address) { Port = TestSilo.FreePort(), Timeout = 2 }.ConnectionString);
        DocumentGroups groups = new(database);

        foreach (int number in Enumerable.Range(0, 3))
        {
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => groups.Write(Wanted(new DocumentKey("test.counter", $"c-far-{number}"), 0, "{}")));
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => groups.Read(new DocumentKey("test.counter", $"c-far-{number}")));
        }
    }

    [Fact]
    public async Task The_table_of_a_type_bears_its_name()
    {
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(await PostgresFixture.NewDatabaseAsync());
        await using NpgsqlCommand command = database.CreateCommand(
            "select c.relname, pg_get_expr(c.relpartbound, c.oid) from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'document'::regclass");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        int count = 0;
        while (await reader.ReadAsync())
        {
            Assert.Equal(DocumentKey.Table(reader.GetString(1).Split('\'')[1]), reader.GetString(0));
            count++;
        }

        Assert.True(count > 50);
    }

    [Theory]
    [InlineData("commerce.order", "o-1", true)]
    [InlineData("commerce.order", "12", false)]
    [InlineData("commerce.order", "0123456789abcdef0123456789abcdef", false)]
    [InlineData("commerce.order", "o-1+2", false)]
    [InlineData("Order", "o-1", false)]
    [InlineData("commerce.order'; drop table document; --", "o-1", false)]
    public void What_is_no_name_of_a_type_or_no_text_goes_alone(string type, string id, bool together) =>
        Assert.Equal(together, DocumentKey.TryFrom(type, GrainId.Create("test", id), out _));

    private static Task<long> AvailableAsync(NpgsqlDataSource database) => DurableGrainTests.ScalarAsync<long>(database, "select count(*) from search_product where available");

    private static DocumentWrite Product(int number, int seen, int price) => Wanted(new("commerce.product", $"p-{number}"), seen,
        $$"""{"state":{"visible":true,"shop":"s-1","shopName":"Boutique","title":"Lampe","path":["lampes"],"variants":[],"priceFrom":{{price}} } }""");

    private static DocumentWrite Stock(int number, int seen, int left) => Wanted(new("commerce.stock", $"p-{number}"), seen, $$"""{"state":{"skus":{},"left":{{left}} } }""");

    private static DocumentWrite Wanted(DocumentKey key, int seen, string body) => new(key, seen, Encoding.UTF8.GetBytes(body));

    private static async Task<bool> Try(Func<Task<long>> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (DocumentNotSavedException)
        {
            return false;
        }
    }
}
