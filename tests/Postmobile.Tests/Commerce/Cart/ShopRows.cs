using Npgsql;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Commerce.Cart;

/// <summary>Open shops with products and stock, put where they would be had they been made by hand.</summary>
internal static class ShopRows
{
    /// <summary>What each product costs, and what it costs to have one sent.</summary>
    public const long Price = 1_000, Parcel = 500;

    /// <summary>How many escrows hold anything.</summary>
    public const string FullEscrows =
        "select count(*) from account a where a.kind = 13 and (select coalesce(sum(case when credit_account = a.id then amount else -amount end), 0) from posting where a.id in (credit_account, debit_account)) <> 0";

    /// <summary>Whose shops they are.</summary>
    public static CustomerId Owner { get; } = new("c-owner");

    /// <summary>The shop of this place, counted from 1.</summary>
    public static ShopId Shop(int shop) => ShopId.Of(900_000 + shop);

    /// <summary>One of its products, counted from 1.</summary>
    public static ProductId Product(int shop, int product) => ProductId.Of(900_000_000 + (shop * 1000) + product);

    /// <summary>So many shops, each with so many products of one variant named A that costs 1,000, and so many pieces of each. Their numbers are far from those that the sequence gives: <see cref="Shop"/>, <see cref="Product"/>.</summary>
    public static async Task MakeAsync(NpgsqlDataSource database, int shops, int products, int pieces)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            with accounts as (
                insert into account (id, kind, currency, floor, tier, frozen, closed, owner, display_name, phone, language, opened_at)
                select nextval('account_number'), 11, 950, 0, 0, 0, false, 's-' || (900000 + n), 'Boutique ' || n, '', 'fr', now() from generate_series(1, $1::int) n returning id, owner),
            shops as (
                insert into document (type, id, version, body)
                select 'commerce.shop', owner, 1, jsonb_build_object('state', jsonb_build_object(
                    'owner', 'c-owner', 'ownerName', 'Commerçant', 'status', 'open', 'slug', 'boutique', 'account', id, 'statusAtMs', 1, 'version', 1, 'factsVersion', 1,
                    'profile', jsonb_build_object('name', 'Boutique ' || right(owner, 2), 'origin', jsonb_build_object('department', 'Brazzaville', 'town', 'Brazzaville'), 'returnDays', 7)),
                    'outbox', '[]'::jsonb, 'lastOutboxId', 0) from accounts returning 1),
            goods as (
                insert into document (type, id, version, body)
                select 'commerce.product', 'p-' || (900000000 + s * 1000 + p), 1, jsonb_build_object('state', jsonb_build_object(
                    'shop', 's-' || (900000 + s), 'status', 'published', 'visible', true, 'title', 'Article ' || p, 'slug', 'article', 'category', 'pagne-wax', 'priceFrom', 1000, 'version', 1,
                    'variants', jsonb_build_array(jsonb_build_object('sku', 'A', 'price', 1000, 'weightGrams', 300))), 'outbox', '[]'::jsonb, 'lastOutboxId', 0)
                from generate_series(1, $1::int) s, generate_series(1, $2::int) p returning 1)
            insert into document (type, id, version, body)
            select 'commerce.stock', 'p-' || (900000000 + s * 1000 + p), 1, jsonb_build_object('state', jsonb_build_object(
                'shop', 's-' || (900000 + s), 'skus', jsonb_build_object('A', jsonb_build_object('onHand', $3::int, 'reserved', 0, 'sold', true))), 'outbox', '[]'::jsonb, 'lastOutboxId', 0)
            from generate_series(1, $1::int) s, generate_series(1, $2::int) p
            """);
        command.Parameters.Add(new() { Value = shops });
        command.Parameters.Add(new() { Value = products });
        command.Parameters.Add(new() { Value = pieces });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>An order of one piece of the first product, paid and delivered. The buyer's wallet holds as much again.</summary>
    public static async Task<OrderPlacement> DeliveredAsync(IGrainFactory grains)
    {
        OrderPlacement order = await PlacedAsync(grains, CustomerId.New(TimeProvider.System), await OpenAsync(grains, AccountKind.Wallet));
        IOrderGrain grain = grains.GetGrain<IOrderGrain>(order.Checkout.Order(1).Value);
        Assert.Null((await grain.Act(OrderAct.Accept, Owner, null)).Refusal);
        await PackAndBringAsync(grain);
        return order;
    }

    /// <summary>An order of one piece of the first product, paid.</summary>
    public static async Task<OrderPlacement> PlacedAsync(IGrainFactory grains, CustomerId buyer, AccountId wallet)
    {
        CheckoutId checkout = CheckoutId.New(TimeProvider.System);
        var order = new OrderPlacement
        {
            Checkout = checkout,
            Shop = Shop(1),
            Buyer = buyer,
            BuyerWallet = wallet,
            Lines = [new OrderLine { Product = Product(1, 1), Sku = "A", Title = "Article", Quantity = 1, Price = Price, WeightGrams = 300 }],
            Delivery = new DeliveryChoice
            {
                Method = DeliveryMethod.PostOffice, To = new Place { Department = "Cuvette", Town = "Oyo" }, Recipient = new Recipient("Cliente", "+242066000001"), Price = Parcel, Cost = Parcel,
            },
            Payment = PaymentWay.Wallet,
            Escrow = await OpenAsync(grains, AccountKind.Escrow),
            At = TimeProvider.System.GetUtcNow(),
        };
        await grains.GetGrain<IOrderGrain>(checkout.Order(1).Value).Place(order);
        return order;
    }

    /// <summary>The shop packs an order, and its parcel is brought.</summary>
    public static async Task PackAndBringAsync(IOrderGrain order)
    {
        Assert.Null((await order.Act(OrderAct.Pack, Owner, null)).Refusal);
        await order.DeliveryMoved(new DeliveryMove { Key = "brought", Stage = DeliveryStage.Delivered, At = TimeProvider.System.GetUtcNow(), Actor = Owner.Value });
    }

    /// <summary>An account with the price of an order in it.</summary>
    public static async Task<AccountId> OpenAsync(IGrainFactory grains, AccountKind kind)
    {
        AccountId account = await grains.GetGrain<ILedgerGrain>(0).Allocate();
        Assert.Null(await grains.Account(account).Open(new AccountOpening { Kind = kind }));
        await FundAsync(grains, account);
        return account;
    }

    /// <summary>Puts the price of an order into an account.</summary>
    public static async Task FundAsync(IGrainFactory grains, AccountId account)
    {
        var fund = new TransferRequest { Key = "fund-" + account, Payee = account, Amount = Price + Parcel, Kind = PostingKind.Demonstration };
        Assert.Null((await grains.Account(PostAccounts.Trust).Transfer(fund)).Refusal);
    }
}
