using Npgsql;
using Postmobile.Documents;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Documents;

public sealed class DurableGrainTests
{
    [Fact]
    public async Task What_was_answered_is_in_the_table_and_survives_the_silo()
    {
        var connectionString = await NewDatabaseAsync();
        await using (var silo = await TestSilo.StartAsync(connectionString))
        {
            Assert.Equal(5, await Counter(silo, "c-one").Add(5));
            Assert.Equal(5, await ScalarAsync<long>(silo.Database, "select (body -> 'state' ->> 'total')::bigint from document where id = 'c-one'"));
        }

        await using var next = await TestSilo.StartAsync(connectionString);
        Assert.Equal(7, await Counter(next, "c-one").Add(2));
    }

    [Fact]
    public async Task Many_callers_share_a_write_and_none_is_answered_before_its_own()
    {
        await using var silo = await TestSilo.StartAsync(await NewDatabaseAsync());
        var counter = Counter(silo, "c-hot");
        await counter.Add(0);
        var behind = 0;

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(async number =>
        {
            var answer = await counter.Add(1);
            if (number % 50 == 0 && await TotalAsync(silo, "c-hot") < answer)
            {
                Interlocked.Increment(ref behind);
            }
        }));

        Assert.Equal(0, behind);
        Assert.Equal(1000, await TotalAsync(silo, "c-hot"));
        Assert.InRange(await ScalarAsync<int>(silo.Database, "select version from document where id = 'c-hot'"), 2, 500);
    }

    [Fact]
    public async Task After_a_lost_write_the_grain_forgets_and_reads_again()
    {
        await using var silo = await TestSilo.StartAsync(await NewDatabaseAsync());
        var counter = Counter(silo, "c-conflict");
        await counter.Add(1);
        await ExecuteAsync(silo.Database, """update document set version = version + 1, body = jsonb_set(body, '{state,total}', '100') where id = 'c-conflict'""");

        await Assert.ThrowsAsync<DocumentNotSavedException>(() => counter.Add(1));

        Assert.Equal(101, await Eventually.GetAsync(() => TryAsync(() => counter.Add(1)), total => total > 0));
    }

    [Theory]
    [InlineData("242061234567")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public async Task A_key_that_looks_like_a_number_is_refused(string key)
    {
        await using var silo = await TestSilo.StartAsync(await NewDatabaseAsync());

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => Counter(silo, key).Add(1));

        Assert.Contains("looks like a number", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_goes_out_after_the_write_and_leaves_the_outbox_when_it_is_heard()
    {
        await using var silo = await TestSilo.StartAsync(await NewDatabaseAsync());

        await Counter(silo, "c-teller").AddAndTell(3, "r-easy");

        var key = await DeliveredToAsync("r-easy");
        Assert.Equal(new Told("r-easy", 3), CounterGrain.Delivered[key].Message);
        await Eventually.GetAsync(() => OwedAsync(silo, "c-teller"), owed => owed is (0, null));
    }

    [Fact]
    public async Task A_message_that_is_refused_is_tried_again_until_it_is_heard()
    {
        await using var silo = await TestSilo.StartAsync(await NewDatabaseAsync());
        CounterGrain.RefusalsLeft["r-deaf"] = 2;

        await Counter(silo, "c-patient").AddAndTell(1, "r-deaf");

        var key = await DeliveredToAsync("r-deaf", TimeSpan.FromSeconds(30));
        Assert.Equal(1, CounterGrain.Delivered[key].Times);
        await Eventually.GetAsync(() => OwedAsync(silo, "c-patient"), owed => owed is (0, null));
    }

    [Fact]
    public async Task A_message_that_a_dead_silo_still_owed_is_sent_by_the_next_one()
    {
        // What a silo leaves that died between the write and the sending.
        var connectionString = await NewDatabaseAsync();
        await using (var source = NpgsqlDataSource.Create(connectionString))
        {
            await ExecuteAsync(source, """
                insert into document (type, id, version, body, wake_at) values ('test.counter', 'c-ghost', 1,
                '{"state":{"total":4},"outbox":[{"id":1,"kind":"told","body":{"receiver":"r-heir","amount":4},"attempts":0,"nextAt":"2026-01-01T00:00:00+00:00"}],"lastOutboxId":1,"wakeAt":1767225600000}',
                '2026-01-01T00:00:00Z')
                """);
        }

        await using var silo = await TestSilo.StartAsync(connectionString);

        await DeliveredToAsync("r-heir");
        await Eventually.GetAsync(() => OwedAsync(silo, "c-ghost"), owed => owed is (0, null));
        Assert.Equal(4, await Counter(silo, "c-ghost").Read());
    }

    internal static ICounterGrain Counter(TestSilo silo, string key) => silo.Grains.GetGrain<ICounterGrain>(key);

    internal static async Task<string> NewDatabaseAsync()
    {
        var connectionString = await PostgresFixture.NewDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(connectionString);
        await ExecuteAsync(source, "create table document_test_counter partition of document for values in ('test.counter')");
        return connectionString;
    }

    internal static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    internal static async Task<T> ScalarAsync<T>(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static Task<long> TotalAsync(TestSilo silo, string id) =>
        ScalarAsync<long>(silo.Database, $"select (body -> 'state' ->> 'total')::bigint from document where id = '{id}'");

    private static async Task<(int Messages, DateTime? WakeAt)> OwedAsync(TestSilo silo, string id)
    {
        await using var command = silo.Database.CreateCommand($"select jsonb_array_length(body -> 'outbox'), wake_at from document where id = '{id}'");
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt32(0), await reader.IsDBNullAsync(1) ? null : reader.GetDateTime(1));
    }

    private static async Task<string> DeliveredToAsync(string receiver, TimeSpan? within = null) =>
        (await Eventually.GetAsync(
            () => Task.FromResult(CounterGrain.Delivered.FirstOrDefault(sent => sent.Value.Message.Receiver == receiver).Key), key => key is not null, within))!;

    private static async Task<long> TryAsync(Func<Task<long>> call)
    {
        try
        {
            return await call();
        }
        catch (DocumentNotSavedException)
        {
            return 0;
        }
    }
}
