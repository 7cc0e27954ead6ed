namespace Postmobile.Money;

/// <summary>What counts as unusual. Bound from the section <c>Monitoring</c>.</summary>
public sealed class MonitoringOptions
{
    /// <summary>How often the postings are looked over.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How far behind the present the scan stays, so that what is being written now is there when it looks.</summary>
    public TimeSpan Lag { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How much is looked at again at each scan, for postings that became visible late.</summary>
    public TimeSpan Overlap { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How much time one scan covers at most; after a long stop several follow one another.</summary>
    public TimeSpan StepMax { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>The kinds of payment by which people move money out.</summary>
    public PostingKind[] Outgoing { get; set; } = [PostingKind.Transfer, PostingKind.CashOut, PostingKind.RequestPaid];

    /// <summary>The kinds by which it comes in; salaries that are spent at once are nothing unusual.</summary>
    public PostingKind[] Incoming { get; set; } = [PostingKind.Transfer, PostingKind.CashIn, PostingKind.RequestPaid];

    /// <summary>Velocity: so many payments …</summary>
    public int VelocityCount { get; set; } = 20;

    /// <summary>… within this time.</summary>
    public TimeSpan VelocityWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Structuring: so many payments just under one limit …</summary>
    public int StructuringCount { get; set; } = 3;

    /// <summary>… within this time.</summary>
    public TimeSpan StructuringWindow { get; set; } = TimeSpan.FromHours(24);

    /// <summary>… where just under means from this share of the limit on, in thousandths.</summary>
    public int StructuringFrom { get; set; } = 900;

    /// <summary>Amounts from which the post looks closer, beside each tier's limit per operation.</summary>
    public long[] Thresholds { get; set; } = [500_000, 1_000_000, 5_000_000];

    /// <summary>Pass-through: at least so much comes in …</summary>
    public long PassThroughMin { get; set; } = 200_000;

    /// <summary>… and goes out again within this time …</summary>
    public TimeSpan PassThroughWindow { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>… at least to this share, in thousandths.</summary>
    public int PassThroughShare { get; set; } = 900;
}
