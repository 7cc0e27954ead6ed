using Postmobile.Commerce;
using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Commerce.Marketing;

/// <summary>What follows from what in a campaign.</summary>
public sealed class CampaignRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private static readonly CampaignTerms Terms = new()
    {
        Name = "Rentrée", Products = [ProductId.Of(1)], Bid = 50, DailyBudget = 500, StartsAt = DateTimeOffset.UnixEpoch, Words = ["pagne"],
    };

    private static readonly AdClick Click = new() { Product = ProductId.Of(1), Price = 40, Viewer = "v-1", Source = "x", ShownAt = Now.AddMinutes(-5) };

    private static readonly CampaignState Open = new()
    {
        Shop = "s-1", Account = 10_000_001, Terms = Terms, Purses = 1, Day = CampaignRules.DayOf(Now),
        Purse = new CampaignPurse { Number = 1, Day = CampaignRules.DayOf(Now), Amount = 500, Status = PurseStatus.Open, Hold = 10_000_002, ChargeByMs = Now.AddMinutes(15).ToUnixTimeMilliseconds() },
    };

    [Fact]
    public void A_click_counts_while_the_purse_can_pay_and_not_one_franc_longer()
    {
        Assert.Equal(ClickVerdict.Counted, Judge(Open, Click, 460));
        Assert.Equal(ClickVerdict.BudgetSpent, Judge(Open, Click, 461));
        Assert.Equal(ClickVerdict.BudgetSpent, Judge(Open with { SpentBefore = 100 }, Click, 361));
        Assert.Equal(ClickVerdict.BudgetSpent, Judge(Open with { Terms = Terms with { DailyBudget = 100 } }, Click, 61));
    }

    [Fact]
    public void Clicks_that_do_not_count()
    {
        Assert.Equal(ClickVerdict.Again, Judge(Open, Click, 0, before: Now.AddMinutes(-59)));
        Assert.Equal(ClickVerdict.Counted, Judge(Open, Click, 0, before: Now.AddMinutes(-62)));
        Assert.Equal(ClickVerdict.Expired, Judge(Open, Click with { ShownAt = Now.AddMinutes(-61) }, 0));
        Assert.Equal(ClickVerdict.Expired, Judge(Open, Click with { ShownAt = Now.AddMinutes(5) }, 0));
        Assert.Equal(ClickVerdict.Crowd, Judge(Open, Click, 0, source: CampaignRules.CrowdMax));
        Assert.Equal(ClickVerdict.NotShowing, Judge(Open, Click with { Product = ProductId.Of(2) }, 0));
        Assert.Equal(ClickVerdict.NotShowing, Judge(Open with { Status = CampaignStatus.Paused }, Click, 0));
        Assert.Equal(ClickVerdict.NotShowing, Judge(Open with { Purse = null }, Click, 0));
        Assert.Equal(ClickVerdict.NotShowing, CampaignRules.Click(Open, Click with { ShownAt = Now.AddDays(1) }, 0, null, 0, Now.AddDays(1)));
    }

    [Theory]
    [InlineData(40, 40)]
    [InlineData(90, 50)]
    [InlineData(1, 10)]
    public void A_click_never_costs_more_than_the_bid(long said, long paid) => Assert.Equal(paid, CampaignRules.Price(Open, Click with { Price = said }));

    [Fact]
    public void One_showing_is_never_counted_by_two_clicks()
    {
        // However late the first click is counted, the second one's token has expired before the first is forgotten.
        for (int first = 0; first <= 60; first++)
        {
            DateTimeOffset shown = Now, counted = shown.AddMinutes(first);
            for (int second = first; second <= 130; second++)
            {
                DateTimeOffset at = shown.AddMinutes(second);
                CampaignState then = Open with { Purse = Open.Purse! with { Day = CampaignRules.DayOf(at) } };
                Assert.NotEqual(ClickVerdict.Counted, CampaignRules.Click(then, Click with { ShownAt = shown }, 0, counted, 0, at));
            }
        }
    }

    [Fact]
    public void The_day_of_Brazzaville_ends_a_purse_and_begins_a_budget()
    {
        DateTimeOffset midnight = new(2026, 11, 24, 23, 0, 0, TimeSpan.Zero);
        Assert.Equal(PurseStatus.Open, CampaignRules.Tick(Open, midnight.AddSeconds(-1)).Purse!.Status);
        Assert.Equal(PurseStatus.Closing, CampaignRules.Tick(Open, midnight).Purse!.Status);
        Assert.True(CampaignRules.NextWake(Open with { Purse = Open.Purse! with { ChargeByMs = long.MaxValue / 2_000_000 } }) <= midnight);
        CampaignState spent = Open with { Purse = null, SpentBefore = 500 };
        CampaignState waiting = CampaignRules.Open(spent, Takings(10_000), Now);
        Assert.Null(waiting.Purse);
        Assert.Equal(midnight, CampaignRules.NextWake(waiting));
        CampaignState next = CampaignRules.Open(CampaignRules.Tick(waiting, midnight), Takings(10_000), midnight);
        Assert.Equal((500, 0L, 2), (next.Purse!.Amount, next.SpentBefore, next.Purse.Number));
    }

    [Fact]
    public void What_is_set_aside_is_what_is_left_of_the_day_or_what_the_takings_have()
    {
        CampaignState none = Open with { Purse = null, SpentBefore = 120 };
        Assert.Equal(380, CampaignRules.Open(none, Takings(10_000), Now).Purse!.Amount);
        Assert.Equal(90, CampaignRules.Open(none, Takings(90), Now).Purse!.Amount);
        Assert.Equal("insufficient_funds", CampaignRules.Open(none, Takings(49), Now).Halt);
        Assert.Equal("account_frozen", CampaignRules.Open(none, Takings(900, Freeze.Debits), Now).Halt);
        Assert.Equal("account_closed", CampaignRules.Open(none, null, Now).Halt);
        CampaignState halted = CampaignRules.Open(none, Takings(0), Now);
        Assert.Equal(Now + CampaignRules.Patience, CampaignRules.NextWake(halted));
        Assert.False(CampaignRules.MayOpen(halted, Now.AddMinutes(9)));
        Assert.True(CampaignRules.MayOpen(halted, Now.AddMinutes(10)));
    }

    [Fact]
    public void A_closing_purse_pays_its_last_clicks_and_is_done()
    {
        CampaignState closing = Open with { Status = CampaignStatus.Paused, Purse = Open.Purse! with { Status = PurseStatus.Closing, Charged = 100, ChargedSeq = 4 } };
        CampaignState ordered = CampaignRules.Order(closing, 7, 60, Now);
        Assert.Equal(new PurseCharge { To = 7, Amount = 60, Last = true }, ordered.Purse!.Charge);
        CampaignState done = CampaignRules.Charged(ordered, 1);
        Assert.Equal((null, 160L), (done.Purse, done.SpentBefore));
        Assert.Same(done, CampaignRules.Charged(done, 1));
        CampaignState empty = CampaignRules.Order(Open with { Purse = closing.Purse! with { Charged = 500 } }, 9, 0, Now);
        Assert.Null(empty.Purse);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("products")]
    [InlineData("bid")]
    [InlineData("dailyBudget")]
    [InlineData("endsAt")]
    [InlineData("words")]
    public void What_cannot_be_a_campaign(string field) => Assert.Equal(field, CampaignRules.Fault(field switch
    {
        "name" => Terms with { Name = " " },
        "products" => Terms with { Products = [] },
        "bid" => Terms with { Bid = 9 },
        "dailyBudget" => Terms with { DailyBudget = 49 },
        "endsAt" => Terms with { EndsAt = Now },
        _ => Terms with { Words = [] },
    }, Now));

    private static ClickVerdict Judge(CampaignState state, AdClick click, long spent, DateTimeOffset? before = null, int source = 0) =>
        CampaignRules.Click(state, click, spent, before, source, Now);

    private static AccountView Takings(long available, Freeze freeze = Freeze.None) => new()
    {
        Account = new AccountId(10_000_001), Kind = AccountKind.Merchant, Currency = Currency.XAF, Balance = available, Available = available, Held = 0, Tier = 0, Freeze = freeze, Closed = false,
        Profile = new AccountProfile(), Limits = [],
    };
}
