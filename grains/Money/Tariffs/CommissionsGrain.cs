using Orleans.Concurrency;

namespace Postmobile.Money;

/// <inheritdoc cref="ICommissionsGrain"/>
[StatelessWorker, Reentrant, GrainType("money.commissions")]
internal sealed class CommissionsGrain(CommissionDesk desk, AwakeAccounts awake) : Grain, ICommissionsGrain
{
    public async Task<TransferOutcome?> Pay(Receipt operation)
    {
        AccountId agent = operation.Kind switch
        {
            PostingKind.CashIn => operation.Id.Payer,
            PostingKind.CashOut => operation.Payee,
            _ => default,
        };
        long amount = agent == default ? 0 : desk.AmountFor(operation.Kind, operation.Amount, operation.At);
        if (amount == 0 || await KindOf(agent) is not AccountKind.AgentFloat)
        {
            return null;
        }

        return await desk.Pay(new CommissionOrder(operation.Id, agent, amount, operation.Currency));
    }

    public async Task<CommissionsOwed> Owed()
    {
        CommissionsOwed swept = await GrainFactory.GetGrain<ICommissionSweepGrain>(Commissions.Sweep).Look();
        AccountView? funds = await GrainFactory.Account(PostAccounts.Commissions).Look();
        AccountView? fees = await GrainFactory.Account(PostAccounts.Fees).Look();
        return swept with { Funds = funds?.Available ?? 0, Fees = fees?.Available ?? 0 };
    }

    private async Task<AccountKind?> KindOf(AccountId account) =>
        awake.Find(account)?.Row?.Kind ?? (await GrainFactory.Account(account).Look())?.Kind;
}
