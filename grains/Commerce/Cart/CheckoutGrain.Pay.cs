using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>The steps between "I am paying" and "all is placed". Each can be repeated.</summary>
internal sealed partial class CheckoutGrain
{
    private const string CouponKind = "coupon", BoughtKind = "bought", PlacedKind = "placed", TellKind = "tell";

    private static readonly TimeSpan s_lookAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_prolongUnder = TimeSpan.FromMinutes(5);

    public async Task<CheckoutOutcome> Pay(CustomerId buyer, long agreedTotal, bool withoutProof, string? link)
    {
        if (State.Status is CheckoutStatus.Paying or CheckoutStatus.Done && State.Buyer == buyer.Value)
        {
            // Whatever an earlier activation asked of the ledger may still come true.
            State = State with { Doubt = true };
            return State.Status == CheckoutStatus.Done ? new CheckoutOutcome { Checkout = View() } : await Run();
        }

        if (NotNow(buyer) is { } refusal)
        {
            return refusal;
        }

        if (!View()!.Ready || State.Total != agreedTotal)
        {
            return Refuse(View()!.Ready ? CartRefusal.TotalChanged : CartRefusal.DeliveryMissing);
        }

        if (State.Way == PaymentWay.CashOnDelivery && !await CashAllowed(State))
        {
            return Refuse(CartRefusal.CashNotAllowed);
        }

        if (buyer.IsGuest && await GuestAdmitted(buyer) is { } no)
        {
            return Refuse(no);
        }

        if (await AnyPointClosed())
        {
            return Refuse(CartRefusal.PointClosed);
        }

        if (await Prolong() is { } missing)
        {
            return missing;
        }

        AccountId[] escrows = await Task.WhenAll(State.Parcels.Select(parcel => parcel.Escrow != 0
            ? Task.FromResult(new AccountId(parcel.Escrow))
            : GrainFactory.GetGrain<ILedgerGrain>(0).Allocate()));
        DateTimeOffset now = Clock.GetUtcNow();
        State = State with
        {
            Status = CheckoutStatus.Paying,
            Parcels = [.. State.Parcels.Select((parcel, i) => parcel with { Escrow = escrows[i].Value })],
            PayingAtMs = now.ToUnixTimeMilliseconds(),
            RetryAtMs = (now + s_lookAfter).ToUnixTimeMilliseconds(),
            WithoutProof = withoutProof,
            Link = link,
        };
        await Save();
        return await Run();
    }

    // A point may have been paused since it was chosen.
    private async Task<bool> AnyPointClosed()
    {
        PointCode[] codes = [.. State.Parcels.Select(parcel => parcel.Parcel.Delivery?.PointCode).OfType<PointCode>().Distinct()];
        Point?[] points = await Task.WhenAll(codes.Select(code => GrainFactory.GetGrain<IPointGrain>(code.Key).Look()));
        return points.Any(point => point is not { TakesParcels: true });
    }

    // Who pays in the last minute must not lose the goods while the payment is on its way.
    private async Task<CheckoutOutcome?> Prolong()
    {
        DateTimeOffset now = Clock.GetUtcNow();
        if (DateTimeOffset.FromUnixTimeMilliseconds(State.UntilMs) - now >= s_prolongUnder)
        {
            return null;
        }

        CheckoutOutcome? missing = await SetAside(State, now + s_prolongUnder);
        State = missing is null ? State with { UntilMs = (now + s_prolongUnder).ToUnixTimeMilliseconds() } : State;
        return missing;
    }

    private async Task<CheckoutOutcome> Run()
    {
        try
        {
            return await Steps();
        }
        catch (Exception failure) when (failure is not DocumentNotSavedException)
        {
            LogNotFinished(Logger(), failure, Id);
            State = State with { Failures = State.Failures + 1, RetryAtMs = Clock.GetUtcNow().AddSeconds(Math.Min(600, Math.Pow(2, State.Failures + 1))).ToUnixTimeMilliseconds() };
            await Save();
            return new CheckoutOutcome { Checkout = View(), Money = RefusalCode.OutcomeUnknown };
        }
    }

