using Postmobile.Identity;

namespace Postmobile.Money;

internal sealed partial class UssdSessionGrain
{
    private const int MovementsMax = 5;

    private ICustomerGrain Customer => GrainFactory.GetGrain<ICustomerGrain>(State.Customer);

    private IAccountGrain Wallet => GrainFactory.Account(new AccountId(State.Wallet));

    private Task<UssdPlace> Run(UssdEffect effect, UssdPlace place, string input) => effect switch
    {
        UssdEffect.None => Task.FromResult(place),
        UssdEffect.FindPayee => FindPayee(place, input),
        UssdEffect.FindMerchant => FindMerchant(place, input),
        UssdEffect.Quote => Quote(place),
        UssdEffect.SetLanguage => SetLanguage(place),
        UssdEffect.ToggleSms => ToggleSms(place),
        UssdEffect.Track => Track(place, input),
        UssdEffect.KeepOldPin => Task.FromResult(Keep(ref oldPin, input, place)),
        UssdEffect.KeepNewPin => Task.FromResult(Keep(ref newPin, input, place)),
        UssdEffect.ChangePin => ChangePin(place, new Pin(input)),
        UssdEffect.Register => Register(place, new Pin(input)),
        UssdEffect.Block => Block(place, new Pin(input)),
        _ => RunProven(effect, place, new Pin(input)),
    };

    private async Task<UssdPlace> RunProven(UssdEffect effect, UssdPlace place, Pin pin)
    {
        if (await Customer.Prove(pin) is { } refusal)
        {
            return UssdAnswers.NotProven(place, refusal);
        }

        return effect switch
        {
            UssdEffect.Balance => place.End(UssdTexts.Has, UssdScreen.Francs((await Wallet.Look())?.Balance ?? 0)),
            UssdEffect.Movements => UssdMenu.ListMovements(place, (await Wallet.Statement(new StatementQuery { Limit = MovementsMax })).Lines),
            UssdEffect.Pay => UssdAnswers.Paid(place, await Wallet.Transfer(Order(place.Draft))),
            UssdEffect.CashOut => UssdAnswers.CashOut(
                place, await parts.CashOuts!.Start(new CustomerId(State.Customer), new AccountId(State.Wallet), place.Draft.Amount, place.Draft.Total, place.Draft.Key)),
            _ => throw new InvalidOperationException($"{effect} needs no PIN."),
        };
    }

    private async Task<UssdPlace> FindPayee(UssdPlace place, string input)
    {
        AccountId? payee = PhoneNumber.TryParse(input, out PhoneNumber phone)
            ? (await GrainFactory.GetGrain<IPhoneGrain>(phone.Key).Owner())?.Wallet
            : null;
        return payee is { } found
            ? place.At(UssdNode.SendAmount) with { Draft = new UssdDraft { Payee = found.Value } }
            : place.With(UssdTexts.UnknownNumber);
    }

    private async Task<UssdPlace> FindMerchant(UssdPlace place, string input) =>
        parts.Merchants is { } merchants && await merchants.Find(input) is { } found
            ? place.At(UssdNode.SendAmount) with { Draft = new UssdDraft { Payee = found.Value, Kind = PostingKind.MerchantPayment } }
            : place.With(UssdTexts.UnknownMerchant);

    private async Task<UssdPlace> Quote(UssdPlace place)
    {
        string key = PaymentKey();
        return UssdAnswers.Quoted(place, await Wallet.Quote(Order(place.Draft with { Key = key }) with { AgreedTotal = null }), key);
    }

    private static TransferRequest Order(UssdDraft draft) => new()
    {
        Key = draft.Key,
        Payee = new AccountId(draft.Payee),
        Amount = draft.Amount,
        Kind = draft.Kind,
        AgreedTotal = draft.Total,
    };

    private async Task<UssdPlace> SetLanguage(UssdPlace place)
    {
        if (await Customer.Look() is { } view)
        {
            await Customer.SetProfile(view.Name, place.Language);
        }

        return place.At(UssdNode.Main).With(UssdTexts.LanguageChanged);
    }

    private async Task<UssdPlace> ToggleSms(UssdPlace place)
    {
        bool wanted = !await Customer.HearsOfCredits();
        await Customer.HearOfCredits(wanted);
        return place.With(wanted ? UssdTexts.SmsOn : UssdTexts.SmsOff);
    }

    private async Task<UssdPlace> Track(UssdPlace place, string input) =>
        parts.Parcels is { } parcels && await parcels.Track(input) is { } words ? place.End(words) : place.With(UssdTexts.UnknownParcel);

    private async Task<UssdPlace> Block(UssdPlace place, Pin pin) => await GrainFactory.GetGrain<IPhoneGrain>(Phone.Key).Block(pin) is { } refusal
        ? UssdAnswers.NotProven(place, refusal)
        : place.End(UssdTexts.Blocked);

    private async Task<UssdPlace> ChangePin(UssdPlace place, Pin again)
    {
        if (oldPin is not { } old || newPin is not { } fresh)
        {
            // This process has not seen the first half; it is asked for again.
            return place.At(UssdNode.PinOld);
        }

        return fresh == again
            ? UssdAnswers.PinChanged(place, await Customer.ChangePin(old, fresh, deviceId: ""))
            : place.At(UssdNode.PinNew).With(UssdTexts.PinsDiffer);
    }

    // The network says whose telephone it is, which is what a code by SMS would show.
    private async Task<UssdPlace> Register(UssdPlace place, Pin again)
    {
        if (newPin is not { } fresh)
        {
            return place.At(UssdNode.RegisterPin);
        }

        if (fresh != again)
        {
            return place.At(UssdNode.RegisterPin).With(UssdTexts.PinsDiffer);
        }

        if (State.Registration is null)
        {
            State.Registration = $"reg-{Guid.CreateVersion7():N}";
            await Save();
        }

        return UssdAnswers.Registered(place, await GrainFactory.GetGrain<IRegistrationGrain>(State.Registration).Vouched(new RegistrationRequest
        {
            Phone = Phone,
            Name = place.Draft.Name,
            Language = place.Language,
            Pin = fresh,
        }));
    }

    private static UssdPlace Keep(ref Pin? slot, string input, UssdPlace place)
    {
        slot = new Pin(input);
        return place;
    }
}
