using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <content>
/// From goods that are back to the order of others: written before each step what is to be done, and every step can be repeated. The first
/// order moves the money and says so; then the difference is paid, if there is one; then the stock sells and the new order is placed.
/// </content>
internal sealed partial class ReturnGrain
{
    private const string ReleaseKind = "release", WordsKind = "words";

    private static readonly TimeSpan s_lookAfter = TimeSpan.FromSeconds(30);

    private OrderId Replacement => ExchangeRules.Checkout(Key).Order(1);

    public async Task Moved()
    {
        if (State.Status is ReturnStatus.Exchanging && !State.GivingUp)
        {
            await Run();
        }
    }

    public async Task<ReturnOutcome> Pay(CustomerId actor, bool withoutProof)
    {
        if (State.Buyer != actor.Value || State.Wish is null)
        {
            return Refuse(AfterSaleRefusal.UnknownCase);
        }

        if (State.Status is ReturnStatus.Exchanged || State is { Status: ReturnStatus.ToPay, PaidBy: not null })
        {
            return new ReturnOutcome(View(), null);
        }

        if (State.Status is not ReturnStatus.ToPay)
        {
            return Refuse(AfterSaleRefusal.CaseState);
        }

        // Whatever an earlier activation asked of the ledger may still come true.
        State = State with { Doubt = State.Paying || State.Doubt, Paying = true, WithoutProof = withoutProof, RetryAtMs = (Clock.GetUtcNow() + s_lookAfter).ToUnixTimeMilliseconds() };
        await Save();
        return await Run();
    }

    /// <summary>Sets what is wanted aside for as long as the return may last; without it the return is one for money.</summary>
    private async Task<bool> SetAside()
    {
        if (State.Exchange is not { Gone: false } exchange)
        {
            return false;
        }

        OrderOptions times = options.Value;
        if ((await Stock(exchange).Reserve(Reservation(exchange, times.ReturnWithin + times.ExchangePaidWithin + TimeSpan.FromDays(1)))).Refusal is null)
        {
            return true;
        }

        State = State with { Exchange = exchange with { Gone = true } };
        Send(TellKind, "return.exchange-gone");
        Send(WordsKind, new ExchangeNews("gone", 0, BothSides: true));
        return false;
    }

    /// <summary>What was set aside may go to others.</summary>
    private void GiveBack()
    {
        if (State.Exchange is { Gone: false } exchange)
        {
            Send(ReleaseKind, exchange.Wanted.Product.Value);
        }
    }

    private async Task<ReturnOutcome> BeginExchange(CustomerId actor, string words)
    {
        if (!await SetAside())
        {
            await Save();
            return Refuse(AfterSaleRefusal.ExchangeGone);
        }

        AccountId escrow = State.Escrow != 0 ? new AccountId(State.Escrow) : await GrainFactory.GetGrain<ILedgerGrain>(0).Allocate();
        State = State with
        {
            Status = ReturnStatus.Exchanging, Answer = words, Receiver = actor.Value, Escrow = escrow.Value, RetryAtMs = (Clock.GetUtcNow() + s_lookAfter).ToUnixTimeMilliseconds(),
        };
        await Save();
        return await Run();
    }

    private async Task GoOn()
    {
        if (State is { Status: ReturnStatus.ToPay, Paying: false, PaidBy: null })
        {
            await GiveUp();
            return;
        }

        State = State with { Doubt = State.Paying };
        await Run();
    }

    /// <summary>The buyer has the money after all: what lies in the new order's escrow.</summary>
    private async Task<ReturnOutcome> GiveUp()
    {
        GiveBack();
        State = State with
        {
            Status = ReturnStatus.Exchanging, GivingUp = true, UntilMs = null, RetryAtMs = (Clock.GetUtcNow() + s_lookAfter).ToUnixTimeMilliseconds(),
            Exchange = State.Exchange! with { Gone = true },
        };
        await Save();
        return await Run();
    }

    private async Task<ReturnOutcome> Run()
    {
        try
        {
            return await Step();
        }
        catch (Exception failure) when (failure is not DocumentNotSavedException)
        {
            LogNotFinished(ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger<ReturnGrain>(), failure, Key);
            double seconds = Math.Min(600, Math.Pow(2, State.Failures + 1));
            State = State with { Failures = State.Failures + 1, RetryAtMs = Clock.GetUtcNow().AddSeconds(seconds).ToUnixTimeMilliseconds() };
            await Save();
            return new ReturnOutcome(View(), null, State.Paying ? RefusalCode.OutcomeUnknown : null);
        }
    }

