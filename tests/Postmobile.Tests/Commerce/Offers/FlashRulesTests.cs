using System.Text.Json;
using Postmobile.Commerce;
using Postmobile.Documents;
using Xunit;

namespace Postmobile.Tests.Commerce.Offers;

public sealed class FlashRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void No_more_pieces_than_it_promises_and_no_more_a_buyer_than_may_be()
    {
        StockState state = Selling(stock: 10, pieces: 3, cap: 2);
        state = Reserve(state, "x-1", "c-1", 2);
        Assert.Equal((StockRefusal.FlashGone, 0), Refused(state, "x-2", "c-1", 1));
        Assert.Equal((StockRefusal.FlashGone, 1), Refused(state, "x-2", "c-2", 2));
        state = Reserve(state, "x-2", "c-2", 1);
        Assert.Equal((StockRefusal.FlashGone, 0), Refused(state, "x-3", "c-3", 1));

        // The ordinary price is there for everybody, and the pieces are one stock.
        state = StockRules.Reserve(state, Wanted("x-4", "c-4", 7, sale: null), s_now).Next!;
        Assert.Equal(0, StockRules.View(state).Left("A"));
        Assert.Equal((3, 0), (state.Flashes["f-1"].Held, state.Flashes["f-1"].Done));
        Assert.Equal((0, 0), (View(state, "c-9").Left, View(state, "c-9").Mine));
    }

    [Fact]
    public void The_price_is_had_between_its_times_only_and_what_was_set_aside_then_keeps_it()
    {
        StockState state = Selling(stock: 10, pieces: 3, cap: null);
        Assert.Equal(StockRefusal.FlashGone, StockRules.Reserve(state, Wanted("x", "c", 1), s_now.AddMilliseconds(-1)).Outcome.Refusal);
        Assert.Equal(StockRefusal.FlashGone, StockRules.Reserve(state, Wanted("x", "c", 1), s_now.AddHours(1)).Outcome.Refusal);
        DateTimeOffset late = s_now.AddHours(1).AddMilliseconds(-1);
        state = StockRules.Reserve(state, Wanted("x", "c-1", 1) with { Until = late.AddMinutes(15) }, late).Next!;
        DateTimeOffset after = late.AddMinutes(10);
        FlashView mine = StockRules.View(state, "c-1", "x", after).FlashOf("A")!;
        Assert.True(mine.Gives(1, after));
        Assert.False(mine.Gives(2, after));
        Assert.Null(StockRules.View(state, "c-2", null, after).FlashOf("A"));
        Assert.Null(StockRules.View(state, "c-2", "x", after).FlashOf("A"));

        // Prolonged while it is being paid, and paid: no time stands against it.
        state = StockRules.Reserve(state, Wanted("x", "c-1", 1) with { Until = after.AddMinutes(20) }, after).Next!;
        (state, bool sold) = StockRules.Commit(state, Wanted("x", "c-1", 1), after.AddMinutes(1));
        Assert.True(sold);
        Assert.Equal((0, 1), (state.Flashes["f-1"].Held, state.Flashes["f-1"].Done));
    }

    [Fact]
    public void Given_up_or_run_out_the_piece_comes_back_at_its_price()
    {
        StockState state = Reserve(Selling(stock: 1, pieces: 1, cap: 1), "x-1", "c-1", 1);
        Assert.Equal(1, View(StockRules.Release(state, "x-1", s_now), "c-1").Mine);
        StockState expired = StockRules.Expire(state, s_now.AddMinutes(15));
        Assert.Equal((1, 1), (View(expired, "c-2").Left, expired.Left));
        Assert.Empty(expired.Flashes["f-1"].Buyers);

        // Paid after its time: sold while there is a piece at that price, and not when somebody else has it.
        Assert.True(StockRules.Commit(expired, Wanted("x-1", "c-1", 1), s_now.AddMinutes(16)).Sold);
        StockState taken = StockRules.Reserve(expired, Wanted("x-2", "c-2", 1) with { Until = s_now.AddHours(1) }, s_now.AddMinutes(16)).Next!;
        Assert.False(StockRules.Commit(taken, Wanted("x-1", "c-1", 1), s_now.AddMinutes(17)).Sold);
    }

    [Fact]
    public void The_same_name_at_another_price_is_another_reservation()
    {
        StockState state = Reserve(Selling(stock: 9, pieces: 5, cap: null), "x-1", "c-1", 1);
        Assert.Null(StockRules.Reserve(state, Wanted("x-1", "c-1", 1), s_now).Next);
        Assert.Equal(StockRefusal.ReservationConflict, StockRules.Reserve(state, Wanted("x-1", "c-1", 1, sale: null), s_now).Outcome.Refusal);
        Reservation both = Wanted("x-2", "c-1", 1) with { Lines = [new StockLine("A", 1, "f-1"), new StockLine("A", 1)] };
        Assert.Equal(StockRefusal.UnknownSku, StockRules.Reserve(state, both, s_now).Outcome.Refusal);
        Assert.Equal(StockRefusal.FlashGone, StockRules.Reserve(state, Wanted("x-3", "c-1", 1, "f-unknown"), s_now).Outcome.Refusal);
    }

    [Fact]
    public void Two_sales_of_a_variant_do_not_overlap_and_a_sale_promises_what_is_there()
    {
        StockState state = Selling(stock: 10, pieces: 3, cap: null);
        FlashTerms terms = Terms(3, null);
        Assert.Equal(StockRefusal.FlashOverlap, StockRules.OpenFlash(state, terms with { Sale = "f-2", From = s_now.AddMinutes(59), Until = s_now.AddHours(2) }, s_now).Refusal);
        Assert.Null(StockRules.OpenFlash(state, terms with { Sale = "f-2", From = s_now.AddHours(1), Until = s_now.AddHours(2) }, s_now).Refusal);
        Assert.Equal(StockRefusal.OutOfStock, StockRules.OpenFlash(Stocked(2), terms, s_now).Refusal);
        Assert.Equal(StockRefusal.UnknownSku, StockRules.OpenFlash(state, terms with { Sale = "f-3", Sku = "Z" }, s_now).Refusal);
        Assert.Same(state, StockRules.OpenFlash(state, terms, s_now).Next);

        // Ended by hand: nobody else gets the price, and another sale may begin.
        StockState held = Reserve(state, "x-1", "c-1", 1);
        StockState ended = StockRules.EndFlash(held, "f-1", s_now.AddMinutes(1));
        Assert.Equal(StockRefusal.FlashGone, StockRules.Reserve(ended, Wanted("x-2", "c-2", 1), s_now.AddMinutes(1)).Outcome.Refusal);
        Assert.True(StockRules.Commit(ended, Wanted("x-1", "c-1", 1), s_now.AddMinutes(2)).Sold);
        Assert.Null(StockRules.OpenFlash(ended, terms with { Sale = "f-2" }, s_now.AddMinutes(2)).Refusal);

        // A day after it is forgotten, once nothing of it is set aside.
        StockState sold = StockRules.Commit(ended, Wanted("x-1", "c-1", 1), s_now.AddMinutes(2)).Next;
        Assert.Empty(StockRules.Expire(sold, s_now.AddDays(2)).Flashes);
    }

    [Fact]
    public void What_was_written_before_there_were_flash_sales_is_read_and_what_is_written_now_comes_back()
    {
        const string Before = """{"shop":"s-7","skus":{"A":{"onHand":5,"reserved":1,"sold":true}},"held":{"x-1":{"buyer":"c-1","lines":[{"sku":"A","quantity":1}],"untilMs":9000000000000}}}""";
        StockState old = JsonSerializer.Deserialize<StockState>(Before, DocumentSerializer.Options)!;
        Assert.Equal((new StockLine("A", 1), 0), (old.Held["x-1"].Lines.Single(), old.Flashes.Count));
        StockState state = Reserve(Selling(stock: 9, pieces: 5, cap: 2), "x-1", "c-1", 2);
        StockState back = JsonSerializer.Deserialize<StockState>(JsonSerializer.Serialize(state, DocumentSerializer.Options), DocumentSerializer.Options)!;
        Assert.Equal((state.Held["x-1"].Lines.Single(), 2, 2), (back.Held["x-1"].Lines.Single(), back.Flashes["f-1"].Held, back.Flashes["f-1"].Buyers["c-1"]));
    }

    private static StockState Stocked(int pieces)
    {
        StockState state = StockRules.SetSkus(new StockState(), ShopId.Of(7), [new SkuRule("A", null)]);
        return state with { Skus = state.Skus.SetItem("A", state.Skus["A"] with { OnHand = pieces }) };
    }

    private static StockState Selling(int stock, int pieces, int? cap)
    {
        (StockState state, StockRefusal? refusal) = StockRules.OpenFlash(Stocked(stock), Terms(pieces, cap), s_now.AddMinutes(-5));
        Assert.Null(refusal);
        return state;
    }

    private static FlashTerms Terms(int pieces, int? cap) => new() { Sale = "f-1", Sku = "A", Price = 700, Pieces = pieces, Cap = cap, From = s_now, Until = s_now.AddHours(1) };

    private static FlashView View(StockState state, string buyer) => StockRules.View(state, buyer, null, s_now).FlashOf("A")!;

    private static StockState Reserve(StockState state, string name, string buyer, int quantity)
    {
        StockRules.Decision decision = StockRules.Reserve(state, Wanted(name, buyer, quantity), s_now);
        Assert.Null(decision.Outcome.Refusal);
        return decision.Next!;
    }

    private static (StockRefusal?, int) Refused(StockState state, string name, string buyer, int quantity)
    {
        ReserveOutcome outcome = StockRules.Reserve(state, Wanted(name, buyer, quantity), s_now).Outcome;
        return (outcome.Refusal, outcome.Left);
    }

    private static Reservation Wanted(string name, string buyer, int quantity, string? sale = "f-1") =>
        new() { Name = name, Buyer = buyer, Lines = [new StockLine("A", quantity, sale)], Until = s_now.AddMinutes(15) };
}
