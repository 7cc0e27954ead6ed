using Npgsql;
using Postmobile.Documents;

namespace Postmobile.Money;

/// <summary>What lies in a merchant's document.</summary>
public sealed record MerchantState
{
    /// <summary>The owner's id.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The takings.</summary>
    public long Account { get; init; }

    /// <summary>The short number; null until the first profile.</summary>
    public string? Code { get; init; }

    /// <summary>Name, place, category.</summary>
    public MerchantProfile? Profile { get; init; }

    /// <summary>The merchant as others see them.</summary>
    internal Merchant? View() => Code is null || Profile is null
        ? null
        : new Merchant { Account = new AccountId(Account), Owner = Owner, Code = new MerchantCode(Code), Profile = Profile };
}

/// <summary>A merchant. Codes come from a sequence of the database, so a code that was drawn and lost in a crash is never given to another.</summary>
[GrainType("money.merchant")]
internal sealed class MerchantGrain([PersistentState("money.merchant")] IPersistentState<Document<MerchantState>> document, NpgsqlDataSource database)
    : DurableGrain<MerchantState>(document), IMerchantGrain
{
    private const string RenameKind = "rename";

    public async Task<MerchantOutcome> SetProfile(string owner, MerchantProfile profile)
    {
        if (MerchantRules.Check(profile) is { } refusal)
        {
            return new MerchantOutcome(null, refusal);
        }

        string code = State.Code ?? await Draw();
        long account = long.Parse(this.GetPrimaryKeyString().AsSpan(2), System.Globalization.CultureInfo.InvariantCulture);
        State = new MerchantState { Owner = owner, Account = account, Code = code, Profile = profile };
        Send(RenameKind, profile.TradeName);
        await Save();
        return new MerchantOutcome(State.View(), null);
    }

    public Task<Merchant?> Look() => Task.FromResult(State.View());

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        RenameKind => Rename(),
        _ => base.Deliver(item),
    };

    // Receipts and statements bear the name over the door.
    private async Task Rename()
    {
        IAccountGrain account = GrainFactory.GetGrain<IAccountGrain>(State.Account);
        string name = State.Profile!.TradeName;
        if (await account.Look() is { } view && view.Profile.DisplayName != name
            && await account.SetProfile(view.Profile with { DisplayName = name }) is { } refusal)
        {
            throw new LedgerUnavailableException($"The account did not take the trade name: {refusal.StableCode}.");
        }
    }

    private async Task<string> Draw()
    {
        await using NpgsqlCommand next = database.CreateCommand("select nextval('merchant_code')");
        return MerchantCode.Of((long)(await next.ExecuteScalarAsync())!).Digits;
    }
}
