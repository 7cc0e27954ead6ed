using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>What follows from what in a withdrawal: pure, state in and state out.</summary>
internal static class CashOutRules
{
    /// <summary>How long a code is good.</summary>
    public static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(30);

    /// <summary>How long a customer has to say yes at the counter.</summary>
    public static readonly TimeSpan AskLife = TimeSpan.FromMinutes(10);

    /// <summary>The wrong code after which the money goes back.</summary>
    public const int TriesMax = 5;

    public readonly record struct Decision(CashOutState? Next, AgentRefusal? Refusal)
    {
        public static readonly Decision Nothing;

        public static implicit operator Decision(CashOutState next) => new(next, null);

        public static implicit operator Decision(AgentRefusal refusal) => new(null, refusal);
    }

    /// <summary>The customer begins, or the agent asks.</summary>
    public static Decision Begin(CashOutState state, CashOutWish wish, DateTimeOffset now)
    {
        if (state.Status is not null)
        {
            bool same = state.Customer == wish.Customer.Value && state.Amount == wish.Amount && state.AskedByAgent == wish.Agent is not null
                && (wish.Agent is null || state.Agent == wish.Agent.Id.Value);
            return same ? Decision.Nothing : AgentRefusal.IdempotencyConflict;
        }

        if (wish.Amount <= 0)
        {
            return AgentRefusal.AmountNotPositive;
        }

        if (wish.Agent?.Id == wish.Customer)
        {
            return AgentRefusal.CashOutOwn;
        }

        return new CashOutState
        {
            Status = wish.Agent is null ? CashOutStatus.Holding : CashOutStatus.Asked,
            Customer = wish.Customer.Value,
            CustomerName = wish.Name,
            Language = wish.Language,
            Wallet = wish.Wallet.Value,
            Amount = wish.Amount,
            Fee = wish.Fee,
            Tax = wish.Tax,
            CreatedAtMs = now.ToUnixTimeMilliseconds(),
            ExpiresAtMs = (now + (wish.Agent is null ? CodeLife : AskLife)).ToUnixTimeMilliseconds(),
            AskedByAgent = wish.Agent is not null,
            Agent = wish.Agent?.Id.Value,
            AgentName = wish.Agent?.Name,
            AgentFloat = wish.Agent?.Float.Value,
        };
    }

    /// <summary>An agent enters a code.</summary>
    public static Decision Redeem(CashOutState state, string key, bool codeRight, CashAgent agent, DateTimeOffset now)
    {
        if (state.RedeemKey == key && state.Agent == agent.Id.Value)
        {
            return Decision.Nothing;
        }

        if (state.Status is not CashOutStatus.Ready || IsLate(state, now))
        {
            return AgentRefusal.CashOutOver;
        }

        if (state.Customer == agent.Id.Value)
        {
            return AgentRefusal.CashOutOwn;
        }

        if (!codeRight)
        {
            int tries = state.WrongTries + 1;
            CashOutState counted = state with { WrongTries = tries };
            return new(tries < TriesMax ? counted : Release(counted, CashOutStatus.Failed) with { Failure = "cash_out_code_wrong" }, AgentRefusal.CashOutCodeWrong);
        }

        return state with { Status = CashOutStatus.Paying, RedeemKey = key, Agent = agent.Id.Value, AgentName = agent.Name, AgentFloat = agent.Float.Value };
    }

    /// <summary>The customer says yes.</summary>
    public static Decision Approve(CashOutState state, CustomerId by, Quote? quote, long agreedTotal, DateTimeOffset now)
    {
        if (state.Status is null || !state.AskedByAgent || state.Customer != by.Value)
        {
            return AgentRefusal.NotFound;
        }

        if (state.Status is CashOutStatus.Paying or CashOutStatus.Paid)
        {
            return Decision.Nothing;
        }

        if (state.Status is not CashOutStatus.Asked || IsLate(state, now))
        {
            return AgentRefusal.CashOutOver;
        }

        return quote is not null && quote.Total != agreedTotal
            ? AgentRefusal.QuoteChanged
            : state with { Status = CashOutStatus.Paying, Fee = quote?.Fee ?? 0, Tax = quote?.Tax ?? 0 };
    }

    /// <summary>The customer cancels or declines; the agent takes back what they asked.</summary>
    public static Decision Stop(CashOutState state, CustomerId by)
    {
        bool customer = state.Customer == by.Value, asker = state.AskedByAgent && state.Agent == by.Value;
        return state.Status switch
        {
            null => AgentRefusal.NotFound,
            _ when !customer && !asker => AgentRefusal.NotFound,
            CashOutStatus.Ready => Release(state, CashOutStatus.Cancelled),
            CashOutStatus.Asked => state with { Status = customer ? CashOutStatus.Declined : CashOutStatus.Cancelled },
            CashOutStatus.Releasing or CashOutStatus.Cancelled or CashOutStatus.Declined => Decision.Nothing,
            _ => AgentRefusal.CashOutOver,
        };
    }

    /// <summary>The time has come.</summary>
    public static CashOutState Expire(CashOutState state, DateTimeOffset now) => !IsLate(state, now) ? state : state.Status switch
    {
        CashOutStatus.Ready => Release(state, CashOutStatus.Expired),
        CashOutStatus.Asked => state with { Status = CashOutStatus.Expired },
        _ => state,
    };

    /// <summary>The ledger has answered. What is behind us changes nothing.</summary>
    public static CashOutState Settle(CashOutState state, CashOutStep step, TransferOutcome outcome) => (step, state.Status, outcome.Receipt) switch
    {
        (CashOutStep.Hold, CashOutStatus.Holding, { } held) => state with { Status = CashOutStatus.Ready, Hold = held.Payee.Value },
        (CashOutStep.Hold, CashOutStatus.Holding, null) => state with { Status = CashOutStatus.Failed, Failure = outcome.Refusal?.StableCode },
        (CashOutStep.Pay, CashOutStatus.Paying, { } paid) => state with { Status = CashOutStatus.Paid, Transfer = paid.Id.ToString() },
        (CashOutStep.Pay, CashOutStatus.Paying, null) when state.Hold > 0 => Release(state, CashOutStatus.Failed) with { Failure = outcome.Refusal?.StableCode },
        (CashOutStep.Pay, CashOutStatus.Paying, null) => state with { Status = CashOutStatus.Failed, Failure = outcome.Refusal?.StableCode },
        (CashOutStep.Release, CashOutStatus.Releasing, not null) => state with { Status = state.Then },
        _ => state,
    };

    private static CashOutState Release(CashOutState state, CashOutStatus then) => state with { Status = CashOutStatus.Releasing, Then = then };

    private static bool IsLate(CashOutState state, DateTimeOffset now) => now.ToUnixTimeMilliseconds() >= state.ExpiresAtMs;
}
