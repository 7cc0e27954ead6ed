using CsCheck;
using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>
/// Random histories of an account's image against a model of the database: loads answered late, credits in any order, lost
/// or while loading, promises in flight, lines that die, crashes after which numbers of transactions are used again.
/// </summary>
public sealed class ImageHistoryTests
{
    [Fact]
    public void What_one_activation_may_spend_is_never_more_than_there_is_and_in_the_end_exactly_that() =>
        Gen.Int[0, 9_999].Array[1, 120].Sample(steps => Run(steps, activations: 1), iter: 20_000, threads: 2);

    [Fact]
    public void Two_activations_never_spend_more_than_there_is_and_know_the_truth_once_they_have_looked() =>
        Gen.Int[0, 9_999].Array[1, 120].Sample(steps => Run(steps, activations: 2), iter: 20_000, threads: 2);

    [Fact]
    public void A_credit_that_arrives_while_the_account_loads_is_weighed_against_the_new_snapshot()
    {
        AccountImage image = Loaded("10:10:", credits: 100);
        image.BeginLoad();
        image.Credit(s_here, 10, default, 5, out _);
        image.Credit(s_here, 12, default, 7, out _);

        // The load saw 10 and not 12, which was running.
        image.EndLoad(Load("11:13:11,12", credits: 105), 0, 0);

        Assert.Equal(112, image.Balance);
        Assert.False(image.MustLoad(0));
    }

    [Fact]
    public void A_reload_asked_for_while_one_is_on_its_way_means_another()
    {
        AccountImage image = Loaded("10:10:", credits: 100);
        image.BeginLoad();
        image.AskReload();
        image.EndLoad(Load("10:10:", credits: 100), 0, 0);
        Assert.True(image.MustLoad(0));
    }

    [Fact]
    public void A_reload_keeps_the_promises_of_a_living_line()
    {
        AccountImage image = Loaded("10:10:", credits: 100);
        Assert.Null(image.Promise(80, 0, default, false, out Line line));
        image.BeginLoad();
        image.EndLoad(Load("20:20:", credits: 110), 0, 0);
        Assert.Equal((110, 30), image.Funds());
        line.Last++;
        Assert.Equal(30, image.Settle(line, 80, 0, default, posted: true, 1));
        Assert.Equal((30, 30), image.Funds());
    }

    [Fact]
    public void A_transaction_number_used_again_after_a_crash_is_not_taken_for_one_already_seen()
    {
        AccountImage image = Loaded("1000:1000:", credits: 100);
        image.Credit(Guid.NewGuid(), 993, default, 50, out _);
        Assert.True(image.MustLoad(0));
        Assert.Equal(100, image.Balance);
    }

    [Fact]
    public void A_credit_that_was_counted_twice_is_noticed_at_the_next_load()
    {
        AccountImage image = Loaded("10:10:", credits: 100);
        image.Credit(s_here, 11, default, 5, out _);
        image.Credit(s_here, 11, default, 5, out _);
        image.BeginLoad();
        Assert.Equal(5, image.EndLoad(Load("12:12:", credits: 105), 0, 0));
        Assert.Equal(105, image.Balance);
    }

    [Fact]
    public void An_image_is_judged_by_a_closed_period_unless_it_will_look_anyhow()
    {
        AccountImage behind = Loaded("10:10:", credits: 100), right = Loaded("10:10:", credits: 100), asked = Loaded("10:10:", credits: 100);
        Assert.Equal(ImageDifference.Behind, behind.Check(0, 101, 0));
        Assert.Equal(ImageDifference.None, right.Check(0, 99, 0));
        Assert.True(behind.MustLoad(0) && right.MustLoad(0));
        asked.AskReload();
        Assert.Equal(ImageDifference.None, asked.Check(0, 101, 0));
        AccountImage ahead = Loaded("10:10:", credits: 100);
        Assert.Equal(ImageDifference.Ahead, ahead.Check(1, 100, 0));
        Assert.Equal(ImageDifference.None, Loaded("10:10:", credits: 100).Check(1, 100, epoch: 1));
    }

    [Fact]
    public void An_image_whose_grain_has_gone_takes_no_credit()
    {
        AccountImage image = Loaded("10:10:", credits: 100);
        image.Leave();
        Assert.False(image.Credit(s_here, 10, default, 5, out long balance));
        Assert.Equal(100, balance);
    }

    private static readonly Guid s_here = Guid.NewGuid();

    private static AccountImage Loaded(string snapshot, long credits)
    {
        AccountImage image = new(new AccountId(10_000_000), new MoneyOptions());
        image.BeginLoad();
        image.EndLoad(Load(snapshot, credits), 0, 0);
        return image;
    }

    private static AccountLoad Load(string snapshot, long credits) =>
        new(Snapshot.Parse(s_here, snapshot), ModelDatabase.Row, 0, credits, 0, default, 0, 0);

    private static void Run(int[] steps, int activations)
    {
        ModelDatabase database = new();
        ModelActivation[] all = [.. Enumerable.Range(0, activations).Select(_ => new ModelActivation(database))];
        foreach (int step in steps)
        {
            int chance = step / 16 / activations;
            ModelActivation one = all[step / 16 % activations];
            switch (step % 16)
            {
                case 0 or 1: database.BeginCredit(1 + chance % 9); break;
                case 2: database.EndCredit(chance, commits: true); break;
                case 3: database.EndCredit(chance, commits: chance % 4 > 0); break;
                case 4 or 5: one.Hear(chance); break;
                case 6: one.Miss(chance); break;
                case 7: one.BeginLoad(); break;
                case 8: one.ReadForLoad(); break;
                case 9 or 10: one.EndLoad(fails: chance % 8 == 0); break;
                case 11 or 12: one.Promise(1 + chance % 30); break;
                case 13: one.Write(chance, inDoubt: chance % 5 == 0); break;
                case 14: one.Settle(chance); break;
                default:
                    if (chance % 7 == 0)
                    {
                        database.Crash();
                        Array.ForEach(all, activation => activation.Crashed());
                    }
                    else
                    {
                        one.Write(chance, inDoubt: false);
                    }

                    break;
            }

            Assert.True(database.Balance >= 0, "More was spent than there is.");
            if (activations == 1)
            {
                one.AssertNotAhead();
            }
        }

        database.EndAll();
        foreach (ModelActivation activation in all)
        {
            activation.Quiesce(alone: activations == 1);
            Assert.True(database.Balance >= 0, "More was spent than there is.");
        }

        foreach (ModelActivation activation in all)
        {
            activation.Look(always: activations > 1);
            Assert.Equal((database.Balance, database.Balance), activation.Image.Funds());
        }
    }
}