    private Task<ReturnOutcome> Step() => State switch
    {
        { GivingUp: true } => Refund(),
        { Status: ReturnStatus.ToPay, Paying: true } => PayDifference(),
        { Status: ReturnStatus.ToPay, PaidBy: not null } => Place(),
        { Status: ReturnStatus.Exchanging } => Move(),
        _ => Task.FromResult(new ReturnOutcome(View(), null)),
    };

    private async Task<ReturnOutcome> Move()
    {
        Exchange exchange = State.Exchange!;
        await OpenEscrow();
        OrderOutcome outcome = await Order.Exchange(new OrderExchange
        {
            Return = Key, Back = State.Wish!.Lines[0], Wanted = exchange.Wanted.Amount, Delivery = exchange.Delivery, Order = Replacement, Escrow = new AccountId(State.Escrow),
            Actor = new CustomerId(State.Receiver), Words = State.Answer,
        });
        if (outcome.Refusal is { } refusal)
        {
            State = State with { Status = ReturnStatus.Accepted, RetryAtMs = null, Failures = 0, UntilMs = (Clock.GetUtcNow() + options.Value.ReturnWithin).ToUnixTimeMilliseconds() };
            await Save();
            return Refuse(refusal.AfterSale());
        }

        OrderExchanged moving = outcome.Order!.Exchanges.First(one => one.Return == Key);
        if (!moving.Moved)
        {
            // The order says when it has; looking again costs little.
            State = State with { Exchange = exchange with { Sum = moving.Sum }, UntilMs = null, RetryAtMs = (Clock.GetUtcNow() + s_lookAfter).ToUnixTimeMilliseconds() };
            return await Saved("return.received");
        }

        State = State with { Exchange = exchange with { Sum = moving.Sum }, UntilMs = null, RetryAtMs = null, Failures = 0 };
        if (moving.Sum.ToPay == 0)
        {
            return await Place();
        }

        State = State with { Status = ReturnStatus.ToPay, UntilMs = (Clock.GetUtcNow() + options.Value.ExchangePaidWithin).ToUnixTimeMilliseconds() };
        Send(WordsKind, new ExchangeNews("to-pay", moving.Sum.ToPay, BothSides: false));
        return await Saved("return.to-pay");
    }

    private async Task OpenEscrow()
    {
        Refusal? refusal = await GrainFactory.Account(new AccountId(State.Escrow)).Open(new AccountOpening
        {
            Kind = AccountKind.Escrow, Profile = new AccountProfile { Owner = Replacement.Value, DisplayName = "Commande " + Replacement.Number },
        });
        if (refusal is not null)
        {
            throw new LedgerUnavailableException($"The escrow {State.Escrow} could not be opened ({refusal.StableCode}).");
        }
    }

    /// <summary>Takes the difference from the wallet, once; a definite no lets the buyer try again.</summary>
    private async Task<ReturnOutcome> PayDifference()
    {
        Order first = (await Order.Look())!;
        IAccountGrain wallet = GrainFactory.Account(first.Placement.BuyerWallet);
        string key = $"§exchange-{Key}" + (State.Attempt == 0 ? "" : $"-{State.Attempt}");
        TransferOutcome outcome = await wallet.Transfer(new TransferRequest
        {
            Key = key, Payee = new AccountId(State.Escrow), Amount = State.Exchange!.Sum.ToPay, Kind = PostingKind.Purchase, AgreedTotal = State.Exchange.Sum.ToPay,
            WithoutProof = State.WithoutProof, Note = "Commande " + Replacement.Number,
        });
        bool spent = false;
        if (outcome.Receipt is null && State.Doubt && FloatIssueRules.IsDefinite(outcome))
        {
            // An earlier try may still come true; the key is spent with it.
            TransferOutcome last = await wallet.Settle(key, () => Task.FromResult(outcome));
            (spent, outcome) = (last.Receipt is null, last);
        }

        if (!FloatIssueRules.IsDefinite(outcome))
        {
            State = State with { Doubt = true };
            throw new LedgerUnavailableException($"The ledger does not say what became of {key} ({outcome.Refusal?.StableCode}).");
        }

        State = State with { Paying = false, Doubt = false, RetryAtMs = null, Failures = 0, PaidBy = outcome.Receipt?.Id.ToString(), Attempt = State.Attempt + (spent ? 1 : 0) };
        if (outcome.Receipt is null)
        {
            await Save();
            return new ReturnOutcome(View(), null, outcome.Refusal);
        }

        State = State with { UntilMs = null, RetryAtMs = (Clock.GetUtcNow() + s_lookAfter).ToUnixTimeMilliseconds() };
        await Save();
        return await Place();
    }

