using System.Collections.Immutable;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>What a checkout makes of a cart and of the buyer's choices: pure.</summary>
internal static class CheckoutRules
{
    private const int NameMax = 80, AddressMax = 200, NoteMax = 200;

    /// <summary>Why these goods cannot be bought as they were seen; null: they can.</summary>
    public static CheckoutOutcome? Refused(CartView cart, long? seenGoods, long? seenTotal = null)
    {
        if (cart.Parcels.Count == 0)
        {
            return CartRefusal.CartEmpty;
        }

        if (cart.Parcels.Count > CartPricing.ShopsMax)
        {
            return CartRefusal.TooManyShops;
        }

        if (cart.Lines.FirstOrDefault(line => !line.Buyable) is { } line)
        {
            bool stock = (line.Change & (LineChange.FewerLeft | LineChange.SoldOut)) != 0;
            return new CheckoutOutcome { Refusal = stock ? CartRefusal.OutOfStock : CartRefusal.CartChanged, Product = line.Product, Left = line.Left };
        }

        return seenGoods is { } goods && goods != cart.Goods ? CartRefusal.CartChanged
            : seenTotal is { } total && total != cart.Total ? CartRefusal.CartChanged
            : cart.Coupons.FirstOrDefault(coupon => coupon.Refusal is not (null or CartRefusal.CouponBeaten)) is { } coupon ? new CheckoutOutcome { Refusal = coupon.Refusal, Coupon = coupon.Coupon.Code }
            : null;
    }

    /// <summary>The parcels of a cart that can be bought.</summary>
    public static ImmutableArray<ParcelState> Parcels(CheckoutId id, CartView cart) =>
        [.. cart.Parcels.Select((parcel, index) => new ParcelState(
            new CheckoutParcel
            {
                Order = id.Order(index + 1),
                Shop = parcel.Shop,
                ShopName = parcel.ShopName,
                From = parcel.Origin!,
                Lines = [.. parcel.Lines.Select(Line)],
                WeightGrams = (int)Math.Min(int.MaxValue, parcel.Lines.Sum(line => (long)line.WeightGrams * line.Quantity)),
                VolumeCubicMillimetres = parcel.Lines.Sum(line => line.VolumeCubicMillimetres * line.Quantity),
                Total = parcel.Total,
            },
            parcel.Lines.DistinctBy(line => line.Product).ToImmutableDictionary(line => line.Product.Value, line => line.Category),
            Escrow: 0))];

    /// <summary>What of each product is wanted.</summary>
    public static IEnumerable<(ProductId Product, StockLine[] Lines)> Wanted(IEnumerable<OrderLine> lines) =>
        lines.GroupBy(line => line.Product).Select(group => (group.Key, group.Select(line => new StockLine(line.Sku, line.Quantity, line.Sale)).ToArray()));

    /// <summary>What is wrong with where a parcel shall go; null: nothing.</summary>
    public static CartRefusal? Check(ParcelChoice choice)
    {
        Town? town = Congo.Find(choice.To.Town);
        if (town is null || town.Department != choice.To.Department || choice.To.Address.Length > AddressMax || choice.Point.Length > NameMax
            || (choice.Method == DeliveryMethod.Home && string.IsNullOrWhiteSpace(choice.To.Address)))
        {
            return CartRefusal.PlaceInvalid;
        }

        return string.IsNullOrWhiteSpace(choice.Recipient.Name) || choice.Recipient.Name.Length > NameMax || choice.Note?.Length > NoteMax
            || !PhoneNumber.TryParse(choice.Recipient.Phone, out _) ? CartRefusal.RecipientInvalid : null;
    }

