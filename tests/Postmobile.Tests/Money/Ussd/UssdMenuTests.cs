using Postmobile.Identity;
using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Money.Ussd;

/// <summary>The menu alone, walked through: every place, every answer of the outside, in four languages.</summary>
public sealed class UssdMenuTests
{
    private const long Most = 9_999_999_999;
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 11, 0, 0, TimeSpan.Zero);
    private static readonly string[] Keys = ["0", "00", "1", "2", "3", "4", "5", "6", "7", "8", "9", "x", "", "12 500", "9999999999", "7294", "Élodie Nœud-d'Été Mɔngɔ"];

    [Theory]
    [InlineData("fr")]
    [InlineData("ln")]
    [InlineData("ktu")]
    [InlineData("en")]
    public void Every_screen_fits_in_182_characters_that_every_telephone_has(string language)
    {
        var seen = new HashSet<(UssdNode, string)>();
        var nodes = new HashSet<UssdNode>();
        var waiting = new Queue<UssdPlace>([At(UssdNode.Main, language), At(UssdNode.Welcome, language)]);
        while (waiting.TryDequeue(out UssdPlace? place))
        {
            UssdReply reply = UssdMenu.Show(place, UssdFeatures.All);
            if (!seen.Add((place.Node, reply.Text)))
            {
                continue;
            }

            Assert.True(UssdScreen.Length(reply.Text) <= UssdScreen.Max, $"{language} {place.Node} {UssdScreen.Length(reply.Text)}: {reply.Text}");
            Assert.True(GsmAlphabet.Fits(reply.Text), $"{language} {place.Node}: {reply.Text}");
            nodes.Add(place.Node);
            foreach (string key in reply.Ends ? [] : Keys)
            {
                (UssdPlace next, UssdEffect effect) = UssdMenu.Take(place, key, UssdFeatures.All);
                foreach (UssdPlace after in After(effect, next with { Language = language }))
                {
                    waiting.Enqueue(after);
                    waiting.Enqueue(UssdMenu.Resume(after with { Last = null }));
                }
            }
        }

        Assert.Equal(Enum.GetValues<UssdNode>().Order(), nodes.Order());
        Assert.True(seen.Count > 100, $"Only {seen.Count} screens were seen.");
    }

    [Fact]
    public void Each_language_has_its_own_words()
    {
        Words[] all = [.. typeof(UssdTexts).GetFields().Select(field => field.GetValue(null)).OfType<Words>()];
        Assert.True(all.Length > 50);
        Assert.All(all, words => Assert.Equal(4, new[] { words.French, words.Lingala, words.Kituba, words.English }.Distinct().Count()));
    }

    [Fact]
    public void What_nobody_offers_has_no_entry_and_takes_no_key()
    {
        UssdPlace main = At(UssdNode.Main, "fr");
        Assert.DoesNotContain("5 ", UssdMenu.Show(main, UssdFeatures.None).Text, StringComparison.Ordinal);
        Assert.All(["5", "6", "7"], key => Assert.Equal(UssdNode.Main, UssdMenu.Take(main, key, UssdFeatures.None).Place.Node));
        Assert.Contains("7 Suivre", UssdMenu.Show(main, UssdFeatures.Parcel).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("5,5")]
    [InlineData("99999999999")]
    [InlineData("abc")]
    public void What_is_no_amount_asks_for_nothing(string typed)
    {
        (UssdPlace place, UssdEffect effect) = UssdMenu.Take(At(UssdNode.SendAmount, "fr"), typed, UssdFeatures.None);
        Assert.Equal(UssdEffect.None, effect);
        Assert.Equal(0, place.Draft.Amount);
    }

    [Fact]
    public void Back_leads_through_the_payment_and_home_forgets_it()
    {
        UssdPlace pin = At(UssdNode.SendPin, "fr") with { Draft = new UssdDraft { Payee = 5, Amount = 100, Key = "k" } };
        UssdPlace amount = UssdMenu.Take(pin, "0", UssdFeatures.None).Place;
        Assert.Equal(UssdNode.SendAmount, amount.Node);
        Assert.Equal(UssdNode.SendTo, UssdMenu.Take(amount, "0", UssdFeatures.None).Place.Node);
        Assert.Equal(new UssdDraft().Key, UssdMenu.Take(pin, "00", UssdFeatures.None).Place.Draft.Key);
    }

    [Fact]
    public void A_dialogue_is_never_resumed_behind_a_pin()
    {
        Assert.Equal(UssdNode.Main, UssdMenu.Resume(At(UssdNode.Movements, "fr")).Node);
        Assert.Equal(UssdNode.PinOld, UssdMenu.Resume(At(UssdNode.PinAgain, "fr")).Node);
        Assert.Equal(UssdNode.RegisterPin, UssdMenu.Resume(At(UssdNode.RegisterAgain, "fr")).Node);
        Assert.Equal(UssdNode.SendPin, UssdMenu.Resume(At(UssdNode.SendPin, "fr")).Node);
    }

    [Theory]
    [InlineData("ê ç î", "e c i")]
    [InlineData("12\u00a0500", "12 500")]
    [InlineData("•• œuf — ’ɔ", "** oeuf - 'o")]
    [InlineData("日", "?")]
    public void What_telephones_do_not_have_is_written_otherwise(string text, string plain) => Assert.Equal(plain, UssdScreen.Plain(text));

    [Fact]
    public void Signs_of_the_extension_take_the_place_of_two() => Assert.Equal(5, UssdScreen.Length("a€{"));

    private static UssdPlace At(UssdNode node, string language) => new(node, new UssdDraft(), language);

    private static IEnumerable<UssdPlace> After(UssdEffect effect, UssdPlace place)
    {
        string name = "Marie-Antoinette Bouanga-Nkounkou M.";
        Quote quote = new() { Amount = Most, Fee = Most, Tax = 0, Total = Most, Currency = Currency.XAF, PayeeName = name };
        Refusal[] refusals = [.. Enum.GetValues<RefusalCode>().Select(code => new Refusal(code)),
            new Refusal(RefusalCode.LimitExceeded) { Limit = new LimitLeft(LimitName.Day, Most, Most, Noon) }, new Refusal(RefusalCode.QuoteChanged) { Quote = quote }];
        IdentityRefusal[] unproven = [.. Enum.GetValues<IdentityRefusalCode>().Select(code => new IdentityRefusal(code)),
            new IdentityRefusal(IdentityRefusalCode.WrongCredentials) { TriesLeft = 4 }, new IdentityRefusal(IdentityRefusalCode.Locked) { RetryAt = Noon }];
        IEnumerable<UssdPlace> wrong = unproven.Select(refusal => UssdAnswers.NotProven(place, refusal));
        return effect switch
        {
            UssdEffect.FindPayee or UssdEffect.FindMerchant => [place.At(UssdNode.SendAmount), place.With(UssdTexts.UnknownNumber), place.With(UssdTexts.UnknownMerchant)],
            UssdEffect.Quote => refusals.Select(refusal => UssdAnswers.Quoted(place, new QuoteOutcome(null, refusal), "k")).Append(UssdAnswers.Quoted(place, new QuoteOutcome(quote, null), "k")),
            UssdEffect.Pay => wrong.Concat(refusals.Select(refusal => UssdAnswers.Paid(place, refusal))).Append(UssdAnswers.Paid(place, new TransferOutcome { Receipt = Paid(name) })),
            UssdEffect.CashOut => wrong.Concat(refusals.Select(refusal => UssdAnswers.CashOut(place, new CashOutStart("", Noon, refusal)))).Append(UssdAnswers.CashOut(place, new CashOutStart("123 456 789", Noon, null)))
                .Append(UssdAnswers.CashOut(place, new CashOutStart("", Noon, null, AnotherIsOpen: true))),
            UssdEffect.Balance => wrong.Append(place.End(UssdTexts.Has, UssdScreen.Francs(-Most))),
            UssdEffect.Movements => wrong.Append(UssdMenu.ListMovements(place, [])).Append(UssdMenu.ListMovements(place, [.. Enumerable.Repeat(Line(name), 5)])).Append(UssdMenu.ListMovements(place, [Line("A")])),
            UssdEffect.ChangePin => unproven.Select(refusal => UssdAnswers.PinChanged(place, refusal)).Append(UssdAnswers.PinChanged(place, null)).Append(place.At(UssdNode.PinNew).With(UssdTexts.PinsDiffer)),
            UssdEffect.Block => wrong,
            UssdEffect.SetLanguage => [place.At(UssdNode.Main).With(UssdTexts.LanguageChanged)],
            UssdEffect.ToggleSms => [place.With(UssdTexts.SmsOn), place.With(UssdTexts.SmsOff)],
            UssdEffect.Track => [place.With(UssdTexts.UnknownParcel)],
            UssdEffect.Register => unproven.Select(refusal => UssdAnswers.Registered(place, new ConfirmationOutcome { Refusal = refusal })).Append(UssdAnswers.Registered(place, new ConfirmationOutcome())).Append(place.At(UssdNode.RegisterPin).With(UssdTexts.PinsDiffer)),
            _ => [place],
        };
    }

    private static Receipt Paid(string name) => new()
    {
        Id = TransferId.From(new AccountId(1), "k"),
        Kind = PostingKind.Transfer,
        Payee = new AccountId(2),
        PayerName = name,
        PayerPhone = "",
        PayeeName = name,
        PayeePhone = "",
        Amount = Most,
        Fee = Most,
        Tax = 0,
        Total = Most,
        Currency = Currency.XAF,
        At = Noon,
    };

    private static StatementLine Line(string name) => new()
    {
        Transfer = TransferId.From(new AccountId(1), "k"),
        Kind = PostingKind.Transfer,
        Amount = -Most,
        Charges = 0,
        Balance = 0,
        CounterpartyName = name,
        CounterpartyPhone = "",
        At = Noon,
    };
}
