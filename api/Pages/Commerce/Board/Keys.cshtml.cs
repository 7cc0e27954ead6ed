using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Board;

/// <summary>Keys of a shop's own programs, for its owner and managers.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money), ResponseCache(NoStore = true)]
public sealed class KeysModel(IGrainFactory grains) : OwnerPage(grains)
{
    private const int ActsShown = 30;

    /// <summary>The name of a new key.</summary>
    [BindProperty]
    public string? Name { get; set; }

    /// <summary>What it may.</summary>
    [BindProperty]
    public List<string> Scopes { get; set; } = [];

    /// <summary>Names the wish for a key, so that a second click makes no second one.</summary>
    [BindProperty]
    public string Wish { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>All keys, the newest first.</summary>
    public IReadOnlyList<ShopKey> Keys { get; private set; } = [];

    /// <summary>What they did.</summary>
    public IReadOnlyList<ShopKeyAct> Acts { get; private set; } = [];

    /// <summary>The key that was just made or given a new secret.</summary>
    public ShopKey? Fresh { get; private set; }

    /// <summary>Its secret, this once.</summary>
    public string? Secret { get; private set; }

    /// <summary>Whether the reader owns the shop; only they give keys to the webhooks.</summary>
    public bool IsOwner => Shop?.Owner == User.Customer();

    private IShopKeysGrain Grain => Grains.GetGrain<IShopKeysGrain>(Shop!.Id.Value);

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGet(string? boutique) => await Enter(boutique, ShopRole.Manager) ? await Show() : NotFound();

    /// <summary>Makes one. The answer is the page itself: what is shown once has no address.</summary>
    public async Task<IActionResult> OnPost(string? boutique)
    {
        if (boutique is null || !await Enter(boutique, ShopRole.Manager))
        {
            return NotFound();
        }

        ShopKeyOutcome outcome = await Grain.MakeKey(User.Customer(), Name ?? "", Scopes, Wish);
        if (outcome.Refusal is { } refusal)
        {
            ModelState.Refuse(outcome.Field == "name" ? nameof(Name) : outcome.Field == "scopes" ? nameof(Scopes) : "", Refusals.Words(refusal.Code()));
            return await Show();
        }

        ModelState.Clear();
        (Fresh, Secret, Name, Scopes, Wish) = (outcome.Key, outcome.Secret, null, [], Guid.NewGuid().ToString("N"));
        return await Show();
    }

    /// <summary>A new secret.</summary>
    public Task<IActionResult> OnPostRotate(string? boutique, string? key) => Act(boutique, key, (keys, id) => keys.RotateKey(User.Customer(), id));

    /// <summary>Ends one at once.</summary>
    public Task<IActionResult> OnPostRevoke(string? boutique, string? key) => Act(boutique, key, (keys, id) => keys.RevokeKey(User.Customer(), id));

    private async Task<IActionResult> Act(string? boutique, string? key, Func<IShopKeysGrain, ShopKeyId, Task<ShopKeyOutcome>> act)
    {
        if (boutique is null || !await Enter(boutique, ShopRole.Manager) || !ShopKeyId.TryParse(key, out ShopKeyId id))
        {
            return NotFound();
        }

        ModelState.Clear();
        ShopKeyOutcome outcome = await act(Grain, id);
        if (outcome.Refusal is { } refusal)
        {
            ModelState.Refuse("", Refusals.Words(refusal.Code()));
        }
        else if (outcome.Secret is null)
        {
            return Redirect("/ma-boutique/cles?boutique=" + boutique);
        }

        (Fresh, Secret) = (outcome.Key, outcome.Secret);
        return await Show();
    }

    private async Task<IActionResult> Show()
    {
        if (Shop is not null)
        {
            Keys = await Grain.Keys();
            Acts = await Grains.GetGrain<IShopKeyLogGrain>(Shop.Id.Value).Latest(ActsShown);
        }

        return Page();
    }
}
