using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IReviewGrain"/>
[GrainType("commerce.review")]
internal sealed class ReviewGrain([PersistentState("commerce.review")] IPersistentState<Document<ReviewState>> document, TrustDatabase database)
    : DurableGrain<ReviewState>(document), IReviewGrain
{
    private const string RateKind = "rate";
    private const string TellKind = "tell";
    private const string QueueKind = "queue";

    private string Key => this.GetPrimaryKeyString();

    private bool IsThere => State.Product.Length > 0;

    public async Task<ReviewOutcome> Write(ReviewDraft draft)
    {
        if (TrustRules.Check(draft) is { } wrong)
        {
            return wrong;
        }

        Order? order = await GrainFactory.GetGrain<IOrderGrain>(draft.Order.Value).Look();
        if (Key != TrustKeys.Review(draft.Product, draft.By) || !TrustRules.HasReceived(order, draft.By, draft.Product))
        {
            return TrustRefusal.ReviewNotBought;
        }

        string name = (await GrainFactory.GetGrain<ICustomerGrain>(draft.By.Value).Look())?.Name ?? "";
        DateTimeOffset now = Clock.GetUtcNow();
        string text = TrustRules.Words(draft.Text, 0, TrustRules.ReviewMax)!;
        if (IsThere && State.Stars == draft.Stars && State.Text == text)
        {
            return Answer();
        }

        if (State.Flags.Withheld || (IsThere && now > DateTimeOffset.FromUnixTimeMilliseconds(State.AtMs) + TrustRules.EditFor))
        {
            return State.Flags.Withheld ? TrustRefusal.WordsWithheld : TrustRefusal.ReviewTooLate;
        }

        bool isNew = !IsThere;
        State = State with
        {
            Product = draft.Product.Value,
            Shop = order!.Placement.Shop.Value,
            By = draft.By.Value,
            Name = TrustRules.ShownName(name),
            Order = draft.Order.Value,
            Stars = draft.Stars,
            Text = text,
            AtMs = isNew ? now.ToUnixTimeMilliseconds() : State.AtMs,
            EditedAtMs = isNew ? 0 : now.ToUnixTimeMilliseconds(),
        };
        Send(RateKind, State.Product);
        Send(TellKind, isNew ? "review.written" : "review.changed");
        await Save();
        return Answer();
    }

    public async Task<ReviewOutcome> Answer(CustomerId by, string text)
    {
        if (!IsThere)
        {
            return TrustRefusal.NotFound;
        }

        if (!await IsStaff(by))
        {
            return TrustRefusal.NotShopStaff;
        }

        if (TrustRules.Words(text, 2, TrustRules.WordsMax) is not { } words)
        {
            return TrustRefusal.WordsInvalid;
        }

        if (State.Answer != words)
        {
            State = State with { Answer = words, AnswerBy = by.Value };
            Send(TellKind, "review.answered");
            await Save();
        }

        return Answer();
    }

    public async Task<ReviewOutcome> Report(CustomerId by, string reason)
    {
        if (!IsThere)
        {
            return TrustRefusal.NotFound;
        }

        (FlagsState flags, TrustRefusal? refusal) = TrustRules.Report(State.Flags, State.By, by, reason, Clock.GetUtcNow());
        return refusal is { } no ? no : await Flag(flags);
    }

    public async Task<ReviewOutcome> Decide(CustomerId by, bool withhold, string reason)
    {
        if (!IsThere)
        {
            return TrustRefusal.NotFound;
        }

        if (by.Value == State.By || await IsStaff(by))
        {
            return TrustRefusal.OwnCase;
        }

        (FlagsState flags, TrustRefusal? refusal) = TrustRules.Decide(State.Flags, withhold, reason);
        if (refusal is { } no)
        {
            return no;
        }

        Record(by.Value, withhold ? "review.withhold" : "review.show", flags.Reason);
        Send(RateKind, State.Product);
        Send(TellKind, "review.decided");
        return await Flag(flags);
    }

    public Task<Review?> Look() => Task.FromResult(State.View(Key));

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        RateKind => Rate(new ProductId(item.Read<string>())),
        TellKind => Tell(item.Read<string>()),
        QueueKind => GrainFactory.TellModerators(Notice("words.reported")),
        _ => base.Deliver(item),
    };

    private async Task<ReviewOutcome> Flag(FlagsState flags)
    {
        if (flags != State.Flags)
        {
            State = State with { Flags = flags };
            Send(QueueKind, Key);
            await Save();
        }

        return Answer();
    }

    // What the rows say now: a message that comes late says nothing older, and the rows' versions keep two apart.
    private async Task Rate(ProductId product)
    {
        (int stars, int reviews, long version) = await database.Rating(product);
        await GrainFactory.GetGrain<IProductGrain>(product.Value).Rated(stars, reviews, version);
    }

    private async Task Tell(string kind)
    {
        GrainFactory.Topic(Topics.Of(new CustomerId(State.By))).Tell(Notice(kind)).Ignore();
        await GrainFactory.TellShop(new ShopId(State.Shop), Notice(kind));
    }

    private async Task<bool> IsStaff(CustomerId by) =>
        await GrainFactory.GetGrain<IShopGrain>(State.Shop).Look() is { } shop && shop.Employs(by, ShopRole.Manager, ShopRole.Packer, ShopRole.Cataloguer);

    private Notice Notice(string kind) => new() { Kind = kind, Subject = State.Product, At = Clock.GetUtcNow() };

    private ReviewOutcome Answer() => new(State.View(Key), null);
}
