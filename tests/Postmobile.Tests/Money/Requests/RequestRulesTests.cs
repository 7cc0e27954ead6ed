using Postmobile.Identity;
using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Money.Requests;

/// <summary>What follows from what in requests and split bills, without a cluster.</summary>
public sealed class RequestRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly RequestSide Asker = new(new CustomerId("c-1"), new AccountId(10_000_001), "Boutique de démonstration", "+242060000001"),
        Payer = new(new CustomerId("c-2"), new AccountId(10_000_002), "Client de démonstration", "+242060000002");

    [Fact]
    public void A_request_is_paid_declined_cancelled_or_expires_and_nothing_follows_an_end()
    {
        RequestState open = Open(), paying = RequestRules.Approve(open, Payer.Id, null, 500, Now).Next!;
        RequestState paid = RequestRules.Settle(paying, Receipt(), Now);
        Assert.Equal((RequestStatus.Paying, RequestStatus.Paid), (paying.Status, paid.Status));
        RequestState declined = RequestRules.Decline(open, Payer.Id, Now).Next!, cancelled = RequestRules.Cancel(open, Asker.Id, Now).Next!;
        RequestState expired = RequestRules.Expire(open, Now.AddDays(7));
        Assert.Equal((RequestStatus.Declined, RequestStatus.Cancelled, RequestStatus.Expired), (declined.Status, cancelled.Status, expired.Status));
        Assert.Same(open, RequestRules.Expire(open, Now.AddDays(7).AddMilliseconds(-1)));
        foreach (RequestState end in new[] { declined, cancelled, expired })
        {
            Assert.Equal(RequestRefusal.RequestOver, RequestRules.Approve(end, Payer.Id, null, 500, Now).Refusal);
            Assert.Equal(end, RequestRules.Expire(end, Now.AddDays(30)));
        }

        Assert.Equal(RequestRules.Decision.Nothing, RequestRules.Approve(paid, Payer.Id, null, 500, Now));
        Assert.Equal(RequestRefusal.RequestOver, RequestRules.Decline(paid, Payer.Id, Now).Refusal);
        Assert.Equal(RequestRefusal.RequestOver, RequestRules.Cancel(paying, Asker.Id, Now).Refusal);
    }

    [Fact]
    public void Each_side_does_what_is_its_own()
    {
        RequestState open = Open();
        Assert.Equal(RequestRefusal.NotFound, RequestRules.Approve(open, Asker.Id, null, 500, Now).Refusal);
        Assert.Equal(RequestRefusal.NotFound, RequestRules.Decline(open, Asker.Id, Now).Refusal);
        Assert.Equal(RequestRefusal.NotFound, RequestRules.Cancel(open, Payer.Id, Now).Refusal);
        Assert.Equal(RequestRefusal.RequestOver, RequestRules.Approve(open, Payer.Id, null, 500, Now.AddDays(7)).Refusal);
        Assert.Equal(RequestRefusal.QuoteChanged, RequestRules.Approve(open, Payer.Id, Quote(510), 500, Now).Refusal);
    }

    [Fact]
    public void What_was_tried_ends_only_when_it_is_annulled_and_what_had_happened_after_all_is_paid()
    {
        RequestState refused = RequestRules.Settle(RequestRules.Approve(Open(), Payer.Id, null, 500, Now).Next!, RefusalCode.InsufficientFunds, Now);
        Assert.Equal((RequestStatus.Open, "insufficient_funds"), (refused.Status, refused.Failure));
        RequestState closing = RequestRules.Decline(refused, Payer.Id, Now).Next!;
        Assert.Equal(RequestStatus.Closing, closing.Status);
        Assert.Equal(RequestRefusal.RequestOver, RequestRules.Approve(closing, Payer.Id, null, 500, Now).Refusal);
        Assert.Equal(RequestStatus.Declined, RequestRules.Closed(closing, RefusalCode.Annulled, Now).Status);
        Assert.Equal(RequestStatus.Paid, RequestRules.Closed(closing, Receipt(), Now).Status);
        Assert.Equal(RequestStatus.Closing, RequestRules.Expire(refused, Now.AddDays(8)).Status);
    }

    [Fact]
    public void What_cannot_be_asked_is_refused_before_it_begins()
    {
        RequestWish wish = new() { Requester = Asker, Payer = Payer, Amount = 500 };
        Assert.Null(RequestRules.Check(wish));
        Assert.Equal(RequestRefusal.AmountNotPositive, RequestRules.Check(wish with { Amount = 0 }));
        Assert.Equal(RequestRefusal.AmountNotPositive, RequestRules.Check(wish with { Amount = long.MaxValue }));
        Assert.Equal(RequestRefusal.RequestOwn, RequestRules.Check(wish with { Payer = Asker }));
        Assert.Equal(RequestRefusal.MemoInvalid, RequestRules.Check(wish with { Note = "a\u0000b" }));
        Assert.Equal(RequestRefusal.IdempotencyConflict, RequestRules.Again(Open(), wish with { Amount = 501 }));
        Assert.Null(RequestRules.Again(Open(), wish));
    }

    [Fact]
    public void A_day_and_a_person_have_limits_and_what_is_over_frees_its_place()
    {
        var options = new RequestOptions { PerDay = 4, OpenToOne = 2 };
        RequestBookState? book = new();
        book = RequestBookRules.Take(book, [Leave("a"), Leave("b")], Now, options);
        Assert.NotNull(book);
        Assert.NotNull(RequestBookRules.Take(book, [Leave("a")], Now, options));
        Assert.Null(RequestBookRules.Take(book, [Leave("c")], Now, options));
        book = RequestBookRules.Take(RequestBookRules.Ended(book, "a"), [Leave("c")], Now, options);
        Assert.NotNull(book);
        Assert.Null(RequestBookRules.Take(book, [Leave("d", "c-3"), Leave("e", "c-4")], Now, options));
        Assert.NotNull(RequestBookRules.Take(book, [Leave("d", "c-3")], Now, options));
        Assert.NotNull(RequestBookRules.Take(book, [Leave("d", "c-3"), Leave("e", "c-4")], Now.AddDays(1), options));
    }

    [Theory]
    [InlineData(100, new[] { 34L, 33, 33 })]
    [InlineData(101, new[] { 34L, 34, 33 })]
    [InlineData(3, new[] { 1L, 1, 1 })]
    public void What_does_not_divide_goes_to_the_first(long total, long[] expected) =>
        Assert.Equal(expected, SplitRules.Divide(total, [null, null, null])!.Select(share => share.Amount));

    [Fact]
    public void Any_bill_among_any_number_adds_up_to_the_last_franc()
    {
        var random = new Random(5);
        for (int i = 0; i < 2_000; i++)
        {
            int count = random.Next(1, SplitRules.SharesMax + 1);
            long total = random.NextInt64(count, 50_000_000);
            List<long?> wished = [.. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? random.NextInt64(1, (total / count) + 1) : (long?)null)];
            if (SplitRules.Divide(total, wished) is not { } shares)
            {
                Assert.DoesNotContain(null, wished);
                continue;
            }

            Assert.Equal(total, shares.Sum(share => share.Amount));
            Assert.All(shares.Zip(wished), pair => Assert.True(pair.Second is { } own ? pair.First.Amount == own : pair.First.Amount > 0));
            long[] equal = [.. shares.Zip(wished).Where(pair => pair.Second is null).Select(pair => pair.First.Amount)];
            Assert.True(equal.Length == 0 || equal.Max() - equal.Min() <= 1);
        }
    }

    [Fact]
    public void Shares_that_do_not_add_up_are_refused()
    {
        Assert.Null(SplitRules.Divide(100, [50, 49]));
        Assert.Null(SplitRules.Divide(100, [50, 51]));
        Assert.Null(SplitRules.Divide(100, [100, null]));
        Assert.Null(SplitRules.Divide(100, [-1, null]));
        Assert.Null(SplitRules.Divide(0, [null]));
        Assert.Null(SplitRules.Divide(2, [null, null, null]));
        Assert.Equal([60L, 20, 20], SplitRules.Divide(100, [60, null, null])!.Select(share => share.Amount));
    }

    [Fact]
    public void A_bill_has_each_person_once_and_somebody_to_pay()
    {
        SplitWish wish = new() { Requester = Asker, Total = 100, Shares = [new(null, null), new(Payer, null)] };
        Assert.Equal(100, SplitRules.Begin(wish, Now).Next!.Shares.Sum(share => share.Amount));
        Assert.Equal(RequestRefusal.SplitShares, SplitRules.Begin(wish with { Shares = [new(null, null)] }, Now).Refusal);
        Assert.Equal(RequestRefusal.SplitShares, SplitRules.Begin(wish with { Shares = [new(Payer, null), new(Payer, null)] }, Now).Refusal);
        Assert.Equal(RequestRefusal.RequestOwn, SplitRules.Begin(wish with { Shares = [new(Asker, null)] }, Now).Refusal);
        Assert.Equal(RequestRefusal.AmountNotPositive, SplitRules.Begin(wish with { Total = 0 }, Now).Refusal);
    }

    [Fact]
    public void The_words_of_a_stranger_are_in_no_message_of_the_post()
    {
        RequestState open = Open() with { Note = "http://mal.example" };
        Assert.All(new[] { "fr", "ln", "ktu", "en" }, language =>
        {
            string text = RequestWords.ToPayer(open)!.In(language);
            Assert.DoesNotContain("http", text, StringComparison.Ordinal);
            Assert.Contains("Boutique D.", text, StringComparison.Ordinal);
            Assert.True(GsmAlphabet.Fits(text), text);
        });
    }

    private static RequestLeave Leave(string request, string payer = "c-2") => new(request, new CustomerId(payer));

    private static RequestState Open() => RequestRules.Begin(new RequestWish { Requester = Asker, Payer = Payer, Amount = 500 }, Now, new RequestOptions());

    private static Quote Quote(long total) => new() { Amount = 500, Fee = total - 500, Tax = 0, Total = total, Currency = Currency.XAF, PayeeName = "" };

    private static TransferOutcome Receipt() => new()
    {
        Receipt = new Receipt
        {
            Id = TransferId.From(Payer.Account, "k"), Kind = PostingKind.RequestPaid, Payee = Asker.Account, PayerName = "", PayerPhone = "", PayeeName = "", PayeePhone = "",
            Amount = 500, Fee = 0, Tax = 0, Total = 500, Currency = Currency.XAF, At = Now,
        },
    };
}
