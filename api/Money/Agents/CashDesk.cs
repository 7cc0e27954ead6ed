using System.Security.Claims;
using Postmobile.Api.Identity;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>What became of a withdrawal at the front door: it, or the stable code of why not, with the ledger's details where it has some.</summary>
public readonly record struct CashDeskAnswer(CashOut? CashOut, string? Code = null, Refusal? Ledger = null, bool Replayed = false)
{
    internal static CashDeskAnswer Of(CashOutOutcome outcome) => outcome switch
    {
        { Ledger: { } ledger } => new(outcome.CashOut, ledger.StableCode, ledger),
        { Refusal: { } refusal } => new(outcome.CashOut, refusal.Code()),
        { CashOut: { Status: CashOutStatus.Failed, Failure: { } failure } } => new(outcome.CashOut, failure),
        _ => new(outcome.CashOut, Replayed: outcome.Replayed),
    };
}

/// <summary>Withdrawals, for the pages and for the API alike.</summary>
public sealed class CashDesk(IGrainFactory grains, IStepUp stepUp)
{
    private const int Last = 20;

    /// <summary>What a withdrawal costs. Which agent pays it out makes no difference.</summary>
    public Task<QuoteOutcome> Quote(ClaimsPrincipal user, long amount) => grains.Account(user.Wallet()).Quote(new TransferRequest
    {
        Key = "quote", Payee = PostAccounts.Suspense, Amount = amount, Kind = PostingKind.CashOut,
    });

    /// <summary>The customer begins: the money is held, and there is a code. Proven: the PIN came with this very request.</summary>
    public async Task<CashDeskAnswer> Begin(HttpContext http, long amount, string key, bool proven = false)
    {
        ClaimsPrincipal user = http.User;
        ICashOutGrain grain = grains.CashOut(CashOuts.Key(user.Customer(), key));
        Quote? quote = null;
        if (await grain.Look() is null)
        {
            QuoteOutcome outcome = await Quote(user, amount);
            if (outcome.Refusal is { } refusal)
            {
                return new(null, refusal.StableCode, refusal);
            }

            if (!proven && !stepUp.IsProven(http) && (await grains.Account(user.Wallet()).Look())?.StepUpFrom <= amount)
            {
                return new(null, new Refusal(RefusalCode.StepUpRequired).StableCode);
            }

            if ((await Mine(user)).Any(one => !one.IsOver && !one.AskedByAgent))
            {
                return new(null, AgentRefusal.CashOutOpen.Code());
            }

            quote = outcome.Quote;
        }

        return CashDeskAnswer.Of(await grain.Begin(new CashOutWish
        {
            Customer = user.Customer(), Wallet = user.Wallet(), Name = user.FindFirstValue(ClaimNames.Name) ?? "", Amount = amount,
            Fee = quote?.Fee ?? 0, Tax = quote?.Tax ?? 0, Language = user.Language() ?? "fr",
        }));
    }

    /// <summary>An agent asks a customer, by telephone.</summary>
    public async Task<CashDeskAnswer> Ask(ClaimsPrincipal agent, string phone, long amount, string key)
    {
        if (await Owner(phone) is not { } owner || await grains.GetGrain<ICustomerGrain>(owner.Customer.Value).Look() is not { } customer)
        {
            return new(null, new Refusal(RefusalCode.UnknownPayee).StableCode);
        }

        return CashDeskAnswer.Of(await grains.CashOut(CashOuts.Key(agent.Customer(), key)).Begin(new CashOutWish
        {
            Customer = customer.Id, Wallet = customer.Wallet, Name = customer.Name, Amount = amount, Language = customer.Language, Agent = AgentOf(agent),
        }));
    }

    /// <summary>An agent was shown a code. Whether the customer is unknown, has nothing open or another code is not told apart.</summary>
    public async Task<CashDeskAnswer> Redeem(ClaimsPrincipal agent, string phone, string code, string key)
    {
        string mine = $"{agent.Customer()} {key}";
        CashDeskAnswer answer = new(null, AgentRefusal.CashOutCodeWrong.Code());
        if (await Owner(phone) is not { } owner)
        {
            return answer;
        }

        string digits = string.Concat(code.Where(char.IsAsciiDigit));
        foreach (string id in await grains.GetGrain<ICashOutsGrain>(0).Redeemable(owner.Wallet, mine))
        {
            CashOutOutcome outcome = await grains.CashOut(id).Redeem(mine, new OneTimeCode(digits), AgentOf(agent));
            if (outcome.Refusal is null or AgentRefusal.CashOutOwn)
            {
                return CashDeskAnswer.Of(outcome);
            }
        }

        return answer;
    }

    /// <summary>The customer says yes to the total that they saw.</summary>
    public async Task<CashDeskAnswer> Approve(ClaimsPrincipal user, string id, long total) => CashOuts.IsKey(id)
        ? CashDeskAnswer.Of(await grains.CashOut(id).Approve(user.Customer(), total))
        : new(null, AgentRefusal.NotFound.Code());

    /// <summary>Either side takes it back.</summary>
    public async Task<CashDeskAnswer> Stop(ClaimsPrincipal user, string id) => CashOuts.IsKey(id)
        ? CashDeskAnswer.Of(await grains.CashOut(id).Stop(user.Customer()))
        : new(null, AgentRefusal.NotFound.Code());

    /// <summary>One that is the caller's, as customer or as agent; the code only for the customer. Null when it is not.</summary>
    public async Task<CashOut?> Find(ClaimsPrincipal user, string id)
    {
        CashOut? found = CashOuts.IsKey(id) ? await grains.CashOut(id).Look() : null;
        return found?.Wish.Customer == user.Customer() ? found : found?.Agent?.Id == user.Customer() ? found with { Code = null } : null;
    }

    /// <summary>The customer's own, newest first.</summary>
    public Task<IReadOnlyList<CashOut>> Mine(ClaimsPrincipal user) => grains.GetGrain<ICashOutsGrain>(0).OfWallet(user.Wallet(), Last);

    /// <summary>Those at this agent's counter, newest first.</summary>
    public Task<IReadOnlyList<CashOut>> AtCounter(ClaimsPrincipal agent) => grains.GetGrain<ICashOutsGrain>(0).OfFloat(agent.Float()!.Value, Last);

    /// <summary>What the wallet would be charged for what an agent asked.</summary>
    public async Task<Quote?> QuoteOf(ClaimsPrincipal user, CashOut asked) => (await Quote(user, asked.Wish.Amount)).Quote;

    /// <summary>The agent who is signed in.</summary>
    public static CashAgent AgentOf(ClaimsPrincipal agent) => new(agent.Customer(), agent.Float()!.Value, agent.FindFirstValue(ClaimNames.Name) ?? "");

    private async Task<PhoneOwner?> Owner(string phone) =>
        PhoneNumber.TryParse(phone, out PhoneNumber number) ? await grains.GetGrain<IPhoneGrain>(number.Key).Owner() : null;
}
