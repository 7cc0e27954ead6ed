using Postmobile.Identity;
using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Money.Requests;

/// <summary>When a mandate collects, what a refusal leads to, and what stops it: without a cluster, with a clock of the test's own.</summary>
public sealed class MandateRulesTests
{
    private static readonly RequestOptions Options = new();
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly RequestSide Payee = new(new CustomerId("c-1"), new AccountId(10_000_001), "Boutique de démonstration", "+242060000001"),
        Payer = new(new CustomerId("c-2"), new AccountId(10_000_002), "Client de démonstration", "+242060000002");

    [Fact]
    public void It_announces_a_day_before_collects_at_its_time_and_goes_on_to_the_next_period()
    {
        MandateState active = Approved(Wish() with { Start = Today.AddDays(10) });
        Assert.Equal(new DateTimeOffset(2026, 12, 3, 8, 0, 0, TimeSpan.Zero), MandateRules.NextWake(active));
        Assert.Same(active, MandateRules.Advance(active, At(active).AddTicks(-1)));
        MandateState announced = MandateRules.Advance(active, At(active));
        Assert.Equal((CollectionStep.Announced, 2_000L, At(active).AddDays(1)), (announced.Step, announced.NextAmount, MandateRules.NextWake(announced)));
        MandateState ordered = MandateRules.Advance(announced, At(announced));
        Assert.Equal((CollectionStep.Ordered, null), (ordered.Step, MandateRules.NextWake(ordered)));
        MandateState paid = MandateRules.Settle(ordered, 0, Receipt(2_000), At(announced), Options);
        Assert.Equal((1, CollectionStep.Waiting, 1, 2_000L), (paid.Next, paid.Step, paid.TimesPaid, paid.TotalPaid));
        Assert.Equal(new DateOnly(2027, 1, 4), MandateCalendar.Due(paid, paid.Next));
        Assert.Equal(paid, MandateRules.Settle(paid, 0, Receipt(2_000), At(announced), Options));
    }

    [Fact]
    public void A_month_without_that_day_collects_on_its_last_and_the_day_comes_back()
    {
        MandateState state = new() { Period = MandatePeriod.Month, Start = new DateOnly(2027, 1, 31) };
        Assert.Equal([new(2027, 1, 31), new(2027, 2, 28), new(2027, 3, 31), new(2027, 4, 30)], Enumerable.Range(0, 4).Select(period => MandateCalendar.Due(state, period)));
        Assert.Equal(new DateOnly(2027, 2, 14), MandateCalendar.Due(state with { Period = MandatePeriod.Week }, 2));
    }

    [Fact]
    public void A_refusal_is_tried_again_the_stated_times_then_annulled_and_the_next_period_begins()
    {
        MandateState state = Ordered();
        DateTimeOffset now = Now;
        for (int tries = 1; tries < Options.CollectionTries; tries++)
        {
            state = MandateRules.Settle(state, 0, RefusalCode.InsufficientFunds, now, Options);
            Assert.Equal((CollectionStep.Refused, tries), (state.Step, state.Tries));
            now = At(state);
            state = MandateRules.Advance(state, now);
            Assert.Equal(CollectionStep.Ordered, state.Step);
        }

        state = MandateRules.Settle(state, 0, RefusalCode.InsufficientFunds, now, Options);
        Assert.Equal(CollectionStep.Closing, state.Step);
        MandateState missed = MandateRules.Closed(state, 0, RefusalCode.Annulled, now);
        Assert.Equal((1, CollectionResult.Missed, "insufficient_funds", MandateStatus.Active), (missed.Next, missed.Past[0].Result, missed.Past[0].Failure, missed.Status));
        Assert.Equal(CollectionResult.Paid, MandateRules.Closed(state, 0, Receipt(2_000), now).Past[0].Result);
    }

    [Theory]
    [InlineData(CollectionStep.Waiting)]
    [InlineData(CollectionStep.Announced)]
    [InlineData(CollectionStep.Ordered)]
    [InlineData(CollectionStep.Refused)]
    public void After_a_cancel_nothing_is_ordered_any_more(CollectionStep step)
    {
        MandateState state = Ordered() with { Step = step };
        foreach (CustomerId by in new[] { Payer.Id, Payee.Id })
        {
            MandateState cancelled = MandateRules.Cancel(state, by).Next!;
            Assert.Equal(step is CollectionStep.Ordered or CollectionStep.Refused ? CollectionStep.Closing : CollectionStep.Waiting, cancelled.Step);
            for (DateTimeOffset now = Now; now < Now.AddYears(1); now += TimeSpan.FromDays(3))
            {
                cancelled = MandateRules.Settle(MandateRules.Closed(MandateRules.Advance(cancelled, now), 0, RefusalCode.Annulled, now), 0, RefusalCode.InsufficientFunds, now, Options);
                Assert.Equal((MandateStatus.Cancelled, 0), (cancelled.Status, cancelled.TimesPaid));
                Assert.NotEqual(CollectionStep.Ordered, cancelled.Step);
            }

            Assert.Null(MandateRules.NextWake(cancelled));
        }
    }

