using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Where a dialogue stands and what it has to say.</summary>
internal sealed record UssdPlace(UssdNode Node, UssdDraft Draft, string Language)
{
    /// <summary>A sentence above the screen: what was wrong, what has changed.</summary>
    public string Notice { get; init; } = "";

    /// <summary>The last words; null while it goes on.</summary>
    public string? Last { get; init; }

    /// <summary>Nobody knows what became of it: nothing is remembered of this step, and it can be repeated.</summary>
    public bool Uncertain { get; init; }

    public UssdPlace At(UssdNode node) => this with { Node = node, Notice = "" };

    public UssdPlace With(Words notice, params object[] values) => this with { Notice = notice.Say(Language, values) };

    public UssdPlace End(Words last, params object[] values) => this with { Last = last.Say(Language, values) };
}

/// <summary>What a step asks the outside to do with what was typed.</summary>
internal enum UssdEffect
{
    None,
    Balance,
    FindPayee,
    FindMerchant,
    Quote,
    Pay,
    Movements,
    KeepOldPin,
    KeepNewPin,
    ChangePin,
    SetLanguage,
    ToggleSms,
    Block,
    CashOut,
    Track,
    Register,
}

/// <summary>The menu as a machine: a place and what was typed make another place and an effect; a place makes a screen. It knows no cluster and no clock.</summary>
internal static class UssdMenu
{
    public const string BackKey = "0";
    public const string HomeKey = "00";
    private const string MoreKey = "9";
    private const int AmountDigits = 10;

    /// <summary>The place after an input; the effect, run with the same input, may lead on.</summary>
    public static (UssdPlace Place, UssdEffect Effect) Take(UssdPlace place, string input, UssdFeatures features)
    {
        UssdPlace here = place with { Notice = "" };
        string typed = input.Trim();
        if (typed == HomeKey || (typed == BackKey && Home(here) == here.Node))
        {
            return (here.At(Home(here)) with { Draft = new UssdDraft() }, UssdEffect.None);
        }

        if (typed == BackKey)
        {
            return (Back(here), UssdEffect.None);
        }

        return here.Node switch
        {
            UssdNode.Main => TakeMain(here, typed, features),
            UssdNode.Account => TakeAccount(here, typed),
            UssdNode.Language or UssdNode.Welcome => TakeLanguage(here, typed),
            UssdNode.SendAmount or UssdNode.CashOutAmount => TakeAmount(here, typed),
            UssdNode.Movements => (More(here, typed), UssdEffect.None),
            UssdNode.RegisterName => (TakeName(here, typed), UssdEffect.None),
            UssdNode.PinNew or UssdNode.RegisterPin or UssdNode.PinOld => TakeNewPin(here, typed),
            UssdNode.SendTo => (here, UssdEffect.FindPayee),
            UssdNode.MerchantCode => (here, UssdEffect.FindMerchant),
            UssdNode.Parcel => (here, UssdEffect.Track),
            _ => IsPin(typed) ? (here, OfPin(here.Node)) : (here.With(UssdTexts.PinFormat), UssdEffect.None),
        };
    }

    /// <summary>The screen of a place.</summary>
    public static UssdReply Show(UssdPlace place, UssdFeatures features)
    {
        if (place.Last is { } last)
        {
            return new UssdReply(UssdScreen.Plain(last), Ends: true);
        }

        string body = UssdScreen.Plain(Body(place, features));
        string screen = place.Notice.Length > 0 ? $"{place.Notice}\n{body}" : body;
        return new UssdReply(Home(place) == place.Node ? screen : $"{screen}\n{UssdTexts.Back.Say(place.Language)}", Ends: false);
    }

    /// <summary>Where a dialogue that was cut off goes on: never behind a PIN.</summary>
    public static UssdPlace Resume(UssdPlace place)
    {
        UssdNode node = place.Node switch
        {
            UssdNode.PinNew or UssdNode.PinAgain => UssdNode.PinOld,
            UssdNode.RegisterAgain => UssdNode.RegisterPin,
            UssdNode.Movements => Home(place),
            var same => same,
        };
        return node == Home(place) ? place.At(node) with { Draft = new UssdDraft() } : place.At(node).With(UssdTexts.Resumed);
    }

    /// <summary>Pages of movements: newest first, one line each.</summary>
    public static UssdPlace ListMovements(UssdPlace place, IReadOnlyList<StatementLine> lines)
    {
        if (lines.Count == 0)
        {
            return place.End(UssdTexts.NoMovements);
        }

        string around = $"{UssdTexts.NoSuchChoice.Say(place.Language)}\n9/9\n\n{UssdTexts.More.Say(place.Language)}\n{UssdTexts.Back.Say(place.Language)}";
        int room = UssdScreen.Max - UssdScreen.Length(around);
        var pages = UssdScreen.Pages(lines.Select(line => UssdScreen.Plain(
            $"{UssdTexts.Day(line.At)} {UssdScreen.Signed(line.Amount)} {UssdScreen.Short(line.CounterpartyName, 20)}")), room);
        return place.At(UssdNode.Movements) with { Draft = new UssdDraft { Pages = pages } };
    }

