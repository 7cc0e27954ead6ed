using System.Collections.Concurrent;
using System.Diagnostics;
using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>
/// People who pay one another at random and do not give up: whoever does not hear a definite answer asks again with the
/// same key. Afterwards the ledger must hold exactly what was acknowledged.
/// </summary>
internal sealed class Traffic(IReadOnlyList<AccountId> accounts, Func<AccountId, IAccountGrain> account)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    public ConcurrentDictionary<TransferId, (AccountId Payee, long Amount)> Acknowledged { get; } = new();

    public ConcurrentDictionary<TransferId, RefusalCode> Refused { get; } = new();

    /// <summary>Answers that were none: the call was lost, or the outcome is to be asked again.</summary>
    public int Unheard => _unheard;

    private int _unheard;

    /// <summary>Until stopped, and then until the last one knows.</summary>
    public Task Run(int people, CancellationToken until) =>
        Task.WhenAll(Enumerable.Range(0, people).Select(person => Task.Run(() => Pay(new Dice((ulong)person), until), CancellationToken.None)));

    /// <summary>Runs while something else is done to the ledger.</summary>
    public async Task During(int people, Func<Task> attack)
    {
        using CancellationTokenSource stop = new();
        Task running = Run(people, stop.Token);
        try
        {
            await attack();
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }
    }

    /// <summary>Until this many more have been acknowledged.</summary>
    public async Task UntilAcknowledged(int more)
    {
        int goal = Acknowledged.Count + more;
        await Hosting.Eventually.TrueAsync(() => Acknowledged.Count >= goal, TimeSpan.FromSeconds(60));
    }

    /// <summary>Asks until the answer is a definite one.</summary>
    public static async Task<TransferOutcome> Definite(Func<Task<TransferOutcome>> ask, Action? unheard = null)
    {
        long since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                TransferOutcome outcome = await ask();
                if (outcome.Refusal?.Code is not (RefusalCode.OutcomeUnknown or RefusalCode.InProgress or RefusalCode.LedgerUnavailable))
                {
                    return outcome;
                }
            }
            catch (Exception) when (Stopwatch.GetElapsedTime(since) < s_patience)
            {
                // The silo or its database has gone, or the call timed out: as good as no answer.
            }

            Assert.True(Stopwatch.GetElapsedTime(since) < s_patience, "No definite answer came.");
            unheard?.Invoke();
            await Task.Delay(20);
        }
    }

    /// <summary>Every acknowledged transfer is in the ledger once, and nothing else is; memory says what the rows say; verification finds nothing.</summary>
    public async Task AssertKept(Backdoor sql)
    {
        List<(TransferId Id, AccountId Payee, long Amount)> transfers = await sql.Transfers();
        Assert.Equal(transfers.Count, transfers.Select(transfer => transfer.Id).Distinct().Count());
        Assert.All(transfers, transfer => Assert.Equal(Acknowledged.GetValueOrDefault(transfer.Id), (transfer.Payee, transfer.Amount)));
        Assert.Equal(Acknowledged.Count, transfers.Count);
        await AssertSound(sql, accounts, account);
    }

    /// <summary>Memory says what the rows say, and verification finds nothing.</summary>
    public static async Task AssertSound(Backdoor sql, IEnumerable<AccountId> accounts, Func<AccountId, IAccountGrain> account)
    {
        Dictionary<AccountId, long> truth = await sql.Balances();
        foreach (AccountId id in accounts)
        {
            await Hosting.Eventually.GetAsync(async () => (Memory: (await account(id).Look())!.Balance, Rows: truth[id]), pair => pair.Memory == pair.Rows);
        }

        Assert.Empty((await sql.Verify()).Faults);
    }

    private async Task Pay(Dice dice, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            AccountId payer = accounts[dice.Next(accounts.Count)];
            AccountId payee = accounts[dice.Next(accounts.Count)];
            if (payer == payee)
            {
                continue;
            }

            TransferRequest request = new() { Key = Guid.NewGuid().ToString("N"), Payee = payee, Amount = 1 + dice.Next(50) };
            TransferOutcome outcome = await Definite(() => account(payer).Transfer(request), () => Interlocked.Increment(ref _unheard));
            TransferId id = TransferId.From(payer, request.Key);
            if (outcome.Receipt is not null)
            {
                Acknowledged[id] = (payee, request.Amount);
            }
            else
            {
                Refused[id] = outcome.Refusal!.Code;
            }
        }
    }
}

/// <summary>Repeatable chance; nothing secret hangs on it.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed * 2862933555777941757UL + 3037000493UL;

    public int Next(int below)
    {
        _state = _state * 6364136223846793005UL + 1442695040888963407UL;
        return (int)((_state >> 33) % (ulong)below);
    }
}