    /// <summary>A parcel with the delivery that was chosen, at what it costs; what the point is called and where it lies is kept as it was then.</summary>
    public static ParcelState Choose(ParcelState state, ParcelChoice choice, Point? point, long cost) => state with
    {
        Parcel = state.Parcel with
        {
            Note = string.IsNullOrWhiteSpace(choice.Note) ? null : choice.Note.Trim(),
            Delivery = new DeliveryChoice
            {
                Method = choice.Method,
                To = point?.Facts.Place ?? choice.To,
                Point = point?.Facts.Name ?? choice.Point,
                PointCode = point?.Code,
                Recipient = choice.Recipient with { Phone = PhoneNumber.TryParse(choice.Recipient.Phone, out PhoneNumber phone) ? phone.E164 : choice.Recipient.Phone },
                Price = cost,
                Cost = cost,
            },
        },
    };

    /// <summary>The state with every total reckoned anew.</summary>
    public static CheckoutState Reckon(CheckoutState state, DateTimeOffset now)
    {
        PriceRules.Result reckoned = PriceRules.Reckon([.. state.Parcels.Select(Priced)], state.Coupons, now);
        return state with { Parcels = [.. state.Parcels.Select((parcel, i) => Priced(parcel, reckoned.Parcels[i]))], Worths = [.. reckoned.Coupons.Select(one => one.Worth)] };
    }

    /// <summary>What an order is placed with.</summary>
    public static OrderPlacement Placement(CheckoutState state, CheckoutId id, ParcelState parcel) => new()
    {
        Checkout = id,
        Shop = parcel.Parcel.Shop,
        Buyer = new CustomerId(state.Buyer),
        BuyerWallet = new AccountId(state.Wallet),
        Lines = parcel.Parcel.Lines,
        ShopDiscount = parcel.Parcel.Total.ShopDiscount,
        PostDiscount = parcel.Parcel.Total.PostDiscount,
        Delivery = parcel.Parcel.Delivery!,
        Payment = state.Way,
        Escrow = new AccountId(parcel.Escrow),
        PaidBy = TransferId.TryParse(state.PaidBy, out TransferId receipt) ? receipt : null,
        Note = parcel.Parcel.Note,
        At = DateTimeOffset.FromUnixTimeMilliseconds(state.PayingAtMs),
    };

    /// <summary>The one transfer that pays: a leg into each order's escrow. Null when there is nothing to pay.</summary>
    public static TransferRequest? Payment(CheckoutState state, CheckoutId id)
    {
        TransferLeg[] legs = [.. state.Parcels.Where(parcel => parcel.Parcel.Total.Total > 0)
            .Select(parcel => new TransferLeg(new AccountId(parcel.Escrow), parcel.Parcel.Total.Total, PostingKind.Purchase))];
        return legs.Length == 0 ? null : new TransferRequest
        {
            Key = state.Key(id),
            Payee = legs[0].Payee,
            Amount = legs[0].Amount,
            Kind = PostingKind.Purchase,
            MoreLegs = legs.Length > 1 ? legs[1..] : null,
            AgreedTotal = state.Total,
            WithoutProof = state.WithoutProof,
        };
    }

    private static OrderLine Line(CartLine line) => new()
    {
        Product = line.Product, Sku = line.Sku, Title = line.Title, Label = line.Label, Image = line.Image, Quantity = line.Quantity, Price = line.Price, WeightGrams = line.WeightGrams,
        Sale = line.Flash is { Applies: true } flash ? flash.Sale : null,
        PostOff = line.Flash is { Applies: true, ByPost: true } given ? line.Price - given.Price : 0,
    };

    private static PriceRules.Parcel Priced(ParcelState parcel) => new(
        parcel.Parcel.Shop,
        [.. parcel.Parcel.Lines.Select(line => new PriceRules.PricedLine(line.Product, parcel.Categories.GetValueOrDefault(line.Product.Value) ?? "", line.Amount, line.Quantity, line.Sale is not null, line.PostOff * line.Quantity))],
        parcel.Parcel.Delivery?.Cost);

    private static ParcelState Priced(ParcelState parcel, ParcelTotal total) => parcel with
    {
        Parcel = parcel.Parcel with { Total = total, Delivery = parcel.Parcel.Delivery is { } delivery ? delivery with { Price = total.Delivery ?? 0 } : null },
    };
}