    [Fact]
    public void What_falls_due_in_a_pause_is_not_collected_afterwards()
    {
        MandateState paused = MandateRules.Pause(Approved(Wish() with { Period = MandatePeriod.Day }), Payer.Id).Next!;
        Assert.Equal(RequestRefusal.NotFound, MandateRules.Pause(paused, Payee.Id).Refusal);
        Assert.Same(paused, MandateRules.Advance(paused, Now.AddDays(20)));
        MandateState resumed = MandateRules.Resume(paused, Payer.Id, Now.AddDays(20)).Next!;
        Assert.Equal(Today.AddDays(21), MandateCalendar.Due(resumed, resumed.Next));
        Assert.Equal(0, resumed.TimesPaid);
    }

    [Fact]
    public void It_ends_with_its_number_of_times_and_with_its_last_day()
    {
        MandateState once = Ordered() with { Times = 1 };
        Assert.Equal(MandateStatus.Ended, MandateRules.Settle(once, 0, Receipt(2_000), Now, Options).Status);
        MandateState last = Ordered() with { End = Today.AddDays(20) };
        Assert.Equal(MandateStatus.Ended, MandateRules.Settle(last, 0, Receipt(2_000), Now, Options).Status);
        Assert.Equal(MandateStatus.Active, MandateRules.Settle(last with { End = Today.AddMonths(2) }, 0, Receipt(2_000), Now, Options).Status);
    }

    [Fact]
    public void An_account_that_is_closed_ends_it() =>
        Assert.Equal((MandateStatus.Cancelled, CollectionStep.Closing), MandateRules.Settle(Ordered(), 0, RefusalCode.AccountClosed, Now, Options) is var ended ? (ended.Status!.Value, ended.Step) : default);

    [Fact]
    public void A_varying_amount_is_announced_a_day_before_and_stays_under_the_ceiling()
    {
        MandateState active = Approved(Wish() with { Amount = null });
        Assert.Equal(RequestRefusal.MandateCeiling, MandateRules.Collect(active, Payee.Id, 5_001, Now).Refusal);
        Assert.Equal(RequestRefusal.NotFound, MandateRules.Collect(active, Payer.Id, 100, Now).Refusal);
        Assert.Equal(RequestRefusal.AmountNotPositive, MandateRules.Collect(active, Payee.Id, 0, Now).Refusal);
        Assert.Equal(RequestRefusal.MandateNotOpen, MandateRules.Collect(Approved(Wish()), Payee.Id, 100, Now).Refusal);
        MandateState announced = MandateRules.Collect(active, Payee.Id, 4_321, Now).Next!;
        Assert.Equal((CollectionStep.Announced, 4_321L, Now.AddDays(1)), (announced.Step, announced.NextAmount, At(announced)));
        Assert.Equal(MandateRules.Decision.Nothing, MandateRules.Collect(announced, Payee.Id, 4_321, Now));
        Assert.Equal(RequestRefusal.MandateNotOpen, MandateRules.Collect(announced, Payee.Id, 4_000, Now).Refusal);
        MandateState silent = MandateRules.Advance(active, Now.AddDays(70));
        Assert.Equal((2, CollectionStep.Waiting, 0), (silent.Next, silent.Step, silent.Past.Count));
    }

