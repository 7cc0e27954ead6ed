using System.Globalization;
using Orleans.Concurrency;
using Postmobile.Documents;

namespace Postmobile.Commerce;

/// <inheritdoc cref="ICartGrain"/>
[Reentrant, GrainType("commerce.cart")]
internal sealed class CartGrain([PersistentState("commerce.cart")] IPersistentState<Document<CartState>> document) : DurableGrain<CartState>(document), ICartGrain
{
    // What an open checkout of just this has set aside is this buyer's, and shown so.
    private CartPricing.Looker Looker => new(Carts.PersonOf(this.GetPrimaryKeyString()), State.Checkout is { } open ? new CheckoutId(open) : null);

    public Task<CartView> Look() => CartPricing.Look(GrainFactory, State.Lines, State.Coupons, Looker, Clock.GetUtcNow());

    public Task<int> Count() => Task.FromResult(State.Lines.Sum(line => line.Quantity));

    public async Task<CartOutcome> Add(ProductId product, string? sku, int quantity)
    {
        CartPricing.Looker who = Looker;
        Task<StockView> stock = GrainFactory.GetGrain<IStockGrain>(product.Value).LookFor(who.Person?.Value ?? "", who.Open?.Value);
        Product? found = await GrainFactory.GetGrain<IProductGrain>(product.Value).Look();
        StockView there = await stock;
        return await Apply(CartRules.Add(State, found, sku, quantity, variant => CartPricing.Asked(variant, quantity, there, Clock.GetUtcNow())));
    }

    public Task<CartOutcome> Set(ProductId product, string sku, int quantity) => Apply(CartRules.Set(State, product, sku, quantity));

    public async Task Agree()
    {
        CartView view = await Look();
        CartState next = State with
        {
            Lines = State.Lines.ConvertAll(line => view.Lines.FirstOrDefault(seen => seen.Product.Value == line.Product && seen.Sku == line.Sku) is { } now
                ? line with { SeenPrice = now.Asked }
                : line),
        };
        if (!next.Lines.SequenceEqual(State.Lines))
        {
            State = next;
            await Save();
        }
    }

    public async Task<CartOutcome> Enter(string code)
    {
        Coupon?[] all = await Task.WhenAll(State.Coupons.Append(code).Select(one => GrainFactory.GetGrain<ICouponGrain>(Coupons.Key(one)).Look()));
        return all[^1] is { } coupon
            ? await Apply(CartRules.Enter(State, coupon, [.. all.SkipLast(1).OfType<Coupon>()], Clock.GetUtcNow()))
            : await Apply(CartRefusal.UnknownCoupon);
    }

    public Task<CartOutcome> Leave(string code) => Apply(State with { Coupons = State.Coupons.Remove(code) });

    public async Task Merge(string other)
    {
        if (other == this.GetPrimaryKeyString())
        {
            return;
        }

        ICartGrain from = GrainFactory.GetGrain<ICartGrain>(other);
        CartContents contents = await from.Contents();
        if (contents.Items.Count == 0)
        {
            return;
        }

        // Saved here before it is taken there: killed in between, the same contents come again under the same name.
        List<CartLineState> lines = await Lines(contents.Items);
        CartState next = CartRules.Merge(State, contents.Name, lines, contents.Coupons);
        if (next != State)
        {
            State = next;
            await Save();
        }

        await from.Empty(contents.Name);
    }

    public Task<CartContents> Contents() => Task.FromResult(new CartContents(
        Name(State), [.. State.Lines.Select(line => new CartItem(new ProductId(line.Product), line.Sku, line.Quantity))], State.Coupons));

    public async Task Empty(string name)
    {
        if (Name(State) == name)
        {
            State = State with { Lines = [], Coupons = [], Given = State.Given + 1 };
            await Save();
        }
    }

    public async Task<CheckoutOutcome> CheckOut(CartCheckout wish)
    {
        if (State.Lines.IsEmpty)
        {
            return CartRefusal.CartEmpty;
        }

        string content = CartRules.Content(State);
        string? open = State.CheckoutOf == content ? State.Checkout : null;
        CheckoutOutcome outcome = await Begin(wish.Id ?? (open is null ? CheckoutId.New(Clock) : new CheckoutId(open)), content, wish);
        return wish.Id is null && open is not null && outcome.Checkout is { Status: CheckoutStatus.Abandoned or CheckoutStatus.Done }
            ? await Begin(CheckoutId.New(Clock), content, wish)
            : outcome;
    }

    public async Task Bought(CheckoutId checkout, IReadOnlyList<CartItem> items, IReadOnlyList<string> coupons)
    {
        CartState next = CartRules.Bought(State, checkout.Value, items, coupons);
        if (next != State)
        {
            State = next;
            await Save();
        }
    }

    // The id is saved before the checkout begins, so that a second click finds it; what the cart held before is given back.
    private async Task<CheckoutOutcome> Begin(CheckoutId id, string content, CartCheckout wish)
    {
        string? before = State.Checkout;
        var opening = new CheckoutOpening
        {
            Buyer = wish.Buyer,
            Cart = this.GetPrimaryKeyString(),
            Items = [.. State.Lines.Select(line => new CartItem(new ProductId(line.Product), line.Sku, line.Quantity))],
            Coupons = State.Coupons,
            SeenGoods = wish.SeenGoods,
            SeenTotal = wish.SeenTotal,
        };
        if (before != id.Value)
        {
            State = State with { Checkout = id.Value, CheckoutOf = content };
            await Save();
            if (before is not null)
            {
                await GrainFactory.GetGrain<ICheckoutGrain>(before).Abandon();
            }
        }

        return await GrainFactory.GetGrain<ICheckoutGrain>(id.Value).Begin(opening);
    }

    private async Task<List<CartLineState>> Lines(IReadOnlyList<CartItem> items)
    {
        Product?[] products = await Task.WhenAll(items.Select(item => GrainFactory.GetGrain<IProductGrain>(item.Product.Value).Look()));
        return [.. items.Zip(products).Where(pair => pair.Second is not null).Select(pair =>
            new CartLineState(pair.First.Product.Value, pair.First.Sku, pair.First.Quantity, pair.Second!.Find(pair.First.Sku)?.Price ?? 0, pair.Second.Shop.Value, pair.Second.Title))];
    }

    private async Task<CartOutcome> Apply(CartRules.Decision decision)
    {
        if (decision.Next is { } next && next != State)
        {
            State = next;
            await Save();
        }

        return new CartOutcome(await Look(), decision.Refusal);
    }

    private string Name(CartState state) => string.Create(CultureInfo.InvariantCulture, $"{this.GetPrimaryKeyString()}#{state.Given}");
}