    private async Task<CheckoutOutcome> Steps()
    {
        await Task.WhenAll(State.Parcels.Select(OpenEscrow));
        if (State.Way == PaymentWay.Wallet && State.PaidBy is null && CheckoutRules.Payment(State, Id) is { } payment)
        {
            if (await Paid(payment) is { } refused)
            {
                return refused;
            }
        }

        await Sell();
        await Task.WhenAll(State.Given().Select(one => CouponGrain(one.Coupon.Code).Commit(Id, new CustomerId(State.Buyer), one.Worth)));
        await Task.WhenAll(State.Parcels.Where(parcel => !parcel.Parcel.Refunded).Select(parcel =>
            GrainFactory.GetGrain<IOrderGrain>(parcel.Parcel.Order.Value).Place(CheckoutRules.Placement(State, Id, parcel))));
        Finish();
        await Save();
        return new CheckoutOutcome { Checkout = View() };
    }

    private async Task OpenEscrow(ParcelState parcel)
    {
        Refusal? refusal = await GrainFactory.Account(new AccountId(parcel.Escrow)).Open(new AccountOpening
        {
            Kind = AccountKind.Escrow,
            Profile = new AccountProfile { Owner = parcel.Parcel.Order.Value, DisplayName = parcel.Parcel.ShopName },
        });
        if (refusal is not null)
        {
            throw new LedgerUnavailableException($"The escrow {parcel.Escrow} could not be opened ({refusal.StableCode}).");
        }
    }

    /// <summary>Pays, or finds that it is paid. A definite no takes the checkout back to where it can be tried again; it is saved before anybody hears of it.</summary>
    private async Task<CheckoutOutcome?> Paid(TransferRequest payment)
    {
        IAccountGrain wallet = GrainFactory.Account(new AccountId(State.Wallet));
        TransferOutcome outcome = await wallet.Transfer(payment);
        bool spent = false;
        if (outcome.Receipt is null && State.Doubt && FloatIssueRules.IsDefinite(outcome))
        {
            // An earlier try may still come true; the key is spent with it.
            TransferOutcome last = await wallet.Settle(payment.Key, () => Task.FromResult(outcome));
            spent = last.Receipt is null;
            outcome = last;
        }

        if (outcome.Receipt is { } receipt)
        {
            State = State with { PaidBy = receipt.Id.ToString() };
            return null;
        }

        if (!FloatIssueRules.IsDefinite(outcome))
        {
            State = State with { Doubt = true };
            throw new LedgerUnavailableException($"The ledger does not say what became of {payment.Key} ({outcome.Refusal?.StableCode}).");
        }

        State = State with { Status = CheckoutStatus.Open, Doubt = false, Failures = 0, Attempt = State.Attempt + (spent ? 1 : 0) };
        await Save();
        return new CheckoutOutcome { Checkout = View(), Money = outcome.Refusal };
    }

    /// <summary>
    /// Sells what was set aside. Goods that are gone although they are paid, since the payment came after their time, are
    /// refunded at once: first it is written which, so that a repetition refunds the same.
    /// </summary>
    private async Task Sell()
    {
        var goods = State.Wanted().ToList();
        DateTimeOffset until = Clock.GetUtcNow() + s_prolongUnder;
        bool[] sold = await Task.WhenAll(goods.Select(one => Stock(one.Product).Commit(Reservation(State, one.Lines, until))));
        HashSet<ProductId> gone = [.. goods.Zip(sold).Where(pair => !pair.Second).Select(pair => pair.First.Product)];
        if (gone.Count > 0 && State.Parcels.Any(parcel => !parcel.Parcel.Refunded && parcel.Parcel.Lines.Any(line => gone.Contains(line.Product))))
        {
            State = State with
            {
                Parcels = [.. State.Parcels.Select(parcel => parcel.Parcel.Lines.Any(line => gone.Contains(line.Product)) ? parcel with { Parcel = parcel.Parcel with { Refunded = true } } : parcel)],
            };
            await Save();
        }

        await Task.WhenAll(State.Parcels.Where(parcel => parcel.Parcel.Refunded).Select(parcel => Refund(parcel, gone)));
    }

