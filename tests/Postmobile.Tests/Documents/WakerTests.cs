using System.Diagnostics;
using Postmobile.Documents;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Documents;

public sealed class WakerTests
{
    [Fact]
    public async Task A_document_is_woken_at_its_time()
    {
        await using var silo = await TestSilo.StartAsync(await DurableGrainTests.NewDatabaseAsync());
        var at = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(2);
        var since = Stopwatch.GetTimestamp();

        await DurableGrainTests.Counter(silo, "c-early").WakeMe(at);

        await Eventually.GetAsync(() => WakesAsync(silo, "c-early"), wakes => wakes == 1);
        Assert.InRange(Stopwatch.GetElapsedTime(since).TotalSeconds, 1.9, 5);
        Assert.True(await DurableGrainTests.ScalarAsync<bool>(silo.Database, "select wake_at is null from document where id = 'c-early'"));
    }

    [Fact]
    public async Task What_was_due_while_no_silo_ran_is_done_by_the_next_one()
    {
        var connectionString = await DurableGrainTests.NewDatabaseAsync();
        await using (var silo = await TestSilo.StartAsync(connectionString))
        {
            await DurableGrainTests.Counter(silo, "c-sleeper").WakeMe(TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(1));
            await DurableGrainTests.ExecuteAsync(silo.Database, """
                update document set wake_at = now() - interval '1 hour',
                body = jsonb_set(jsonb_set(body, '{wakeAt}', '1767225600000'), '{state,wakeAt}', '"2026-01-01T00:00:00+00:00"'), version = version + 1
                """);
        }

        await using var next = await TestSilo.StartAsync(connectionString);

        await Eventually.GetAsync(() => WakesAsync(next, "c-sleeper"), wakes => wakes == 1);
    }

    [Fact]
    public async Task Documents_that_cannot_be_woken_do_not_starve_the_others()
    {
        var connectionString = await DurableGrainTests.NewDatabaseAsync();
        await using (var source = Npgsql.NpgsqlDataSource.Create(connectionString))
        {
            // Twice a page of them, all older than the healthy one.
            await DurableGrainTests.ExecuteAsync(source, """
                insert into document (type, id, version, body, wake_at)
                select 'test.counter', case n % 2 when 0 then 'poison-' else 'stubborn-' end || n, 1,
                       '{"state":{"wakeAt":"2026-01-01T00:00:00+00:00"},"outbox":[],"lastOutboxId":0,"wakeAt":1767225600000}', '2026-01-01T00:00:00Z'
                from generate_series(1, 1000) n
                """);
        }

        await using var silo = await TestSilo.StartAsync(connectionString);
        await DurableGrainTests.Counter(silo, "c-healthy").WakeMe(TimeProvider.System.GetUtcNow());

        await Eventually.GetAsync(() => WakesAsync(silo, "c-healthy"), wakes => wakes == 1, TimeSpan.FromSeconds(10));

        // And again, now that the others have failed before: within a period or two, not after their turn.
        await DurableGrainTests.Counter(silo, "c-healthy").WakeMe(TimeProvider.System.GetUtcNow());
        await Eventually.GetAsync(() => WakesAsync(silo, "c-healthy"), wakes => wakes == 2, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_document_that_does_not_move_rests_longer_each_time_and_is_forgotten_when_it_is_no_longer_due()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var memory = new WakerMemory(clock, longestRest: TimeSpan.FromMinutes(5));
        var due = new DueDocument("test.counter", "c-1", clock.GetUtcNow().UtcDateTime);

        Assert.True(memory.MayCall(due, memory.BeginRound()));
        Assert.False(memory.MayCall(due, memory.BeginRound())); // still at work
        Assert.Equal(1, memory.Called(due));
        Assert.False(memory.MayCall(due, memory.BeginRound())); // resting one second
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(memory.MayCall(due, memory.BeginRound()));
        Assert.Equal(2, memory.Called(due));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(memory.MayCall(due, memory.BeginRound())); // now two
        Assert.True(memory.MayCall(due with { WakeAt = due.WakeAt.AddMinutes(1) }, memory.BeginRound())); // it moved
        memory.Called(due);

        memory.EndRound(memory.BeginRound());
        Assert.Equal(0, memory.Count);
    }

    private static Task<int> WakesAsync(TestSilo silo, string id) => DurableGrainTests.ScalarAsync<int>(
        silo.Database, $"select coalesce((select (body -> 'state' ->> 'wakes')::int from document where id = '{id}'), 0)");
}