    private static UssdNode Home(UssdPlace place) => place.Node >= UssdNode.Welcome ? UssdNode.Welcome : UssdNode.Main;

    private static (UssdPlace, UssdEffect) TakeMain(UssdPlace here, string typed, UssdFeatures features) => typed switch
    {
        "1" => (here.At(UssdNode.BalancePin), UssdEffect.None),
        "2" => (here.At(UssdNode.SendTo) with { Draft = new UssdDraft() }, UssdEffect.None),
        "3" => (here.At(UssdNode.MovementsPin), UssdEffect.None),
        "4" => (here.At(UssdNode.Account), UssdEffect.None),
        "5" when features.HasFlag(UssdFeatures.CashOut) =>
            (here.At(UssdNode.CashOutAmount) with { Draft = new UssdDraft { Payee = PostAccounts.Suspense.Value, Kind = PostingKind.CashOut } }, UssdEffect.None),
        "6" when features.HasFlag(UssdFeatures.Merchant) =>
            (here.At(UssdNode.MerchantCode) with { Draft = new UssdDraft { Kind = PostingKind.MerchantPayment } }, UssdEffect.None),
        "7" when features.HasFlag(UssdFeatures.Parcel) => (here.At(UssdNode.Parcel), UssdEffect.None),
        _ => (here.With(UssdTexts.NoSuchChoice), UssdEffect.None),
    };

    private static (UssdPlace, UssdEffect) TakeAccount(UssdPlace here, string typed) => typed switch
    {
        "1" => (here.At(UssdNode.PinOld), UssdEffect.None),
        "2" => (here.At(UssdNode.Language), UssdEffect.None),
        "3" => (here, UssdEffect.ToggleSms),
        "4" => (here.At(UssdNode.BlockPin), UssdEffect.None),
        _ => (here.With(UssdTexts.NoSuchChoice), UssdEffect.None),
    };

    private static (UssdPlace, UssdEffect) TakeLanguage(UssdPlace here, string typed)
    {
        if (typed.Length != 1 || typed[0] is < '1' or > '4')
        {
            return (here.With(UssdTexts.NoSuchChoice), UssdEffect.None);
        }

        UssdPlace spoken = here with { Language = UssdTexts.Codes[typed[0] - '1'] };
        return here.Node == UssdNode.Welcome ? (spoken.At(UssdNode.RegisterName), UssdEffect.None) : (spoken, UssdEffect.SetLanguage);
    }

    private static (UssdPlace, UssdEffect) TakeAmount(UssdPlace here, string typed)
    {
        string digits = typed.Replace(" ", "", StringComparison.Ordinal);
        if (digits.Length is 0 or > AmountDigits || !digits.All(char.IsAsciiDigit) || long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) is not (> 0 and var amount))
        {
            return (here.With(UssdTexts.NotAmount), UssdEffect.None);
        }