    private async Task Refund(ParcelState parcel, HashSet<ProductId> gone)
    {
        foreach ((ProductId product, StockLine[] lines) in CheckoutRules.Wanted(parcel.Parcel.Lines).Where(one => !gone.Contains(one.Product)))
        {
            await Stock(product).PutBack($"checkout-{Id}", lines);
        }

        if (State.Way == PaymentWay.Wallet && parcel.Parcel.Total.Total > 0)
        {
            string key = $"§refund-{parcel.Parcel.Order}";
            TransferOutcome outcome = await GrainFactory.Account(new AccountId(parcel.Escrow)).Transfer(new TransferRequest
            {
                Key = key, Payee = new AccountId(State.Wallet), Amount = parcel.Parcel.Total.Total, Kind = PostingKind.Refund,
            });
            if (outcome.Receipt is null)
            {
                throw new LedgerUnavailableException($"{key} has not gone back yet ({outcome.Refusal?.StableCode}).");
            }
        }
    }

    private void Finish()
    {
        State = State with { Status = CheckoutStatus.Done, Failures = 0, Doubt = false };
        foreach (ParcelState parcel in State.Parcels.Where(parcel => !parcel.Parcel.Refunded && parcel.Parcel.Total.PostDiscount > 0))
        {
            Send(CouponKind, new CouponDebt($"§coupon-{parcel.Parcel.Order}", parcel.Escrow, parcel.Parcel.Total.PostDiscount));
        }

        CartItem[] items = [.. State.Parcels.SelectMany(parcel => parcel.Parcel.Lines).Select(line => new CartItem(line.Product, line.Sku, line.Quantity))];
        Send(BoughtKind, new BoughtItems(State.Cart, Id, items, [.. State.Coupons.Where(coupon => !coupon.Automatic).Select(coupon => coupon.Code)]));
        Send(PlacedKind, State.Parcels.Where(parcel => !parcel.Parcel.Refunded).Select(parcel => parcel.Parcel.Order.Value).ToArray());
        Send(TellKind, new TellOrder(State.Buyer, CheckoutWords.Done(State), "checkout.done", Id.Value));
    }

    /// <summary>The post's part of the price, owed until it is there.</summary>
    private async Task PayCoupon(CouponDebt debt)
    {
        TransferOutcome outcome = await GrainFactory.Account(PostAccounts.Fees).Transfer(new TransferRequest
        {
            Key = debt.Key, Payee = new AccountId(debt.Escrow), Amount = debt.Amount, Kind = PostingKind.Coupon,
        });
        if (outcome.Receipt is null)
        {
            throw new LedgerUnavailableException($"{debt.Key} is still owed ({outcome.Refusal?.StableCode}).");
        }
    }

    private Task Bought(BoughtItems bought) => GrainFactory.GetGrain<ICartGrain>(bought.Cart).Bought(bought.Checkout, bought.Items, bought.Coupons);

    private ILogger Logger() => ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger<CheckoutGrain>();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The checkout {Checkout} could not be finished yet; it goes on by itself.")]
    private static partial void LogNotFinished(ILogger logger, Exception failure, CheckoutId checkout);

    /// <summary>What the post owes to an order.</summary>
    internal sealed record CouponDebt(string Key, long Escrow, long Amount);

    /// <summary>What leaves the cart.</summary>
    internal sealed record BoughtItems(string Cart, CheckoutId Checkout, IReadOnlyList<CartItem> Items, IReadOnlyList<string> Coupons);
}