    [Fact]
    public void The_payer_agrees_to_a_ceiling_that_covers_the_amount_and_is_not_above_what_was_proposed()
    {
        MandateState proposed = MandateRules.Begin(Wish(), Now, Options);
        Assert.Equal(RequestRefusal.MandateCeiling, MandateRules.Approve(proposed, Payer.Id, 1_999, Now).Refusal);
        Assert.Equal(RequestRefusal.MandateCeiling, MandateRules.Approve(proposed, Payer.Id, 5_001, Now).Refusal);
        Assert.Equal(RequestRefusal.NotFound, MandateRules.Approve(proposed, Payee.Id, 2_000, Now).Refusal);
        Assert.Equal(RequestRefusal.MandateOver, MandateRules.Approve(proposed, Payer.Id, 2_000, Now.AddDays(14)).Refusal);
        Assert.Equal(MandateStatus.Withdrawn, MandateRules.Advance(proposed, Now.AddDays(14)).Status);
        Assert.Equal(2_000, MandateRules.Approve(proposed, Payer.Id, 2_000, Now).Next!.Ceiling);
        Assert.Equal(MandateStatus.Declined, MandateRules.Decline(proposed, Payer.Id).Next!.Status);
        Assert.Equal(MandateStatus.Withdrawn, MandateRules.Cancel(proposed, Payee.Id).Next!.Status);
    }

    [Fact]
    public void Terms_that_do_not_fit_are_refused()
    {
        Assert.Null(MandateRules.Check(Wish(), Now));
        Assert.Equal(RequestRefusal.MandateTerms, MandateRules.Check(Wish() with { Start = Today.AddDays(-1) }, Now));
        Assert.Equal(RequestRefusal.MandateTerms, MandateRules.Check(Wish() with { End = Today.AddDays(-1) }, Now));
        Assert.Equal(RequestRefusal.MandateTerms, MandateRules.Check(Wish() with { Times = 0 }, Now));
        Assert.Equal(RequestRefusal.MandateCeiling, MandateRules.Check(Wish() with { Ceiling = 1_999 }, Now));
        Assert.Equal(RequestRefusal.MemoInvalid, MandateRules.Check(Wish() with { Reason = " " }, Now));
        Assert.Equal(RequestRefusal.RequestOwn, MandateRules.Check(Wish() with { Payer = Payee }, Now));
        Assert.Equal(RequestRefusal.IdempotencyConflict, MandateRules.Again(MandateRules.Begin(Wish(), Now, Options), Wish() with { Ceiling = 4_999 }));
        Assert.Null(MandateRules.Again(MandateRules.Begin(Wish(), Now, Options), Wish()));
    }

    [Fact]
    public void A_service_that_was_away_passes_over_what_it_missed()
    {
        MandateState active = Approved(Wish() with { Period = MandatePeriod.Week, Start = Today.AddDays(7) });
        MandateState late = MandateRules.Advance(active, Now.AddDays(30));
        Assert.Equal((3, 3), (late.Next, late.Past.Count));
        Assert.All(late.Past, one => Assert.Equal(CollectionResult.Skipped, one.Result));
    }

    [Fact]
    public void Every_message_fits_any_telephone()
    {
        MandateState state = Ordered() with { NextAtMs = Now.ToUnixTimeMilliseconds() };
        var past = new CollectionState(0, CollectionResult.Paid, 2_000, 0);
        Words[] all =
        [
            .. Enum.GetValues<MandateStatus>().SelectMany(status => new[] { MandateWords.ToPayer(state with { Status = status }), MandateWords.ToPayee(state with { Status = status }) }).OfType<Words>(),
            MandateWords.Announced(state), MandateWords.Collected(state, past), MandateWords.Refused(state).Payer, MandateWords.Refused(state).Payee, MandateWords.Missed(state, past).Payer, MandateWords.Missed(state, past).Payee,
        ];
        Assert.True(all.Length > 12);
        Assert.All(all, words => Assert.Equal(4, new[] { "fr", "ln", "ktu", "en" }.Select(words.In).Where(GsmAlphabet.Fits).Distinct().Count()));
    }

    private static MandateWish Wish() => new()
    {
        Payee = Payee, Payer = Payer, Amount = 2_000, Ceiling = 5_000, Period = MandatePeriod.Month, Start = Today, Reason = "Loyer",
    };

    private static MandateState Approved(MandateWish wish) => MandateRules.Approve(MandateRules.Begin(wish, Now, Options), Payer.Id, wish.Ceiling, Now).Next!;

    private static MandateState Ordered() => MandateRules.Advance(Approved(Wish()), Now);

    private static DateTimeOffset At(MandateState state) => MandateRules.NextWake(state)!.Value;

    private static TransferOutcome Receipt(long amount) => new()
    {
        Receipt = new Receipt
        {
            Id = TransferId.From(Payer.Account, "k"), Kind = PostingKind.Mandate, Payee = Payee.Account, PayerName = "", PayerPhone = "", PayeeName = "", PayeePhone = "",
            Amount = amount, Fee = 0, Tax = 0, Total = amount, Currency = Currency.XAF, At = Now,
        },
    };
}
