using Postmobile.Api.Commerce;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;
using SkiaSharp;
using Xunit;

namespace Postmobile.Tests.Commerce.Reach;

/// <summary>What follows from what, without a cluster.</summary>
public sealed class ReachRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 11, 0, 0, TimeSpan.Zero);
    private static readonly ShopId Shop = ShopId.Of(12);
    private static readonly CustomerId Ada = CustomerId.New(TimeProvider.System), Ben = CustomerId.New(TimeProvider.System);
    private static readonly ReferralTerms Terms = new() { Referrer = 500, Invitee = 300, Minimum = 5_000, PersonMax = 10, Budget = 100_000 };
    private static readonly ReferralRules.Claimant New = new(Ben, Noon.AddDays(-1), HasBought: false, SharesDevice: false);

    [Theory]
    [InlineData("Soldes", 6, 1)]
    [InlineData("10 € de remise", 15, 1)]
    [InlineData("", 0, 1)]
    public void A_message_is_counted_as_networks_count_it(string text, int septets, int segments) =>
        Assert.Equal((septets, segments), (MailingText.Septets(text), MailingText.Segments(text)));

    [Theory]
    [InlineData(160, 1)]
    [InlineData(161, 2)]
    [InlineData(306, 2)]
    [InlineData(307, 3)]
    public void A_long_message_is_several(int length, int segments) => Assert.Equal(segments, MailingText.Segments(new string('a', length)));

    [Fact]
    public void What_a_shop_writes_becomes_what_an_SMS_can_carry()
    {
        Assert.Equal("Fete l'ete, ca commence", MailingText.Read(" Fête l’ete, ça commence "));
        Assert.Equal("Déjà là ?", MailingText.Read("Déjà là ?"));
        Assert.Equal(160, MailingText.Read(new string('a', 160))!.Length);
        Assert.All(new[] { "", "  ", new string('a', 161), new string('€', 81), "促销", null }, text => Assert.Null(MailingText.Read(text)));
    }

    [Fact]
    public void A_message_ends_with_its_link_and_the_way_to_say_no_and_is_as_long_as_was_quoted()
    {
        var options = new ReachOptions { Address = "https://poste.test", MessagePrice = 15 };
        MailingQuote quote = MailingText.Quote(new MailingTerms("Soldes", null), 7, Shop, Forty, options, "");
        Assert.Equal((1, 600), (quote.Segments, quote.Cost));
        string sent = MailingText.WithEnd(MailingText.WithLink("Soldes", options.Address, 1_679_615), options.Address, "abcdefghjkmn", Shop, "");
        Assert.Equal("Soldes\nhttps://poste.test/s/m00zzzzs\nSTOP: https://poste.test/x/abcdefghjkmn", sent);
        Assert.Equal(quote.Septets, MailingText.Septets(sent));
        Assert.Equal(2, MailingText.Quote(new MailingTerms(new string('a', 160), null), 7, Shop, Forty, options, "").Segments);

        // Where people can write back, the keyword is in it, and in what it costs.
        MailingQuote longer = MailingText.Quote(new MailingTerms(new string('a', 87), null), 7, Shop, Forty, options, "1234");
        Assert.EndsWith(" ou STOP 12 au 1234", longer.Preview, StringComparison.Ordinal);
        Assert.Equal((2, 1), (longer.Segments, MailingText.Quote(new MailingTerms(new string('a', 87), null), 7, Shop, Forty, options, "").Segments));
    }

    [Fact]
    public void Whom_an_email_reaches_gets_no_sms_and_each_way_has_its_price()
    {
        var options = new ReachOptions { Address = "https://poste.test", MessagePrice = 15, EmailPrice = 2 };
        var count = new FollowCount(50, 40, 40, 12, 10, 33);
        MailingQuote Of(MailingChannel channel) => MailingText.Quote(new MailingTerms("Soldes", null) { Channel = channel }, 7, Shop, count, options, "");
        Assert.Equal((40L, 0L, 600L), (Of(MailingChannel.Sms).Recipients, Of(MailingChannel.Sms).Emails, Of(MailingChannel.Sms).Cost));
        Assert.Equal((10L, 10L, 20L), (Of(MailingChannel.Email).Recipients, Of(MailingChannel.Email).Emails, Of(MailingChannel.Email).Cost));
        Assert.Equal((43L, 10L, 515L), (Of(MailingChannel.Both).Recipients, Of(MailingChannel.Both).Emails, Of(MailingChannel.Both).Cost));
        Assert.Equal(new MailingTerms("a", null) { Products = [ProductId.Of(1)] }, new MailingTerms("a", null) { Products = [ProductId.Of(1)] });
        Assert.NotEqual(new MailingTerms("a", null) { Products = [ProductId.Of(1)] }, new MailingTerms("a", null) { Products = [ProductId.Of(2)] });
    }

    [Fact]
    public void A_consent_is_to_one_way_alone()
    {
        FollowState sms = FollowRules.Consent(new FollowState(), MessageChannel.Sms, Shop, Ada, "abcdefghjkmn", Noon);
        Assert.False(FollowRules.MayHear(sms, MessageChannel.Email, "mail-1", Noon));
        FollowState both = FollowRules.Consent(sms, MessageChannel.Email, Shop, Ada, "abcdefghjkmnabcdefgh", Noon.AddHours(1));
        FollowState email = FollowRules.End(both, MessageChannel.Sms, ConsentEnd.Keyword, Noon.AddHours(2));
        Assert.Equal((false, true, 2), (email.Agreed, email.EmailAgreed, email.Consents.Count));
        Assert.Equal((ConsentEnd.Keyword, (ConsentEnd?)null), (email.Consents[0].EndedBy, email.Consents[1].EndedBy));
        Assert.Equal((Consents.Version, Consents.EmailVersion), (email.Consents[0].Version, email.Consents[1].Version));
        FollowState none = FollowRules.Unfollow(both, Noon.AddHours(3));
        Assert.All(none.Consents, consent => Assert.Equal(ConsentEnd.Unfollowed, consent.EndedBy));
        FollowState many = Enumerable.Range(0, 60).Aggregate(both, (state, i) => FollowRules.Consent(FollowRules.End(state, MessageChannel.Sms, ConsentEnd.Link, Noon.AddDays(i)), MessageChannel.Sms, Shop, Ada, "x", Noon.AddDays(i)));
        Assert.Equal((50, 2), (many.Consents.Count, many.Consents.Count(consent => consent.EndedAt is null)));
    }

    [Theory]
    [InlineData("2026-11-24T06:59:59Z", "2026-11-24T07:00:00Z")]
    [InlineData("2026-11-24T07:00:00Z", "2026-11-24T07:00:00Z")]
    [InlineData("2026-11-24T18:59:59Z", "2026-11-24T18:59:59Z")]
    [InlineData("2026-11-24T19:00:00Z", "2026-11-25T07:00:00Z")]
    [InlineData("2026-11-24T23:30:00Z", "2026-11-25T07:00:00Z")]
    public void Messages_go_out_from_eight_to_twenty_in_Brazzaville(string now, string then) =>
        Assert.Equal(DateTimeOffset.Parse(then, System.Globalization.CultureInfo.InvariantCulture), MailingRules.Decent(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture), 8, 20));

    [Fact]
    public void Following_says_nothing_of_messages_and_a_consent_keeps_its_time_and_words()
    {
        FollowState follows = FollowRules.Follow(new FollowState(), Shop, Ada, Noon);
        Assert.Equal((true, false), (follows.Following, follows.Agreed));
        Assert.False(FollowRules.MayHear(follows, MessageChannel.Sms, "mail-1", Noon));
        FollowState agreed = FollowRules.Consent(follows, MessageChannel.Sms, Shop, Ada, "abcdefghjkmn", Noon);
        Assert.Equal(new FollowConsent(Consents.Version, Noon, null, null), Assert.Single(agreed.Consents));
        Assert.Equal(agreed, FollowRules.Consent(agreed, MessageChannel.Sms, Shop, Ada, "nmkjhgfedcba", Noon.AddDays(1)));
        FollowState ended = FollowRules.Unfollow(agreed, Noon.AddHours(1));
        Assert.Equal((false, false, ConsentEnd.Unfollowed), (ended.Following, ended.Agreed, ended.Consents[0].EndedBy));
        FollowState again = FollowRules.Consent(ended, MessageChannel.Sms, Shop, Ada, "nmkjhgfedcba", Noon.AddDays(2));
        Assert.Equal((2, "abcdefghjkmn"), (again.Consents.Count, again.Token));
    }

    [Fact]
    public void A_person_hears_from_a_shop_once_in_seven_days_and_a_message_that_never_went_does_not_count()
    {
        FollowState agreed = FollowRules.Consent(new FollowState(), MessageChannel.Sms, Shop, Ada, "abcdefghjkmn", Noon);
        FollowState heard = FollowRules.Hear(agreed, "mail-1", Noon) with { HeardTaken = true };
        Assert.True(FollowRules.MayHear(heard, MessageChannel.Sms, "mail-1", Noon));
        Assert.False(FollowRules.MayHear(heard, MessageChannel.Sms, "mail-2", Noon.AddDays(7).AddSeconds(-1)));
        Assert.True(FollowRules.MayHear(heard, MessageChannel.Sms, "mail-2", Noon.AddDays(7)));
        FollowState failed = FollowRules.GiveUp(FollowRules.Hear(heard, "mail-2", Noon.AddDays(8)), "mail-2");
        Assert.True(FollowRules.MayHear(failed, MessageChannel.Sms, "mail-3", Noon.AddDays(8)));
        Assert.Equal(heard, FollowRules.GiveUp(heard, "mail-1"));
        Assert.Equal("mail-1", FollowRules.End(heard, MessageChannel.Sms, ConsentEnd.Link, Noon.AddDays(1)).EndedAfter);
        Assert.Equal("", FollowRules.End(heard, MessageChannel.Sms, ConsentEnd.Link, Noon.AddDays(8)).EndedAfter);
    }

    [Fact]
    public void A_mailing_costs_what_was_sent_and_never_more_than_was_agreed()
    {
        MailingState state = Approved();
        MailingState holding = MailingRules.Choose(state, new MailingCount(3, 0), Takings(1_000), Noon);
        Assert.Equal((true, 90L), (holding.Holding, holding.Amount));
        Assert.Equal("insufficient_funds", MailingRules.Choose(state, new MailingCount(3, 0), Takings(89), Noon).Halt);
        Assert.Equal(MailingStatus.Done, MailingRules.Choose(state, default, Takings(0), Noon).Status);
        MailingState sending = MailingRules.Held(holding, new TransferOutcome { Receipt = Receipt() }, Noon);
        Assert.Equal((MailingStatus.Sending, 77L), (sending.Status, sending.Hold));
        Assert.Equal(MailingStatus.Sending, MailingRules.Waved(sending, 1, new MailingCount(2, 0), Noon).Status);
        MailingState closing = MailingRules.Waved(sending, 0, new MailingCount(2, 0), Noon);
        Assert.Equal((MailingStatus.Closing, 60L), (closing.Status, closing.Paid));
        Assert.Equal(MailingStatus.Done, MailingRules.Charged(closing).Status);
        Assert.Equal(sending, MailingRules.Charged(sending));
        Assert.Equal(MailingRefusal.State, MailingRules.Cancel(sending).Refusal);
        Assert.Equal(MailingStatus.Cancelled, MailingRules.Halted(state, "insufficient_funds", Noon.AddDays(8)).Status);
    }

    [Fact]
    public void Nobody_decides_about_a_message_of_a_shop_in_which_they_work()
    {
        Shop shop = NewShop();
        MailingState submitted = Approved() with { Status = MailingStatus.Submitted };
        Assert.Equal(MailingRefusal.OwnCase, MailingRules.Approve(submitted, shop, Ada, Noon).Refusal);
        Assert.Equal(MailingRefusal.OwnCase, MailingRules.Refuse(submitted, shop, Ada, "Faux").Refusal);
        Assert.Equal(MailingRefusal.ReasonNeeded, MailingRules.Refuse(submitted, shop, Ben, " x ").Refusal);
        Assert.Equal(MailingStatus.Refused, MailingRules.Refuse(submitted, shop, Ben, "Promesse fausse").Next!.Status);
        Assert.Equal(MailingStatus.Approved, MailingRules.Approve(submitted, shop, Ben, Noon).Next!.Status);
        Assert.Equal(MailingRefusal.State, MailingRules.Approve(submitted with { Status = MailingStatus.Cancelled }, shop, Ben, Noon).Refusal);
        var terms = new MailingTerms("Soldes", null);
        MailingQuote quote = Approved().Quote!;
        Assert.Equal(MailingRefusal.QuoteChanged, MailingRules.Submit(new MailingState(), shop, terms, null, quote, quote.Cost - 1, Ada, Noon).Refusal);
        Assert.Equal(MailingRefusal.Nobody, MailingRules.Submit(new MailingState(), shop, terms, null, quote with { Recipients = 0 }, 0, Ada, Noon).Refusal);
        Assert.Equal(MailingRefusal.IdempotencyConflict, MailingRules.Submit(submitted, shop, terms with { Text = "Autre" }, null, quote, quote.Cost, Ada, Noon).Refusal);
    }

    [Fact]
    public void A_short_link_says_itself_what_it_means()
    {
        foreach (ShareChannel channel in Enum.GetValues<ShareChannel>())
        {
            Assert.True(ShareLinks.TryRead(ShareLinks.Of(ProductId.Of(98_765), channel)[3..], out ShareLink product));
            Assert.Equal(new ShareLink("p-98765", channel), product);
            Assert.True(ShareLinks.TryRead(ShareLinks.Of(Shop, channel)[3..], out ShareLink shop));
            Assert.Equal(new ShareLink("s-12", channel), shop);
            Assert.True(ShareLinks.TryRead(ShareLinks.Referral("ABCD2345", channel)[3..], out ShareLink referral));
            Assert.Equal(new ShareLink("ref-ABCD2345", channel), referral);
        }

        Assert.True(ShareLinks.TryRead(ShareLinks.Mailing(7)[3..], out ShareLink mailing));
        Assert.Equal(new ShareLink("mail-7", ShareChannel.Sms), mailing);
        Assert.All(new[] { null, "", "p", "pw", "p0w", "p12x", "q12w", "p1-2w", "pzzzzzzzzzzzzzzw", "rabcdw" }, code => Assert.False(ShareLinks.TryRead(code, out _)));
    }

    [Fact]
    public void Whoever_comes_by_a_code_is_new_and_somebody_else()
    {
        var none = new ReferralState();
        Assert.Null(ReferralRules.Fault(none, "ABCD2345", Ada, Terms, New, Noon));
        Assert.Equal(ReferralRefusal.Code, ReferralRules.Fault(none, "ABCD2345", null, Terms, New, Noon));
        Assert.Equal(ReferralRefusal.Closed, ReferralRules.Fault(none, "ABCD2345", Ada, null, New, Noon));
        Assert.Equal(ReferralRefusal.Own, ReferralRules.Fault(none, "ABCD2345", Ben, Terms, New, Noon));
        Assert.Equal(ReferralRefusal.TooLate, ReferralRules.Fault(none, "ABCD2345", Ada, Terms, New with { RegisteredAt = Noon.AddDays(-8) }, Noon));
        Assert.Equal(ReferralRefusal.TooLate, ReferralRules.Fault(none, "ABCD2345", Ada, Terms, New with { HasBought = true }, Noon));
        Assert.Equal(ReferralRefusal.SameDevice, ReferralRules.Fault(none, "ABCD2345", Ada, Terms, New with { SharesDevice = true }, Noon));
        ReferralState claimed = none with { Referrer = Ada.Value, Code = "ABCD2345" };
        Assert.Null(ReferralRules.Fault(claimed, "ABCD2345", Ada, Terms, New with { HasBought = true }, Noon.AddDays(30)));
        Assert.Equal(ReferralRefusal.Taken, ReferralRules.Fault(claimed, "WXYZ2345", Ada, Terms, New, Noon));
    }

    [Fact]
    public void A_referral_waits_until_the_purchase_can_no_longer_be_sent_back_and_is_paid_once()
    {
        ReferralState claimed = new() { Referrer = Ada.Value, Code = "ABCD2345", ClaimedAtMs = Noon.ToUnixTimeMilliseconds() };
        var small = new ReferralRules.Purchase("o-1", "s-1", 4_999, Noon, 7);
        var own = new ReferralRules.Purchase("o-2", "s-2", 9_000, Noon, 7);
        var good = new ReferralRules.Purchase("o-3", "s-1", 5_000, Noon.AddDays(1), 7);
        Assert.Null(ReferralRules.Counts([small, own], Terms.Minimum, shop => shop == "s-2"));
        Assert.Equal(good, ReferralRules.Counts([good, small, own], Terms.Minimum, shop => shop == "s-2"));
        ReferralState waiting = ReferralRules.Looked(claimed, good, Noon.AddDays(2));
        Assert.Equal((ReferralStatus.Waiting, false), (waiting.Status, ReferralRules.IsDue(waiting, Noon.AddDays(8).AddSeconds(-1))));
        Assert.True(ReferralRules.IsDue(waiting, Noon.AddDays(8)));

        // Sent back meanwhile: it waits for another purchase.
        Assert.Equal(ReferralStatus.Claimed, ReferralRules.Looked(waiting, null, Noon.AddDays(8)).Status);
        Assert.Equal("referral_no_purchase", ReferralRules.Looked(claimed, null, Noon.AddDays(184)).Why);
        ReferralState paying = ReferralRules.Promise(waiting, Terms);
        ReferralState half = ReferralRules.Settled(paying, true, new TransferOutcome { Receipt = Receipt() });
        Assert.Equal((ReferralStatus.Paying, 500L), (half.Status, half.ReferrerGot));
        Assert.Equal(half, ReferralRules.Settled(half, true, RefusalCode.PayeeClosed));
        ReferralState paid = ReferralRules.Settled(half, false, RefusalCode.BalanceCapExceeded);
        Assert.Equal((ReferralStatus.Paid, 0L, "balance_cap_exceeded"), (paid.Status, paid.InviteeGot, paid.Why));
        Assert.Equal(paid, ReferralRules.Looked(paid, good, Noon.AddDays(20)));
        Assert.Null(ReferralRules.NextWake(paid));
    }

    [Fact]
    public void Rewards_that_would_pay_for_buying_nothing_are_no_terms()
    {
        Assert.True(ReferralRules.AreSound(Terms));
        Assert.All(
            new[] { Terms with { Minimum = 799 }, Terms with { Budget = 799 }, Terms with { Referrer = 0, Invitee = 0 }, Terms with { Referrer = -1 }, Terms with { PersonMax = 0 }, Terms with { Referrer = 50_001 } },
            terms => Assert.False(ReferralRules.AreSound(terms)));
    }

    [Fact]
    public void The_picture_of_a_link_is_light_whatever_the_photo()
    {
        using SKBitmap noise = new(640, 640);
        var random = new Random(7);
        for (int i = 0; i < 640 * 640; i++)
        {
            noise.SetPixel(i % 640, i / 640, new SKColor((uint)random.Next() | 0xff000000));
        }

        using SKData photo = noise.Encode(SKEncodedImageFormat.Webp, 90);
        var card = new ShareCard("p-1", "Pagne wax à fleurs, six yards, véritable hollandais, couleurs qui ne passent pas au lavage et bordure brodée", "125 000 FCFA", "Boutique de démonstration", "i-1");
        byte[] jpeg = card.Draw(photo.ToArray());
        using SKBitmap drawn = SKBitmap.Decode(jpeg);
        Assert.Equal((ShareCards.Width, ShareCards.Height), (drawn.Width, drawn.Height));
        Assert.InRange(jpeg.Length, 5_000, ShareCards.Max);
        Assert.InRange(card.Draw(null).Length, 5_000, ShareCards.Max);
        Assert.NotEqual(card.Path, (card with { Price = "124 000 FCFA" }).Path);
    }

    private static readonly FollowCount Forty = new(50, 40, 40, 0, 0, 40);

    private static MailingState Approved() => new()
    {
        Shop = Shop.Value, Terms = new MailingTerms("Soldes", null), Quote = new MailingQuote("Soldes …", 100, 2, 3, 15), Status = MailingStatus.Approved, ApprovedAtMs = Noon.ToUnixTimeMilliseconds(), Account = 5,
    };

    private static Shop NewShop() => new()
    {
        Id = Shop, Slug = "x", Name = "X", Status = ShopStatus.Open, Owner = Ada, Account = new AccountId(10_000_001), Staff = [new ShopStaff(Ada, ShopRole.Owner, "")],
        Origin = new Place { Department = "Brazzaville", Town = "Brazzaville" }, CommissionBasisPoints = 0, ReturnDays = 0, TakesOrders = true,
    };

    private static AccountView Takings(long available) => new()
    {
        Account = new AccountId(10_000_001), Kind = AccountKind.Merchant, Currency = Currency.XAF, Balance = available, Available = available, Held = 0, Tier = 1, Freeze = Freeze.None, Closed = false,
        Profile = new AccountProfile(), Limits = [],
    };

    private static Receipt Receipt() => new()
    {
        Id = default, Kind = PostingKind.Hold, Payee = new AccountId(77), PayerName = "", PayerPhone = "", PayeeName = "", PayeePhone = "", Amount = 1, Fee = 0, Tax = 0, Total = 1, Currency = Currency.XAF, At = Noon,
    };
}