    /// <summary>Everything is paid: the goods are sold and their order placed, accepted already.</summary>
    private async Task<ReturnOutcome> Place()
    {
        Exchange exchange = State.Exchange!;
        Order first = (await Order.Look())!;
        if (!await Stock(exchange).Commit(Reservation(exchange, s_lookAfter)))
        {
            Send(WordsKind, new ExchangeNews("gone", 0, BothSides: true));
            return await GiveUp();
        }

        TransferId? paidBy = TransferId.TryParse(State.PaidBy, out TransferId paid) ? paid : first.Payments.FirstOrDefault(payment => payment.Key == first.Exchanges.First(one => one.Return == Key).Key)?.Transfer;
        await GrainFactory.GetGrain<IOrderGrain>(Replacement.Value).Place(ExchangeRules.Placement(first, Key, exchange, new AccountId(State.Escrow), paidBy, Clock.GetUtcNow()));
        State = State with
        {
            Status = ReturnStatus.Exchanged, Amount = exchange.Sum.ToBuyer, Exchange = exchange with { Order = Replacement }, UntilMs = null, RetryAtMs = null, Failures = 0,
        };
        return await Saved("return.exchanged");
    }

    /// <summary>Nothing comes of it: the new order's escrow pays the buyer what was kept and paid, and the post its coupon.</summary>
    private async Task<ReturnOutcome> Refund()
    {
        Order first = (await Order.Look())!;
        ExchangeSum sum = State.Exchange!.Sum;
        long toBuyer = sum.Kept + (State.PaidBy is null ? 0 : sum.ToPay);
        IReadOnlyList<TransferLeg> legs = OrderShares.Positive(
            new TransferLeg(first.Placement.BuyerWallet, toBuyer, PostingKind.Refund), new TransferLeg(PostAccounts.Fees, sum.Coupon, PostingKind.Coupon));
        if (legs.Count > 0)
        {
            await new OrderCashier(GrainFactory).Pay(new OrderPayment
            {
                Key = $"§exchange-{Key}-back", Payer = new AccountId(State.Escrow), Legs = legs, Note = "Commande " + first.Id.Number,
            });
        }

        await Order.ExchangeUndone(Key);
        State = State with { Status = ReturnStatus.Refunded, Amount = sum.Value, UntilMs = null, RetryAtMs = null, Failures = 0 };
        return await Saved("return.received");
    }

    // The buyer has had the goods that come back: what they get for them does not count towards what one person may buy.
    private Reservation Reservation(Exchange exchange, TimeSpan life) => new()
    {
        Name = Key, Buyer = Key, Lines = [new StockLine(exchange.Wanted.Sku, exchange.Wanted.Quantity)], Until = Clock.GetUtcNow() + life,
    };

    private IStockGrain Stock(Exchange exchange) => GrainFactory.GetGrain<IStockGrain>(exchange.Wanted.Product.Value);

    private async Task Write(string key, ExchangeNews news)
    {
        string number = OrderId.TryParse(State.Order, out OrderId order) ? order.Number : "";
        await GrainFactory.GetGrain<ICustomerGrain>(State.Buyer).Tell(key + "-buyer", ExchangeWords.Of(news, number));
        if (news.BothSides && await GrainFactory.GetGrain<IShopGrain>(State.Shop).Look() is { } shop)
        {
            await GrainFactory.GetGrain<ICustomerGrain>(shop.Owner.Value).Tell(key + "-shop", ExchangeWords.Of(news, number));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The exchange {Return} could not go on yet; it does so by itself.")]
    private static partial void LogNotFinished(ILogger logger, Exception failure, string @return);

    /// <summary>What is told of an exchange.</summary>
    internal sealed record ExchangeNews(string Kind, long Amount, bool BothSides);
}
