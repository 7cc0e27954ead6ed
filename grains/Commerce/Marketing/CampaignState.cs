using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>What lies in a campaign's document. Times are milliseconds since 1970 UTC, so that SQL can sort by them.</summary>
public sealed record CampaignState
{
    /// <summary>The shop's id.</summary>
    public string Shop { get; init; } = "";

    /// <summary>The shop's takings.</summary>
    public long Account { get; init; }

    /// <summary>Who hears when the takings cannot pay: the shop's owner.</summary>
    public string Owner { get; init; } = "";

    /// <summary>What the shop wants; null until it is made.</summary>
    public CampaignTerms? Terms { get; init; }

    /// <summary>What it was made with, by which the request that made it is known again.</summary>
    public CampaignTerms? Made { get; init; }

    /// <summary>How it stands.</summary>
    public CampaignStatus Status { get; init; }

    /// <summary>Why it is not shown though it runs: a stable code of the ledger.</summary>
    public string? Halt { get; init; }

    /// <summary>Before this no money is set aside: the takings have refused, or the day is used up.</summary>
    public long WaitUntilMs { get; init; }

    /// <summary>The day on which the owner was last told that the takings cannot pay.</summary>
    public int ToldDay { get; init; }

    /// <summary>When it was made.</summary>
    public long CreatedAtMs { get; init; }

    /// <summary>Counts the shop's changes.</summary>
    public long Version { get; init; }

    /// <summary>How many purses there have been; numbers them.</summary>
    public int Purses { get; init; }

    /// <summary>The day of <see cref="SpentBefore"/>, counted from 1/1/1.</summary>
    public int Day { get; init; }

    /// <summary>What purses that are closed have cost on that day.</summary>
    public long SpentBefore { get; init; }

    /// <summary>The money set aside now.</summary>
    public CampaignPurse? Purse { get; init; }
}

/// <summary>How a purse stands.</summary>
public enum PurseStatus
{
    /// <summary>The ledger has been asked to set the money aside.</summary>
    Opening,

    /// <summary>Clicks count.</summary>
    Open,

    /// <summary>No click counts any more; the last are charged and the rest goes back.</summary>
    Closing,
}

/// <summary>Money of the takings that was set aside for one day's clicks.</summary>
public sealed record CampaignPurse
{
    /// <summary>Its number within the campaign, from 1.</summary>
    public int Number { get; init; }

    /// <summary>Its day, counted from 1/1/1.</summary>
    public int Day { get; init; }

    /// <summary>How much.</summary>
    public long Amount { get; init; }

    /// <summary>How it stands.</summary>
    public PurseStatus Status { get; init; }

    /// <summary>The account that holds it.</summary>
    public long Hold { get; init; }

    /// <summary>Clicks up to this number have been paid.</summary>
    public long ChargedSeq { get; init; }

    /// <summary>What has been paid.</summary>
    public long Charged { get; init; }

    /// <summary>What the ledger has been asked for and has not answered yet.</summary>
    public PurseCharge? Charge { get; init; }

    /// <summary>When clicks are charged at the latest, should nobody be awake to do it before.</summary>
    public long ChargeByMs { get; init; }
}

/// <summary>Clicks on their way to the ledger.</summary>
public sealed record PurseCharge
{
    /// <summary>Up to which click.</summary>
    public long To { get; init; }

    /// <summary>What they cost.</summary>
    public long Amount { get; init; }

    /// <summary>The rest goes back with it, and the purse is done.</summary>
    public bool Last { get; init; }
}

/// <summary>To charge clicks, or to give back what is left.</summary>
internal sealed record PurseOrder(string Key, int Purse, long Hold, long Amount, bool Last)
{
    public CaptureRequest Request => Amount > 0
        ? new CaptureRequest { Key = Key, Payee = PostAccounts.Fees, Amount = Amount, Kind = Ads.Kind, ReleaseRest = Last }
        : new CaptureRequest { Key = Key };
}
