using System.Collections.Immutable;
using System.Net;
using Orleans.Core.Internal;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>A silo that leaves in good order, with payments on their way.</summary>
public sealed class DepartureTests
{
    [Fact]
    public async Task A_silo_that_closes_down_under_load_leaves_nobody_behind()
    {
        string database = await PostgresFixture.NewDatabaseAsync();
        await using Backdoor sql = new(database);
        await using LedgerWorld first = await LedgerWorld.StartAsync(database);
        AccountId[] accounts = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => first.Open(300)));
        Traffic traffic = new(accounts, first.Account);
        await traffic.During(24, async () =>
        {
            for (int i = 0; i < 2; i++)
            {
                await using (LedgerWorld second = await LedgerWorld.StartAsync(database))
                {
                    // Half of them move, so that payments cross in both directions.
                    await first.UntilKnown(silos: 2);
                    await Task.WhenAll(accounts.Where((_, at) => at % 2 == 0).Select(account => Move(first, account, second.Address())));
                    await Eventually.TrueAsync(() => second.Parts.Awake.Count > 4);
                    await traffic.UntilAcknowledged(300);
                }

                await traffic.UntilAcknowledged(100);
            }
        });
        await traffic.AssertKept(sql);
    }

    private static async Task<bool> Move(LedgerWorld world, AccountId account, SiloAddress there) => await Placed.On(there, async () =>
    {
        await world.Account(account).AsReference<IGrainManagementExtension>().MigrateOnIdle();
        return true;
    });

    [Fact]
    public void Each_step_of_a_departure_counts_also_when_as_many_have_left_as_before()
    {
        SiloAddress leaving = SiloAddress.New(IPAddress.Loopback, 11_111, 1), forgotten = SiloAddress.New(IPAddress.Loopback, 11_112, 1);
        HashSet<(SiloAddress, SiloStatus)> known = [];
        Assert.Equal(0, News((leaving, SiloStatus.Active)));
        Assert.Equal(1, News((leaving, SiloStatus.Active), (forgotten, SiloStatus.Dead)));
        Assert.Equal(1, News((leaving, SiloStatus.ShuttingDown)));
        Assert.Equal(0, News((leaving, SiloStatus.ShuttingDown)));
        Assert.Equal(1, News((leaving, SiloStatus.Dead)));

        int News(params (SiloAddress Silo, SiloStatus Status)[] members) => LedgerGuard
            .Departed(new ClusterMembershipSnapshot(
                members.ToImmutableDictionary(member => member.Silo, member => new ClusterMember(member.Silo, member.Status, "test")), new MembershipVersion(1)))
            .Count(known.Add);
    }

    [Fact]
    public async Task The_directory_of_grains_is_the_one_that_hands_over()
    {
        await using TestSilo silo = await TestSilo.StartAsync();
        Assert.Contains(
            "DistributedGrainDirectory",
            silo.Services.GetService(typeof(IEnumerable<ILifecycleParticipant<ISiloLifecycle>>)) is IEnumerable<ILifecycleParticipant<ISiloLifecycle>> participants
                ? participants.Select(participant => participant.GetType().Name) : []);
    }
}
