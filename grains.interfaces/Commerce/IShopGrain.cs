using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>One shop. Keyed by <see cref="ShopId"/>.</summary>
[Alias("commerce.shop-grain"), GrainInterfaceType("commerce.shop-grain")]
public interface IShopGrain : IGrainWithStringKey
{
    /// <summary>The shop; null when nobody has applied for it.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Shop?> Look();

    /// <summary>The shop with all that its own people and the post see; null when nobody has applied for it.</summary>
    [AlwaysInterleave, Alias("details")]
    Task<ShopDetails?> Details();

    /// <summary>Somebody wants to open it. The same again succeeds.</summary>
    /// <returns>The shop; or invalid_field, unknown_customer, idempotency_conflict (applied for with other words).</returns>
    [Alias("apply")]
    Task<ShopOutcome> Apply(CustomerId owner, ShopProfile profile);

    /// <summary>Takes a business paper in, a picture or a PDF, while the application is not under review; it replaces that of the same kind.</summary>
    /// <returns>The shop; or unknown_shop, not_shop_staff, shop_state, picture_type, picture_too_large, picture_dimensions, picture_unreadable.</returns>
    [Alias("attach-paper")]
    Task<ShopOutcome> AttachPaper(CustomerId by, ShopPaperKind kind, byte[] file);

    /// <summary>Hands the application in. The owner's identity must be known from the wallet.</summary>
    /// <returns>The shop; or unknown_shop, not_shop_staff, shop_state, identity_needed, papers_missing.</returns>
    [Alias("submit")]
    Task<ShopOutcome> Submit(CustomerId by);

    /// <summary>A paper, for the post's people (each view is on record) and the owner.</summary>
    /// <returns>The file, or null when there is none or this person may not see it.</returns>
    [Alias("show-paper")]
    Task<ShopPaperFile?> ShowPaper(string paper, CustomerId by, bool post);

    /// <summary>The post opens the shop, or says why not. The same decision again succeeds.</summary>
    /// <param name="by">The clerk or operator.</param>
    /// <param name="open">Whether it opens.</param>
    /// <param name="reason">Why not, for the applicant.</param>
    /// <returns>The shop; or unknown_shop, shop_state, own_case, reason_needed.</returns>
    [Alias("decide")]
    Task<ShopOutcome> Decide(CustomerId by, bool open, string? reason);

    /// <summary>An operator suspends it. Its orders go on, new ones it takes none.</summary>
    /// <returns>The shop; or unknown_shop, shop_state, own_case, reason_needed.</returns>
    [Alias("suspend")]
    Task<ShopOutcome> Suspend(CustomerId by, string? reason);

    /// <summary>An operator lets it sell again.</summary>
    /// <returns>The shop; or unknown_shop, shop_state, own_case.</returns>
    [Alias("reopen")]
    Task<ShopOutcome> Reopen(CustomerId by);

    /// <summary>Its owner or an operator closes it for good.</summary>
    /// <param name="by">Who.</param>
    /// <param name="post">Whether as an operator.</param>
    /// <param name="reason">Why.</param>
    /// <returns>The shop; or unknown_shop, not_shop_staff, shop_not_settled (orders are open, or its takings are not paid out).</returns>
    [Alias("close")]
    Task<ShopOutcome> Close(CustomerId by, bool post, string? reason);

    /// <summary>An operator gives it another commission plan.</summary>
    /// <returns>The shop; or unknown_shop, own_case, unknown_plan.</returns>
    [Alias("set-plan")]
    Task<ShopOutcome> SetPlan(CustomerId by, string plan);

    /// <summary>Changes what the shop says of itself.</summary>
    /// <param name="by">The owner or a manager.</param>
    /// <param name="profile">All of it.</param>
    /// <param name="version">The version that was read; null: whatever it is.</param>
    /// <returns>The shop; or unknown_shop, not_shop_staff, shop_state (closed, or under review), invalid_field, precondition_failed.</returns>
    [Alias("edit")]
    Task<ShopOutcome> Edit(CustomerId by, ShopProfile profile, long? version);

    /// <summary>The owner asks somebody to work in the shop. They hear by SMS and must accept. Again with another role changes the role.</summary>
    /// <returns>The shop; or unknown_shop, not_shop_staff, unknown_customer, own_number, shop_staff_full, invalid_field (role).</returns>
    [Alias("invite")]
    Task<ShopOutcome> Invite(CustomerId by, PhoneNumber phone, ShopRole role);

    /// <summary>Accepts to work there. Again succeeds.</summary>
    /// <returns>The shop; or unknown_shop when nobody asked.</returns>
    [Alias("accept-invitation")]
    Task<ShopOutcome> AcceptInvitation(CustomerId person);

    /// <summary>The owner sends somebody away, or somebody leaves or declines. Again succeeds.</summary>
    /// <returns>The shop; or unknown_shop, not_shop_staff.</returns>
    [Alias("remove-staff")]
    Task<ShopOutcome> RemoveStaff(CustomerId by, CustomerId person);
}
