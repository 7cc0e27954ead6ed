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
        new(Snapshot.Parse(s_here, snapshot), Database.Row, 0, credits, 0, default, 0, 0);

    private static void Run(int[] steps, int activations)
    {
        Database database = new();
        Activation[] all = [.. Enumerable.Range(0, activations).Select(_ => new Activation(database))];
        foreach (int step in steps)
        {
            int chance = step / 16 / activations;
            Activation one = all[step / 16 % activations];
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
        foreach (Activation activation in all)
        {
            activation.Quiesce(alone: activations == 1);
            Assert.True(database.Balance >= 0, "More was spent than there is.");
        }

        foreach (Activation activation in all)
        {
            activation.Look(always: activations > 1);
            Assert.Equal((database.Balance, database.Balance), activation.Image.Funds());
        }
    }

    /// <summary>One account in the database: commits, transactions under way, and the fence.</summary>
    private sealed class Database
    {
        public static readonly AccountRow Row = new(AccountKind.Wallet, Currency.XAF, 0, 0, Freeze.None, false, new AccountProfile());

        private readonly List<(ulong Transaction, long Amount)> _running = [];
        private ulong _next = 1_000;
        private ulong _lastEnded = 999;

        public Guid Incarnation { get; private set; } = Guid.NewGuid();

        public List<(Guid Incarnation, ulong Transaction, long Amount)> Committed { get; } = [];

        public long Credits { get; private set; }

        public long Debits { get; private set; }

        public long LastNumber { get; private set; }

        public long Balance => Credits - Debits;

        public void BeginCredit(long amount) => _running.Add((_next++, amount));

        public void EndCredit(int which, bool commits)
        {
            if (_running.Count == 0)
            {
                return;
            }

            (ulong transaction, long amount) = _running[which % _running.Count];
            _running.RemoveAt(which % _running.Count);
            _lastEnded = Math.Max(_lastEnded, transaction);
            if (commits)
            {
                Credits += amount;
                Committed.Add((Incarnation, transaction, amount));
            }
        }

        public void EndAll()
        {
            while (_running.Count > 0)
            {
                EndCredit(0, commits: true);
            }
        }

        public void Debit(long amount)
        {
            Debits += amount;
            LastNumber++;
            _lastEnded = Math.Max(_lastEnded, _next++);
        }

        /// <summary>What was not committed is gone, and its numbers are given out again.</summary>
        public void Crash()
        {
            _running.Clear();
            _next = Math.Max(1_000, Committed.Count == 0 ? 0 : Committed.Max(credit => credit.Transaction) + 1);
            _lastEnded = _next - 1;
            Incarnation = Guid.NewGuid();
        }

        public AccountLoad Load()
        {
            ulong max = _lastEnded + 1;
            ulong[] running = [.. _running.Select(credit => credit.Transaction).Where(transaction => transaction < max).Order()];
            ulong min = _running.Select(credit => credit.Transaction).Append(max).Min();
            return new AccountLoad(Snapshot.Parse(Incarnation, $"{min}:{max}:{string.Join(',', running)}"), Row, Debits, Credits, LastNumber, default, 0, 0);
        }
    }

    /// <summary>One activation with its lane: an image, messages on their way to it, promises, a load.</summary>
    private sealed class Activation(Database database)
    {
        private readonly List<(Line Line, long Amount)> _queued = [];
        private readonly List<(Line Line, long Amount, bool Posted, long Number)> _answers = [];
        private int _told;
        private readonly List<(Guid Incarnation, ulong Transaction, long Amount)> _messages = [];
        private int _epoch;
        private int _loadEpoch;
        private bool _loading;
        private AccountLoad? _read;

        public AccountImage Image { get; } = new(new AccountId(10_000_000), new MoneyOptions());

        private bool MustLoad => Image.MustLoad(_epoch);

        /// <summary>A message arrives; in any order.</summary>
        public void Hear(int which)
        {
            if (Take(which) is { } credit)
            {
                Image.Credit(credit.Incarnation, credit.Transaction, default, credit.Amount, out _);
            }
        }

        /// <summary>A message is lost, or arrives and its acknowledgement is lost: either way the account is told to reload.</summary>
        public void Miss(int which)
        {
            if (Take(which) is { } credit)
            {
                if (which % 2 == 0)
                {
                    Image.Credit(credit.Incarnation, credit.Transaction, default, credit.Amount, out _);
                }

                Image.AskReload();
            }
        }

        public void BeginLoad()
        {
            if (!_loading)
            {
                (_loading, _loadEpoch, _read) = (true, _epoch, null);
                Image.BeginLoad();
            }
        }

        public void ReadForLoad() => _read ??= _loading ? database.Load() : null;

        public void EndLoad(bool fails)
        {
            if (!_loading || (_read is null && !fails))
            {
                return;
            }

            if (fails)
            {
                Image.LoadFailed();
            }
            else
            {
                Assert.Equal(0, Image.EndLoad(_read!.Value, _loadEpoch, 0));
            }

            (_loading, _read) = (false, null);
        }

        public void Promise(long amount)
        {
            if (!MustLoad && Image.Promise(amount, 0, default, false, out Line line) is null)
            {
                _queued.Add((line, amount));
            }
        }

        /// <summary>The lane writes: plainly, or over a connection that breaks, so that it asks afterwards and begins anew.</summary>
        public void Write(int chance, bool inDoubt)
        {
            if (_queued.Count == 0)
            {
                return;
            }

            (Line line, long amount) = _queued[0];
            _queued.RemoveAt(0);
            bool commits = !line.Dead && line.Incarnation == database.Incarnation && line.Last == database.LastNumber && (!inDoubt || chance % 2 == 0);
            if (commits)
            {
                database.Debit(amount);
                line.Last++;
            }

            if (!commits || inDoubt)
            {
                line.Kill();
            }

            if (inDoubt)
            {
                _epoch++;
            }

            _answers.Add((line, amount, commits && !inDoubt, line.Last));
        }

        public void Settle(int which)
        {
            if (_answers.Count > 0)
            {
                (Line line, long amount, bool posted, long number) = _answers[which % _answers.Count];
                _answers.RemoveAt(which % _answers.Count);
                Image.Settle(line, amount, 0, default, posted, number);
            }
        }

        /// <summary>The connection broke with the server: everybody reads again.</summary>
        public void Crashed() => _epoch++;

        /// <summary>What can be spent is never more than there is, whenever a decision would be made without a load.</summary>
        public void AssertNotAhead()
        {
            if (!MustLoad)
            {
                (_, long available) = Image.Funds();
                Assert.True(available <= database.Balance, $"{available} can be spent of {database.Balance}.");
                Assert.True(available >= 0, $"{available} can be spent.");
            }
        }

        /// <summary>Everything on its way arrives.</summary>
        public void Quiesce(bool alone)
        {
            ReadForLoad();
            EndLoad(fails: false);
            while (_queued.Count > 0)
            {
                Write(0, inDoubt: false);
            }

            while (_answers.Count > 0)
            {
                Settle(_answers.Count - 1);
            }

            for (int i = 0; _told < database.Committed.Count || _messages.Count > 0; i++)
            {
                Hear(i);
            }

            if (alone)
            {
                AssertNotAhead();
            }
        }

        /// <summary>Loads when a decision would.</summary>
        public void Look(bool always)
        {
            if (always)
            {
                Image.AskReload();
            }

            for (int i = 0; MustLoad; i++)
            {
                Assert.True(i < 3, "It loads for ever.");
                BeginLoad();
                ReadForLoad();
                EndLoad(fails: false);
            }
        }

        private (Guid Incarnation, ulong Transaction, long Amount)? Take(int which)
        {
            for (; _told < database.Committed.Count; _told++)
            {
                _messages.Add(database.Committed[_told]);
            }

            if (_messages.Count == 0)
            {
                return null;
            }

            (Guid, ulong, long) message = _messages[which % _messages.Count];
            _messages.RemoveAt(which % _messages.Count);
            return message;
        }
    }
}
