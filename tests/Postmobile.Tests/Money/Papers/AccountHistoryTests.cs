using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Money.Papers;

/// <summary>A history read in parts says what the ledger says, wherever its periods end.</summary>
public sealed class AccountHistoryTests
{
    [Fact]
    public async Task A_history_in_parts_is_the_statement_forwards_and_its_balances_are_the_ledgers()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync();
        AccountId a = await world.Open(10_000), b = await world.Open(10_000);
        DateTimeOffset middle = default;
        for (int period = 0; period < 60; period++)
        {
            // In some periods nothing moves, in some two things; one ends late.
            for (int payment = 0; payment < period % 3; payment++)
            {
                Assert.Null((await world.Pay(period % 2 == 0 ? a : b, period % 2 == 0 ? b : a, 10 + period)).Refusal);
            }

            middle = period == 30 ? await Now(world) : middle;
            if (period % 7 == 3)
            {
                await world.Scalar("select ledger_flip()");
            }
            else
            {
                await world.ClosePeriod();
            }
        }

        Assert.Null((await world.Pay(a, b, 77)).Refusal);
        AccountHistory history = new(world.Silo.Database);
        List<StatementLine> whole = await Statement(world, a);
        (long opening, List<StatementLine> read, long closing, int parts) = await All(history, new PaperSpan(a, null, null));
        Assert.Equal(whole, read);
        Assert.Equal((0, await world.Balance(a)), (opening, closing));
        Assert.True(parts > 1, "a history of sixty periods comes in parts");

        (opening, read, closing, _) = await All(history, new PaperSpan(a, middle, null));
        Assert.Equal(whole.Where(line => line.At >= middle), read);
        Assert.Equal(whole.Last(line => line.At < middle).Balance, opening);
        Assert.Equal(await world.Balance(a), closing);

        (_, read, closing, _) = await All(history, new PaperSpan(a, null, middle));
        Assert.Equal(whole.Where(line => line.At < middle), read);
        Assert.Equal(opening, closing);

        Assert.Equal(opening, (await history.Facts(a, middle))!.Balance);
        Assert.Equal(await world.Balance(a), (await history.Facts(a, await Now(world)))!.Balance);
        Assert.Null(await history.Facts(new AccountId(99_999_999), middle));
    }

    private static async Task<(long Opening, List<StatementLine> Lines, long Closing, int Parts)> All(AccountHistory history, PaperSpan span)
    {
        PaperChunk chunk = await history.Read(span, null);
        (long opening, List<StatementLine> lines, int parts) = (chunk.Opening, [.. chunk.Lines], 1);
        while (chunk.Next is { } next)
        {
            long before = chunk.Closing;
            chunk = await history.Read(span, next);
            Assert.Equal(before, chunk.Opening);
            lines.AddRange(chunk.Lines);
            parts++;
        }

        return (opening, lines, chunk.Closing, parts);
    }

    private static async Task<List<StatementLine>> Statement(LedgerWorld world, AccountId account)
    {
        List<StatementLine> lines = [];
        string? cursor = null;
        do
        {
            StatementPage page = await world.Account(account).Statement(new StatementQuery { Limit = 50, Cursor = cursor });
            lines.AddRange(page.Lines);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        lines.Reverse();
        return lines;
    }

    private static async Task<DateTimeOffset> Now(LedgerWorld world) =>
        DateTimeOffset.FromUnixTimeMilliseconds(await world.Scalar("select ceil(extract(epoch from clock_timestamp()) * 1000)::bigint")).AddMilliseconds(1);
}
