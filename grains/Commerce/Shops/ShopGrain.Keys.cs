using Postmobile.Identity;

namespace Postmobile.Commerce;

internal sealed partial class ShopGrain : IShopKeysGrain
{
    private const string KeyActKind = "key-act";

    public Task<IReadOnlyList<ShopKey>> Keys() => Task.FromResult<IReadOnlyList<ShopKey>>([.. State.Keys.Select(key => key.View(Now))]);

    public Task<ShopKey?> Standing(ShopKeyId key) =>
        Task.FromResult(State.Status is ShopStatus.Closed ? null : State.Keys.FirstOrDefault(one => one.Id == key.Value && one.RevokedAtMs is null)?.View(Now));

    public async Task<ShopKeyOutcome> MakeKey(CustomerId by, string name, IReadOnlyList<string> scopes, string request)
    {
        if (Deny(by, owner: false) is { } refusal)
        {
            return refusal;
        }

        ShopKeyId id = ShopKeyRules.IdOf(Id, by, request);
        if (State.Keys.FirstOrDefault(key => key.Id == id.Value) is { } known)
        {
            return new ShopKeyOutcome(known.View(Now), null, null);
        }

        string secret = ShopKeyRules.NewSecret();
        ShopRules.Decision decision = ShopKeyRules.Make(State, id, name, scopes, by, secret, Now);
        return decision.Next is { } next ? await Keep(next, id, "made", secret) : new ShopKeyOutcome(null, null, decision.Refusal, decision.Field);
    }

    public Task<ShopKeyOutcome> RotateKey(CustomerId by, ShopKeyId key)
    {
        string secret = ShopKeyRules.NewSecret();
        return Change(by, key, one => one.RevokedAtMs is null ? ShopKeyRules.Rotate(one, secret, Now) : null, "rotated", secret);
    }

    public Task<ShopKeyOutcome> RevokeKey(CustomerId by, ShopKeyId key) => Change(by, key, one => ShopKeyRules.Revoke(one, Now), "revoked", null);

    public async Task<bool> Prove(ShopKeyId key, string secret)
    {
        if (State.Status is ShopStatus.Closed || State.Keys.FirstOrDefault(one => one.Id == key.Value) is not { } known || !ShopKeyRules.Opens(known, secret, Now))
        {
            return false;
        }

        if (ShopKeyRules.Used(known, Now) is var used && used != known)
        {
            State = ShopKeyRules.With(State, used);
            await Save();
        }

        return true;
    }

    private async Task<ShopKeyOutcome> Change(CustomerId by, ShopKeyId key, Func<ShopKeyState, ShopKeyState?> change, string what, string? secret)
    {
        if (Deny(by, owner: false) is { } refusal)
        {
            return refusal;
        }

        if (State.Keys.FirstOrDefault(one => one.Id == key.Value) is not { } known || change(known) is not { } changed)
        {
            return ShopRefusal.UnknownShopKey;
        }

        // To take a key away is open to whoever runs the shop; a new secret is as good as a new key.
        return secret is not null && !ShopKeyRules.MayGive(State, by, known.Scopes) ? ShopRefusal.NotShopStaff
            : changed == known ? new ShopKeyOutcome(known.View(Now), null, null)
            : await Keep(ShopKeyRules.With(State, changed), key, what, secret);
    }

    private async Task<ShopKeyOutcome> Keep(ShopState next, ShopKeyId id, string what, string? secret)
    {
        State = next;
        ShopKeyState key = next.Keys.First(one => one.Id == id.Value);
        Send(KeyActKind, new ShopKeyAct(Now, key.Id, key.Name, what, 0));
        await Save();
        return new ShopKeyOutcome(key.View(Now), secret, null);
    }
}
