using Microsoft.Extensions.Options;
using Postmobile.Documents;

namespace Postmobile.Money;

/// <summary>What a person has asked for in the month that is written beside it.</summary>
public sealed record RecallAllowanceState
{
    /// <summary>The month, as <c>2026-11</c>.</summary>
    public string Month { get; init; } = "";

    /// <summary>The recalls of that month.</summary>
    public IReadOnlyList<string> Recalls { get; init; } = [];
}

/// <inheritdoc cref="IRecallAllowanceGrain"/>
[GrainType("money.recall-allowance")]
internal sealed class RecallAllowanceGrain(
    [PersistentState("money.recall-allowance")] IPersistentState<Document<RecallAllowanceState>> document, IOptions<RecallOptions> options)
    : DurableGrain<RecallAllowanceState>(document), IRecallAllowanceGrain
{
    private static readonly TimeSpan Brazzaville = TimeSpan.FromHours(1);

    public async Task<bool> Take(string recall)
    {
        string month = Clock.GetUtcNow().ToOffset(Brazzaville).ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
        IReadOnlyList<string> taken = State.Month == month ? State.Recalls : [];
        if (taken.Contains(recall))
        {
            return true;
        }

        if (taken.Count >= options.Value.PerMonth)
        {
            return false;
        }

        State = new RecallAllowanceState { Month = month, Recalls = [.. taken, recall] };
        await Save();
        return true;
    }
}
