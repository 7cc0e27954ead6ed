using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>One account in the database: commits, transactions under way, and the fence.</summary>
internal sealed class ModelDatabase
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
internal sealed class ModelActivation(ModelDatabase database)
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
