using Npgsql;
using NpgsqlTypes;

namespace Postmobile.Money;

/// <summary>The columns of one batch, used again and again by its lane.</summary>
internal sealed class LedgerBatch
{
    private readonly List<long> _debit = [];
    private readonly List<long> _number = [];
    private readonly List<Guid> _transfer = [];
    private readonly List<short> _leg = [];
    private readonly List<long> _credit = [];
    private readonly List<long> _amount = [];
    private readonly List<short> _kind = [];
    private readonly List<short> _currency = [];
    private readonly List<string?> _memo = [];
    private readonly List<long> _hash = [];
    private bool _anyMemo;

    /// <summary>
    /// Lays out the legs, ordered by account so that two writers never wait for each other in a ring. With
    /// <paramref name="bases"/>, a leg bears its line's base; otherwise the number that it will have.
    /// </summary>
    public void Fill(List<PendingTransfer> transfers, Dictionary<Line, long>? bases)
    {
        Clear();
        foreach (PendingTransfer transfer in transfers)
        {
            for (short leg = 0; leg < transfer.Legs.Length; leg++)
            {
                PendingLeg pending = transfer.Legs[leg];
                _debit.Add(transfer.Id.Payer.Value);
                _number.Add(bases is null ? ++transfer.Line.Last : bases[transfer.Line]);
                _transfer.Add(transfer.Id.Key);
                _leg.Add(leg);
                _credit.Add(pending.Payee.Value);
                _amount.Add(pending.Amount);
                _kind.Add((short)pending.Kind);
                _currency.Add((short)transfer.Currency);
                _memo.Add(leg == 0 ? transfer.Memo : null);
                _hash.Add(leg == 0 ? transfer.RequestHash : 0);
                _anyMemo |= transfer.Memo is not null;
            }

            transfer.LastNumber = transfer.Line.Last;
        }
    }

    /// <summary>Puts the columns behind writer and incarnation in a command of ledger_post or ledger_sift.</summary>
    public void Bind(NpgsqlParameterCollection parameters, long writer, Guid incarnation)
    {
        if (parameters.Count == 0)
        {
            parameters.Add(new NpgsqlParameter<long>());
            parameters.Add(new NpgsqlParameter<Guid>());
            parameters.Add(new NpgsqlParameter<List<long>> { TypedValue = _debit });
            parameters.Add(new NpgsqlParameter<List<long>> { TypedValue = _number });
            parameters.Add(new NpgsqlParameter<List<Guid>> { TypedValue = _transfer });
            parameters.Add(new NpgsqlParameter<List<short>> { TypedValue = _leg });
            parameters.Add(new NpgsqlParameter<List<long>> { TypedValue = _credit });
            parameters.Add(new NpgsqlParameter<List<long>> { TypedValue = _amount });
            parameters.Add(new NpgsqlParameter<List<short>> { TypedValue = _kind });
            parameters.Add(new NpgsqlParameter<List<short>> { TypedValue = _currency });
            parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
            parameters.Add(new NpgsqlParameter<List<long>> { TypedValue = _hash });
        }

        ((NpgsqlParameter<long>)parameters[0]).TypedValue = writer;
        ((NpgsqlParameter<Guid>)parameters[1]).TypedValue = incarnation;
        parameters[10].Value = _anyMemo ? _memo : DBNull.Value;
    }

    private void Clear()
    {
        _debit.Clear();
        _number.Clear();
        _transfer.Clear();
        _leg.Clear();
        _credit.Clear();
        _amount.Clear();
        _kind.Clear();
        _currency.Clear();
        _memo.Clear();
        _hash.Clear();
        _anyMemo = false;
    }
}
