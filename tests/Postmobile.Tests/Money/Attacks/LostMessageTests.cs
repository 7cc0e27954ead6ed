using Microsoft.Extensions.DependencyInjection;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>Two silos of one cluster whose messages between ledger and accounts are lost, or whose acknowledgements are.</summary>
public sealed class LostMessageTests
{
    [Fact]
    public async Task Credits_whose_message_or_acknowledgement_is_lost_are_counted_once()
    {
        string database = await PostgresFixture.NewDatabaseAsync();
        await using Backdoor sql = new(database);
        Losses losses = new();
        await using LedgerWorld first = await LedgerWorld.StartAsync(database, also: builder => builder.Services.AddSingleton<IIncomingGrainCallFilter>(losses));
        await using LedgerWorld second = await LedgerWorld.StartAsync(database, also: builder => builder.Services.AddSingleton<IIncomingGrainCallFilter>(losses));
        await first.UntilKnown(silos: 2);
        AccountId[] accounts = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Placed.On((i % 2 == 0 ? first : second).Address(), () => first.Open(300))));
        Assert.True(first.Parts.Awake.Count >= 12 && second.Parts.Awake.Count >= 12, "All live on one silo.");
        Traffic traffic = new(accounts, first.Account);
        await traffic.During(16, async () =>
        {
            for (int i = 0; i < 12; i++)
            {
                await traffic.UntilAcknowledged(100);
                foreach (AccountId account in accounts)
                {
                    // What a wallet can spend was there when it said so; what has come since only adds to it.
                    AccountView said = (await first.Account(account).Look())!;
                    Assert.True(said.Available >= 0);
                }
            }
        });
        Assert.True(losses.Count > 10, "Nothing was lost.");
        await traffic.AssertKept(sql);
    }

    private sealed class Losses : IIncomingGrainCallFilter
    {
        private int _calls;
        private int _lost;

        public int Count => _lost;

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            int fate = context.ImplementationMethod?.Name == nameof(IAccountGrain.Credited) ? Interlocked.Increment(ref _calls) % 3
                : context.ImplementationMethod?.Name == nameof(IAccountGrain.Reload) && Interlocked.Increment(ref _calls) % 2 == 0 ? 1
                : 2;
            if (fate == 0)
            {
                await context.Invoke();
            }

            if (fate < 2)
            {
                Interlocked.Increment(ref _lost);
                throw new InvalidOperationException("The message is lost.");
            }

            await context.Invoke();
        }
    }
}
