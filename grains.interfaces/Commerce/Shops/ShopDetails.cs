using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>All of a shop, for its own people and the post.</summary>
[GenerateSerializer, Immutable, Alias("commerce.shop-details")]
public sealed record ShopDetails
{
    /// <summary>What everybody sees.</summary>
    [Id(0)] public required Shop Shop { get; init; }

    /// <summary>What it says of itself.</summary>
    [Id(1)] public required ShopProfile Profile { get; init; }

    /// <summary>Counts the changes; for <c>ETag</c>.</summary>
    [Id(2)] public required long Version { get; init; }

    /// <summary>The commission plan's code.</summary>
    [Id(3)] public required string Plan { get; init; }

    /// <summary>Its papers.</summary>
    [Id(4)] public required IReadOnlyList<ShopPaper> Papers { get; init; }

    /// <summary>When the application was handed in; null: it is still being prepared.</summary>
    [Id(5)] public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>What the post decided, oldest first.</summary>
    [Id(6)] public required IReadOnlyList<ShopDecision> Decisions { get; init; }

    /// <summary>Who was asked to work there and has not answered.</summary>
    [Id(7)] public required IReadOnlyList<ShopInvitation> Invitations { get; init; }

    /// <summary>What its products repeat of it.</summary>
    [Id(8)] public required ShopFacts Facts { get; init; }
}

/// <summary>What the post, or the owner, decided about a shop.</summary>
/// <param name="Status">How it stands since.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why; may be empty.</param>
[GenerateSerializer, Immutable, Alias("commerce.shop-decision")]
public sealed record ShopDecision([property: Id(0)] ShopStatus Status, [property: Id(1)] CustomerId By, [property: Id(2)] DateTimeOffset At, [property: Id(3)] string Reason);

/// <summary>Somebody who was asked to work in a shop.</summary>
/// <param name="Person">Who.</param>
/// <param name="Role">As what.</param>
/// <param name="Name">Their name.</param>
/// <param name="Phone">Their number, masked.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("commerce.shop-invitation")]
public sealed record ShopInvitation(
    [property: Id(0)] CustomerId Person, [property: Id(1)] ShopRole Role, [property: Id(2)] string Name, [property: Id(3)] string Phone, [property: Id(4)] DateTimeOffset At);

/// <summary>Why nothing came of what was wanted of a shop. The stable code is the name in snake case.</summary>
public enum ShopRefusal
{
    /// <summary><c>unknown_shop</c>.</summary>
    UnknownShop,

    /// <summary><c>not_shop_staff</c>: this person may not, there.</summary>
    NotShopStaff,

    /// <summary><c>shop_state</c>: not as it stands.</summary>
    ShopState,

    /// <summary><c>invalid_field</c>: the outcome names it.</summary>
    InvalidField,

    /// <summary><c>identity_needed</c>: the owner's identity papers were not checked yet.</summary>
    IdentityNeeded,

    /// <summary><c>papers_missing</c>: the register of commerce at least.</summary>
    PapersMissing,

    /// <summary><c>reason_needed</c>.</summary>
    ReasonNeeded,

    /// <summary><c>own_case</c>: nobody decides about their own shop.</summary>
    OwnCase,

    /// <summary><c>unknown_customer</c>: nobody has that number.</summary>
    UnknownCustomer,

    /// <summary><c>own_number</c>: it is the owner's.</summary>
    OwnNumber,

    /// <summary><c>shop_staff_full</c>: fifty people at the most.</summary>
    ShopStaffFull,

    /// <summary><c>shop_not_settled</c>: orders are open, or money lies in its takings.</summary>
    ShopNotSettled,

    /// <summary><c>unknown_plan</c>.</summary>
    UnknownPlan,

    /// <summary><c>precondition_failed</c>: somebody else has changed it meanwhile.</summary>
    PreconditionFailed,

    /// <summary><c>idempotency_conflict</c>: applied for already, with other words.</summary>
    IdempotencyConflict,

    /// <summary><c>picture_type</c>: neither JPEG, PNG, WebP nor, for papers, PDF.</summary>
    PictureType,

    /// <summary><c>picture_too_large</c>.</summary>
    PictureTooLarge,

    /// <summary><c>picture_dimensions</c>.</summary>
    PictureDimensions,

    /// <summary><c>picture_unreadable</c>.</summary>
    PictureUnreadable,

    /// <summary><c>unknown_shop_key</c>: this shop has no such key.</summary>
    UnknownShopKey,

    /// <summary><c>shop_key_limit</c>: ten at the most.</summary>
    ShopKeyLimit,
}

/// <summary>The shop as it stands, or why not.</summary>
/// <param name="Shop">It.</param>
/// <param name="Refusal">Why nothing changed.</param>
/// <param name="Field">Which field, when one is at fault.</param>
[GenerateSerializer, Immutable, Alias("commerce.shop-outcome")]
public readonly record struct ShopOutcome([property: Id(0)] ShopDetails? Shop, [property: Id(1)] ShopRefusal? Refusal, [property: Id(2)] string? Field = null)
{
    /// <summary>Nothing changed.</summary>
    public static implicit operator ShopOutcome(ShopRefusal refusal) => new(null, refusal);
}
