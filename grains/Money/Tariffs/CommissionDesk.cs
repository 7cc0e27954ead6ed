using Microsoft.Extensions.Logging;

namespace Postmobile.Money;

/// <summary>A commission that is owed: for which operation, to whose float, how much.</summary>
internal readonly record struct CommissionOrder(TransferId Operation, AccountId Agent, long Amount, Currency Currency)
{
    public TransferId Id => Commissions.Of(Operation);

    public TransferRequest Request() => new()
    {
        Key = Commissions.KeyOf(Operation), Payee = Agent, Amount = Amount, Currency = Currency, Kind = PostingKind.Commission,
    };
}

/// <summary>
/// Pays commissions out of the post's commissions, which are filled up from its fees and never go under zero: a commission without cover
/// would be e-money that nobody has paid in. What cannot be paid stays owed.
/// </summary>
internal sealed partial class CommissionDesk(TariffBook book, TariffOptions options, IGrainFactory grains, ILogger<CommissionDesk> log) : IDisposable
{
    private readonly SemaphoreSlim _filling = new(1);

    /// <summary>Whether something could be owed for this operation: if not, nobody needs to be asked who did it.</summary>
    public long AmountFor(PostingKind operation, long amount, DateTimeOffset at) => book.At(at).Table.Charge(operation, tier: 0, amount).Commission;

    /// <summary>Called by the ledger when an operation is durable: has its commission paid, and waits for nobody.</summary>
    public void Owe(Receipt operation)
    {
        if (options.CommissionsAtOnce && AmountFor(operation.Kind, operation.Amount, operation.At) > 0)
        {
            grains.CommissionsPaid().Pay(operation).Ignore();
        }
    }

    /// <summary>Pays. The order's key makes it once, whoever else is at it.</summary>
    public async Task<TransferOutcome> Pay(CommissionOrder order)
    {
        IAccountGrain commissions = grains.Account(PostAccounts.Commissions);
        TransferOutcome outcome = await commissions.Transfer(order.Request());
        if (outcome.Refusal?.Code is RefusalCode.InsufficientFunds && await FillUp(order.Amount))
        {
            outcome = await commissions.Transfer(order.Request());
        }

        if (outcome.Refusal is { } refusal)
        {
            LogNotPaid(log, order.Operation, refusal.StableCode);
        }

        return outcome;
    }

    /// <inheritdoc />
    public void Dispose() => _filling.Dispose();

    // One at a time: whoever comes second finds what the first has moved.
    private async Task<bool> FillUp(long needed)
    {
        await _filling.WaitAsync();
        try
        {
            return (await grains.Account(PostAccounts.Commissions).Look())?.Available >= needed || await MoveFees(needed);
        }
        finally
        {
            _filling.Release();
        }
    }

    /// <summary>
    /// Moves money from fees to commissions. Each time under a new key: between two of the post's own accounts too much is no harm, and
    /// what was moved is there for the next commission.
    /// </summary>
    private async Task<bool> MoveFees(long needed)
    {
        IAccountGrain fees = grains.Account(PostAccounts.Fees);
        long available = (await fees.Look())?.Available ?? 0;
        if (available < needed)
        {
            return false;
        }

        TransferOutcome outcome = await fees.Transfer(new TransferRequest
        {
            Key = $"commissions {Guid.CreateVersion7():N}",
            Payee = PostAccounts.Commissions,
            Amount = Math.Min(available, Math.Max(needed, options.FillUp)),
            Kind = PostingKind.Commission,
        });
        return outcome.Receipt is not null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The commission of {Operation} is not paid yet ({Code}); the sweep tries again.")]
    private static partial void LogNotPaid(ILogger logger, TransferId operation, string code);
}