        UssdPlace asked = here with { Draft = here.Draft with { Amount = amount } };
        return (asked, UssdEffect.Quote);
    }

    private static UssdPlace TakeName(UssdPlace here, string typed) => CustomerRules.CleanName(typed) is { Length: > 1 } name
        ? here.At(UssdNode.RegisterPin) with { Draft = here.Draft with { Name = name } }
        : here.With(UssdTexts.NotName);

    private static (UssdPlace, UssdEffect) TakeNewPin(UssdPlace here, string typed) => !IsPin(typed)
        ? (here.With(UssdTexts.PinFormat), UssdEffect.None)
        : here.Node switch
        {
            UssdNode.PinOld => (here.At(UssdNode.PinNew), UssdEffect.KeepOldPin),
            UssdNode.PinNew => (here.At(UssdNode.PinAgain), UssdEffect.KeepNewPin),
            _ => (here.At(UssdNode.RegisterAgain), UssdEffect.KeepNewPin),
        };

    private static UssdPlace More(UssdPlace here, string typed) => typed == MoreKey && here.Draft.Page + 1 < here.Draft.Pages.Count
        ? here with { Draft = here.Draft with { Page = here.Draft.Page + 1 } }
        : here.With(UssdTexts.NoSuchChoice);

    private static UssdPlace Back(UssdPlace here) => here.Node switch
    {
        UssdNode.Movements when here.Draft.Page > 0 => here with { Draft = here.Draft with { Page = here.Draft.Page - 1 } },
        UssdNode.SendAmount => here.At(here.Draft.Kind == PostingKind.MerchantPayment ? UssdNode.MerchantCode : UssdNode.SendTo),
        UssdNode.SendPin => here.At(UssdNode.SendAmount),
        UssdNode.CashOutPin => here.At(UssdNode.CashOutAmount),
        UssdNode.PinOld or UssdNode.Language or UssdNode.BlockPin => here.At(UssdNode.Account),
        UssdNode.PinNew or UssdNode.PinAgain => here.At(UssdNode.PinOld),
        UssdNode.RegisterPin => here.At(UssdNode.RegisterName),
        UssdNode.RegisterAgain => here.At(UssdNode.RegisterPin),
        _ => here.At(Home(here)) with { Draft = new UssdDraft() },
    };

    private static UssdEffect OfPin(UssdNode node) => node switch
    {
        UssdNode.BalancePin => UssdEffect.Balance,
        UssdNode.SendPin => UssdEffect.Pay,
        UssdNode.MovementsPin => UssdEffect.Movements,
        UssdNode.PinAgain => UssdEffect.ChangePin,
        UssdNode.BlockPin => UssdEffect.Block,
        UssdNode.CashOutPin => UssdEffect.CashOut,
        UssdNode.RegisterAgain => UssdEffect.Register,
        _ => UssdEffect.None,
    };

    private static bool IsPin(string typed) => typed.Length is >= 4 and <= 6 && typed.All(char.IsAsciiDigit);

    private static string Body(UssdPlace place, UssdFeatures features)
    {
        UssdDraft draft = place.Draft;
        return place.Node switch
        {
            UssdNode.Main => Lines(place, "Postmobile", [.. Entries(features)]),
            UssdNode.Account => Lines(place, null, UssdTexts.ChangePin, UssdTexts.Language, UssdTexts.Sms, UssdTexts.Block),
            UssdNode.Language => UssdTexts.Languages,
            UssdNode.Welcome => UssdTexts.Welcome,
            UssdNode.SendPin => UssdTexts.Confirm.Say(
                place.Language, UssdScreen.Francs(draft.Amount), UssdScreen.Short(draft.PayeeName, 24), UssdScreen.Francs(draft.Charges), UssdScreen.Francs(draft.Total)),
            UssdNode.CashOutPin => UssdTexts.ConfirmCashOut.Say(
                place.Language, UssdScreen.Francs(draft.Amount), UssdScreen.Francs(draft.Charges), UssdScreen.Francs(draft.Total)),
            UssdNode.Movements => Page(place),
            UssdNode.SendTo => UssdTexts.AskPayee.Say(place.Language),
            UssdNode.SendAmount or UssdNode.CashOutAmount => UssdTexts.AskAmount.Say(place.Language),
            UssdNode.MerchantCode => UssdTexts.AskMerchant.Say(place.Language),
            UssdNode.Parcel => UssdTexts.AskParcel.Say(place.Language),
            UssdNode.PinOld => UssdTexts.AskOldPin.Say(place.Language),
            UssdNode.PinNew or UssdNode.RegisterPin => UssdTexts.AskNewPin.Say(place.Language),
            UssdNode.PinAgain or UssdNode.RegisterAgain => UssdTexts.AskAgain.Say(place.Language),
            UssdNode.RegisterName => UssdTexts.AskName.Say(place.Language),
            UssdNode.BlockPin => UssdTexts.ConfirmBlock.Say(place.Language),
            _ => UssdTexts.AskPin.Say(place.Language),
        };
    }

    private static IEnumerable<Words> Entries(UssdFeatures features)
    {
        Words[] always = [UssdTexts.Balance, UssdTexts.Send, UssdTexts.Movements, UssdTexts.Account];
        (UssdFeatures Feature, Words Entry)[] more =
            [(UssdFeatures.CashOut, UssdTexts.CashOut), (UssdFeatures.Merchant, UssdTexts.Merchant), (UssdFeatures.Parcel, UssdTexts.Parcel)];
        return always.Concat(more.Where(entry => features.HasFlag(entry.Feature)).Select(entry => entry.Entry));
    }

    private static string Lines(UssdPlace place, string? head, params Words[] entries)
    {
        IEnumerable<string> lines = entries.Select(entry => entry.Say(place.Language));
        return string.Join('\n', head is null ? lines : lines.Prepend(head));
    }

    private static string Page(UssdPlace place)
    {
        (IReadOnlyList<string> pages, int page) = (place.Draft.Pages, place.Draft.Page);
        return pages.Count == 1 ? pages[0]
            : page + 1 < pages.Count ? $"{page + 1}/{pages.Count}\n{pages[page]}\n{UssdTexts.More.Say(place.Language)}"
            : $"{page + 1}/{pages.Count}\n{pages[page]}";
    }
}
