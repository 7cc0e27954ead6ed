using System.Text.Json;
using Postmobile.Commerce;
using Postmobile.Documents;
using Postmobile.Identity;
using Xunit;

namespace Postmobile.Tests.Commerce.Stock;

public sealed class StockRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly ShopId s_shop = ShopId.Of(7);

    [Fact]
    public void All_lines_or_none()
    {
        StockState state = Stocked(("A", 5, null), ("B", 1, null));
        StockRules.Decision none = StockRules.Reserve(state, Wanted("x", "c-1", ("A", 2), ("B", 2)), s_now);
        Assert.Equal((StockRefusal.OutOfStock, "B", 1), (none.Outcome.Refusal, none.Outcome.Sku, none.Outcome.Left));
        Assert.Null(none.Next);
        StockState held = Reserve(state, Wanted("x", "c-1", ("A", 2), ("B", 1)));
        Assert.Equal((3, 0, 3), (StockRules.View(held).Left("A"), StockRules.View(held).Left("B"), held.Left));
    }

    [Fact]
    public void The_same_name_reserves_once_prolongs_itself_and_refuses_other_lines()
    {
        StockState held = Reserve(Stocked(("A", 5, null)), Wanted("x", "c-1", ("A", 2)));
        Assert.Null(StockRules.Reserve(held, Wanted("x", "c-1", ("A", 1), ("A", 1)), s_now).Next);
        Assert.Equal(StockRefusal.ReservationConflict, StockRules.Reserve(held, Wanted("x", "c-1", ("A", 3)), s_now).Outcome.Refusal);
        StockState longer = StockRules.Reserve(held, Wanted("x", "c-1", ("A", 2)) with { Until = s_now.AddHours(1) }, s_now).Next!;
        Assert.Equal(3, StockRules.Expire(longer, s_now.AddMinutes(20)).Left);
        Assert.Equal(5, StockRules.Expire(longer, s_now.AddHours(1)).Left);
        Assert.Equal(5, StockRules.Expire(held, s_now.AddMinutes(15)).Left);
        Assert.Equal(3, StockRules.Expire(held, s_now.AddMinutes(15).AddMilliseconds(-1)).Left);
    }

    [Fact]
    public void A_buyer_gets_no_more_than_the_cap_whether_set_aside_or_bought()
    {
        StockState state = Reserve(Stocked(("A", 100, 3)), Wanted("x1", "c-1", ("A", 2)));
        ReserveOutcome refused = StockRules.Reserve(state, Wanted("x2", "c-1", ("A", 2)), s_now).Outcome;
        Assert.Equal((StockRefusal.BuyerCap, 1), (refused.Refusal, refused.Left));
        (state, bool sold) = StockRules.Commit(state, Wanted("x1", "c-1", ("A", 2)), s_now);
        Assert.True(sold);
        Assert.Equal(StockRefusal.BuyerCap, StockRules.Reserve(state, Wanted("x3", "c-1", ("A", 2)), s_now).Outcome.Refusal);
        Assert.NotNull(StockRules.Reserve(state, Wanted("x3", "c-2", ("A", 3)), s_now).Next);
        state = StockRules.Release(Reserve(state, Wanted("x4", "c-1", ("A", 1))), "x4", s_now);
        Assert.NotNull(StockRules.Reserve(state, Wanted("x5", "c-1", ("A", 1)), s_now).Next);
    }

    [Fact]
    public void What_is_sold_is_sold_once_and_stays_sold()
    {
        Reservation wanted = Wanted("x", "c-1", ("A", 2));
        (StockState sold, bool first) = StockRules.Commit(Reserve(Stocked(("A", 5, null)), wanted), wanted, s_now);
        (StockState again, bool second) = StockRules.Commit(sold, wanted, s_now);
        Assert.True(first && second);
        Assert.Equal((sold, 3), (again, StockRules.Release(again, "x", s_now).Left));
        Assert.Null(StockRules.Reserve(again, wanted, s_now).Next);
        Assert.Equal(StockRefusal.ReservationConflict, StockRules.Reserve(again, Wanted("x", "c-1", ("A", 1)), s_now).Outcome.Refusal);
    }

    [Fact]
    public void Who_paid_too_late_gets_the_units_only_when_nobody_else_took_them()
    {
        Reservation wanted = Wanted("x", "c-1", ("A", 2));
        StockState state = StockRules.Expire(Reserve(Stocked(("A", 3, null)), wanted), s_now.AddHours(1));
        Assert.True(StockRules.Commit(state, wanted, s_now.AddHours(1)).Sold);
        StockState taken = StockRules.Reserve(state, Wanted("y", "c-2", ("A", 2)) with { Until = s_now.AddHours(2) }, s_now.AddHours(1)).Next!;
        (StockState next, bool sold) = StockRules.Commit(taken, wanted, s_now.AddHours(1));
        Assert.False(sold);
        Assert.Equal(1, next.Left);
    }

    [Fact]
    public void Movements_and_put_backs_happen_once_and_a_count_includes_what_is_set_aside()
    {
        StockState state = Reserve(Stocked(("A", 5, null)), Wanted("x", "c-1", ("A", 2)));
        Assert.Equal(StockRefusal.StockNegative, StockRules.Move(state, Moved("m1", "A", -4), s_now).Refusal);
        Assert.Equal(StockRefusal.StockNegative, StockRules.Move(state, Moved("m1", "A", 1) with { IsCount = true }, s_now).Refusal);
        Assert.Equal(StockRefusal.UnknownSku, StockRules.Move(state, Moved("m1", "Z", 1), s_now).Refusal);
        StockState moved = StockRules.Move(state, Moved("m1", "A", 10) with { IsCount = true }, s_now).Next;
        Assert.Equal((8, 8), (moved.Left, StockRules.Move(moved, Moved("m1", "A", 4), s_now).Next.Left));
        StockState back = StockRules.PutBack(moved, "r1", [new("A", 1)], s_now);
        Assert.Equal((9, 9), (back.Left, StockRules.PutBack(back, "r1", [new("A", 1)], s_now).Left));
    }

    [Fact]
    public void A_variant_that_is_gone_is_not_sold_and_not_forgotten_while_it_counts()
    {
        StockState state = Reserve(Stocked(("A", 5, null), ("B", 0, null)), Wanted("x", "c-1", ("A", 2)));
        StockState gone = StockRules.SetSkus(state, s_shop, [new SkuRule("C", 2)]);
        Assert.Equal(["C"], StockRules.View(gone).Skus.Select(sku => sku.Sku));
        Assert.Equal(StockRefusal.UnknownSku, StockRules.Reserve(gone, Wanted("y", "c-2", ("A", 1)), s_now).Outcome.Refusal);
        Assert.True(StockRules.Commit(gone, Wanted("x", "c-1", ("A", 2)), s_now).Sold);
        Assert.Equal(5, StockRules.View(StockRules.SetSkus(gone, s_shop, [new SkuRule("A", null)])).Skus.Single().OnHand);
    }

    [Fact]
    public void The_state_keeps_nothing_of_what_was_sold_long_ago()
    {
        StockState state = Stocked(("A", 1_000_000, 5));
        DateTimeOffset now = s_now;
        int largest = 0;
        for (int sale = 0; sale < 3_000; sale++, now += TimeSpan.FromHours(1))
        {
            Reservation wanted = Wanted("x" + sale, "c-" + sale, ("A", 1)) with { Until = now.AddMinutes(15) };
            state = StockRules.Commit(StockRules.Reserve(state, wanted, now).Next!, wanted, now).Next;
            state = StockRules.NextChange(state) <= now.ToUnixTimeMilliseconds() ? StockRules.Expire(state, now) : state;
            largest = Math.Max(largest, state.Marks.Count);
        }

        Assert.InRange(largest, 24, 30);
        Assert.InRange(state.Buyers.Count, 700, 730);
        Assert.Empty(state.Held);
        state = StockRules.Expire(state, now.AddDays(32));
        Assert.Equal((0, 0, null), (state.Marks.Count, state.Buyers.Count, StockRules.NextChange(state)));
    }

    [Fact]
    public void Marks_are_few_bytes_in_a_document_and_those_of_older_documents_are_read()
    {
        StockMarks marks = StockMarks.Empty;
        foreach (int number in Enumerable.Range(0, 10_000))
        {
            marks = marks.Set($"sale k-{number}", new MarkState(1_790_000_000_000 + (number * 1_000), number));
        }

        string json = JsonSerializer.Serialize(marks, DocumentSerializer.Options);
        StockMarks read = JsonSerializer.Deserialize<StockMarks>(json, DocumentSerializer.Options)!;

        Assert.InRange(json.Length, 1, 220_000);
        Assert.Equal(10_000, read.Count);
        Assert.True(read.TryGet("sale k-7000", out MarkState one));
        Assert.Equal(new MarkState(1_790_007_000_000, 7_000), one);
        Assert.False(read.Has("sale k-10000"));
        Assert.Equal(9_000, read.Forget(1_790_000_999_000).Count);

        StockMarks old = JsonSerializer.Deserialize<StockMarks>("""{"sale k-1":{"atMs":1790000000000,"hash":-5},"move m":{"atMs":1790000001000,"hash":0}}""", DocumentSerializer.Options)!;
        Assert.True(old.TryGet("sale k-1", out MarkState sold) && old.Has("move m"));
        Assert.Equal(new MarkState(1_790_000_000_000, -5), sold);
    }

    internal static StockState Stocked(params (string Sku, int Count, int? Cap)[] skus)
    {
        StockState state = StockRules.SetSkus(new StockState(), s_shop, [.. skus.Select(sku => new SkuRule(sku.Sku, sku.Cap))]);
        foreach ((string sku, int count, _) in skus)
        {
            state = StockRules.Move(state, Moved("first-" + sku, sku, count), s_now.AddDays(-3)).Next;
        }

        return StockRules.Expire(state, s_now);
    }

    private static StockState Reserve(StockState state, Reservation wanted) => StockRules.Reserve(state, wanted, s_now).Next!;

    private static StockMovement Moved(string key, string sku, int quantity) =>
        new() { Key = key, Sku = sku, Quantity = quantity, Reason = "received", Actor = new CustomerId("c-shop") };

    private static Reservation Wanted(string name, string buyer, params (string Sku, int Quantity)[] lines) =>
        new() { Name = name, Buyer = buyer, Lines = [.. lines.Select(line => new StockLine(line.Sku, line.Quantity))], Until = s_now.AddMinutes(15) };
}
