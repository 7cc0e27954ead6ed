namespace Postmobile.Money;

/// <summary>What an account's grain works with; one per silo.</summary>
internal sealed class LedgerParts(
    MoneyOptions options, AwakeAccounts awake, LedgerEpoch epoch, LedgerLoader loader, LedgerWriter writer,
    LedgerReader reader, AccountBook accounts, DebitNotices notices, LedgerAlarm alarm, TariffBook tariffs, CommissionDesk commissions, TimeProvider time)
{
    public MoneyOptions Options { get; } = options;

    public AwakeAccounts Awake { get; } = awake;

    public LedgerEpoch Epoch { get; } = epoch;

    public LedgerLoader Loader { get; } = loader;

    public LedgerWriter Writer { get; } = writer;

    public LedgerReader Reader { get; } = reader;

    public AccountBook Accounts { get; } = accounts;

    public DebitNotices Notices { get; } = notices;

    public TariffBook Tariffs { get; } = tariffs;

    public CommissionDesk Commissions { get; } = commissions;

    public LedgerAlarm Alarm { get; } = alarm;

    public TimeProvider Time { get; } = time;
}

/// <summary>Says whose debits are told, and of what.</summary>
internal sealed class DebitNotices(IEnumerable<IDebitNotices> listeners)
{
    private readonly IDebitNotices[] _listeners = [.. listeners];

    public void Debited(AccountRow payer, Receipt receipt, long balance)
    {
        if (payer.Kind == AccountKind.Wallet && payer.Profile.Phone.Length > 0)
        {
            foreach (IDebitNotices listener in _listeners)
            {
                listener.Debited(payer.Profile, receipt, balance);
            }
        }
    }
}
