using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>How a shop stands.</summary>
public enum ShopStatus
{
    /// <summary>Applied; the post reviews its papers. Sells nothing yet, may already prepare its catalogue.</summary>
    Pending,

    /// <summary>Open.</summary>
    Open,

    /// <summary>Suspended by the post: takes no order; those it has go on.</summary>
    Suspended,

    /// <summary>Closed for good; only once its orders and payouts are settled.</summary>
    Closed,

    /// <summary>The post refused the application; it may be corrected and sent again.</summary>
    Refused,
}

/// <summary>What a person of a shop's staff may do.</summary>
public enum ShopRole
{
    /// <summary>Everything, money and staff included. One person: who applied.</summary>
    Owner,

    /// <summary>Everything but money and staff.</summary>
    Manager,

    /// <summary>Orders: accept, pack, hand over, answer.</summary>
    Packer,

    /// <summary>Products, prices, stock.</summary>
    Cataloguer,
}

/// <summary>One of a shop's staff.</summary>
[GenerateSerializer, Immutable, Alias("commerce.shop-staff")]
public sealed record ShopStaff([property: Id(0)] CustomerId Person, [property: Id(1)] ShopRole Role, [property: Id(2)] string Name);

/// <summary>A shop as the rest of the house sees it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.shop")]
public sealed record Shop
{
    /// <summary>Its id.</summary>
    [Id(0)] public required ShopId Id { get; init; }

    /// <summary>Its name in addresses; decorative, the number beside it decides.</summary>
    [Id(1)] public required string Slug { get; init; }

    /// <summary>Its name.</summary>
    [Id(2)] public required string Name { get; init; }

    /// <summary>How it stands.</summary>
    [Id(3)] public required ShopStatus Status { get; init; }

    /// <summary>Who applied.</summary>
    [Id(4)] public required CustomerId Owner { get; init; }

    /// <summary>Its takings (<see cref="AccountKind.Merchant"/>): sales come in, refunds after completion, advertising and payouts go out.</summary>
    [Id(5)] public required AccountId Account { get; init; }

    /// <summary>Owner and staff.</summary>
    [Id(6)] public required IReadOnlyList<ShopStaff> Staff { get; init; }

    /// <summary>Where its parcels start.</summary>
    [Id(7)] public required Place Origin { get; init; }

    /// <summary>The post's commission on goods sold, in basis points (1/10,000) by its plan.</summary>
    [Id(8)] public required int CommissionBasisPoints { get; init; }

    /// <summary>Days after delivery during which a buyer may ask to return goods; 0: none.</summary>
    [Id(9)] public required int ReturnDays { get; init; }

    /// <summary>Whether it takes orders now: open and not on holiday.</summary>
    [Id(10)] public required bool TakesOrders { get; init; }

    /// <summary>The shop's own programs, by their keys.</summary>
    [Id(11)] public IReadOnlyList<ShopProgram> Programs { get; init; } = [];

    /// <summary>Whether people without an account may buy here.</summary>
    [Id(12)] public bool ServesGuests { get; init; } = true;

    /// <summary>Whether this person, or this key of a program, may do what one of these roles may; the owner may everything.</summary>
    public bool Employs(CustomerId person, params ReadOnlySpan<ShopRole> roles)
    {
        foreach (ShopStaff member in Staff)
        {
            if (member.Person == person && (member.Role == ShopRole.Owner || roles.Contains(member.Role)))
            {
                return true;
            }
        }

        foreach (ShopProgram program in Programs)
        {
            if (program.Id == person)
            {
                foreach (ShopRole role in program.Roles)
                {
                    if (roles.Contains(role))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }
}
