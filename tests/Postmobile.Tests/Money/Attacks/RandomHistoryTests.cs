using CsCheck;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>Random histories of a few accounts against the simplest model there is: a dictionary.</summary>
public sealed class RandomHistoryTests : IAsyncLifetime
{
    private LedgerWorld _world = null!;
    private Backdoor _sql = null!;

    public async Task InitializeAsync()
    {
        string database = await PostgresFixture.NewDatabaseAsync();
        _sql = new Backdoor(database);
        _world = await LedgerWorld.StartAsync(database, tariff:
        [
            new() { Operation = PostingKind.CashOut, Charge = ChargeKind.Fee, BasisPoints = 1_000, Min = 1 },
            new() { Operation = PostingKind.CashOut, Charge = ChargeKind.TaxOnFee, BasisPoints = 5_000 },
        ]);
    }

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        await _sql.DisposeAsync();
    }

    [Fact]
    public async Task Whatever_happens_one_after_another_happens_as_in_the_model() =>
        await Gen.Int[0, 99_999].Array[20, 60].SampleAsync(Follow, iter: 12, threads: 1);

    [Fact]
    public async Task Whatever_happens_at_once_the_sum_stays_and_nobody_falls_under_zero()
    {
        AccountId[] accounts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _world.Open(100)));
        Dice dice = new(7);
        long released = 0;
        for (int round = 0; round < 20; round++)
        {
            TransferOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            {
                int from = dice.Next(6);
                return _world.Pay(accounts[from], accounts[(from + 1 + dice.Next(5)) % 6], 1 + dice.Next(60), $"r{round}-{dice.Next(30)}");
            }));
            released += outcomes.Count(outcome => outcome is { Receipt: not null, Replayed: false });
            if (round % 5 == 4)
            {
                await _world.ClosePeriod();
            }
        }

        Dictionary<AccountId, long> truth = await _sql.Balances();
        Assert.Equal(600, accounts.Sum(account => truth[account]));
        Assert.All(accounts, account => Assert.True(truth[account] >= 0));
        Assert.Equal(released, await _sql.Number($"select count(*) from posting where kind = 1 and debit_account in ({string.Join(',', accounts)})"));
        await Traffic.AssertSound(_sql, accounts, _world.Account);
    }

    private async Task Follow(int[] steps)
    {
        AccountId[] accounts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _world.Open(200)));
        Model model = new(accounts);
        foreach (int step in steps)
        {
            (int from, int to, int key) = (step / 10 % 3, step / 30 % 3, step / 90 % 25);
            long amount = step / 2_250 % 45 * 3;
            switch (step % 10)
            {
                case < 6:
                    TransferRequest request = new() { Key = $"k{key}", Payee = accounts[to], Amount = amount, Kind = step % 2 == 0 ? PostingKind.Transfer : PostingKind.CashOut };
                    TransferOutcome outcome = await _world.Account(accounts[from]).Transfer(request);
                    Assert.Equal(model.Pay(accounts[from], request), Said(outcome));
                    break;
                case 6:
                    Freeze freeze = (Freeze)(key % 4);
                    Assert.Null(await _world.Account(accounts[from]).SetFreeze(freeze, "test"));
                    model.Frozen[accounts[from]] = freeze;
                    break;
                case 7:
                    Assert.Equal(model.Annul(accounts[from], $"k{key}"), Said(await _world.Account(accounts[from]).Annul($"k{key}")));
                    break;
                case 8:
                    await _world.ClosePeriod();
                    break;
                default:
                    await _world.Account(accounts[from]).Reload();
                    break;
            }
        }

        foreach (AccountId account in accounts)
        {
            Assert.Equal(model.Balances[account], await _world.Balance(account));
        }

        Dictionary<AccountId, long> truth = await _sql.Balances();
        Assert.All(accounts, account => Assert.Equal(model.Balances[account], truth[account]));
        Assert.Empty((await _sql.Verify()).Faults);
    }

    private static string Said(TransferOutcome outcome) =>
        outcome.Receipt is { } receipt ? $"{(outcome.Replayed ? "again" : "paid")} {receipt.Amount}" : outcome.Refusal!.StableCode;

    private sealed class Model(AccountId[] accounts)
    {
        private readonly Dictionary<(AccountId, string), (TransferRequest Request, bool Annulled)> _done = [];

        public Dictionary<AccountId, long> Balances { get; } = accounts.ToDictionary(account => account, _ => 200L);

        public Dictionary<AccountId, Freeze> Frozen { get; } = accounts.ToDictionary(account => account, _ => Freeze.None);

        public string Pay(AccountId from, TransferRequest request)
        {
            if (request.Amount == 0 || request.Payee == from)
            {
                return request.Amount == 0 ? "amount_not_positive" : "same_account";
            }

            if (_done.TryGetValue((from, request.Key), out (TransferRequest Request, bool Annulled) earlier))
            {
                return earlier.Annulled ? "annulled"
                    : earlier.Request == request ? $"again {request.Amount}" : "idempotency_conflict";
            }

            if (Frozen[request.Payee].HasFlag(Freeze.Credits))
            {
                return "payee_frozen";
            }

            if (Frozen[from].HasFlag(Freeze.Debits))
            {
                return "account_frozen";
            }

            long fee = request.Kind == PostingKind.CashOut ? Math.Max(1, (request.Amount + 9) / 10) : 0;
            long total = request.Amount + fee + (fee + 1) / 2;
            if (Balances[from] < total)
            {
                return "insufficient_funds";
            }

            Balances[from] -= total;
            Balances[request.Payee] += request.Amount;
            _done[(from, request.Key)] = (request, false);
            return $"paid {request.Amount}";
        }

        public string Annul(AccountId from, string key)
        {
            if (_done.TryGetValue((from, key), out (TransferRequest Request, bool Annulled) earlier) && !earlier.Annulled)
            {
                return $"again {earlier.Request.Amount}";
            }

            _done[(from, key)] = (null!, true);
            return "annulled";
        }
    }
}
