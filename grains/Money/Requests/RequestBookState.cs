namespace Postmobile.Money;

/// <summary>Leave that was taken.</summary>
/// <param name="Request">For which request.</param>
/// <param name="Payer">To ask whom.</param>
/// <param name="AtMs">When.</param>
/// <param name="Open">Whether the request is not over yet.</param>
public sealed record LeaveTaken(string Request, string Payer, long AtMs, bool Open = true);

/// <summary>Somebody whose requests are refused.</summary>
public sealed record BlockedState(string Person, string Name, long AtMs);

/// <summary>What lies in a person's book of requests.</summary>
public sealed record RequestBookState
{
    /// <summary>What was taken today, and what is still open.</summary>
    public IReadOnlyList<LeaveTaken> Taken { get; init; } = [];

    /// <summary>Whose requests are refused.</summary>
    public IReadOnlyList<BlockedState> Blocked { get; init; } = [];
}

/// <summary>How many may be asked: pure.</summary>
internal static class RequestBookRules
{
    /// <summary>With leave for all of these, or null when there is none for all. Requests and proposals of mandates are counted apart.</summary>
    public static RequestBookState? Take(RequestBookState state, IReadOnlyList<RequestLeave> leaves, DateTimeOffset now, RequestOptions options)
    {
        DateOnly today = BrazzavilleCalendar.Day(now);
        TimeSpan life = options.Life > options.ProposalLife ? options.Life : options.ProposalLife;
        long oldest = (now - life - TimeSpan.FromDays(1)).ToUnixTimeMilliseconds();
        List<LeaveTaken> taken = [.. state.Taken.Where(one => (one.Open && one.AtMs > oldest) || IsOf(one, today))];
        foreach (RequestLeave leave in leaves.Where(leave => taken.All(one => one.Request != leave.Request)))
        {
            taken.Add(new LeaveTaken(leave.Request, leave.Payer.Value, now.ToUnixTimeMilliseconds()));
        }

        bool mandate = leaves.Any(leave => Requests.IsMandate(leave.Request));
        List<LeaveTaken> alike = taken.FindAll(one => Requests.IsMandate(one.Request) == mandate);
        bool tooMany = alike.Count(one => IsOf(one, today)) > (mandate ? options.ProposalsPerDay : options.PerDay)
            || leaves.Any(leave => alike.Count(one => one.Open && one.Payer == leave.Payer.Value) > options.OpenToOne);
        return tooMany ? null : state with { Taken = taken };
    }

    /// <summary>One is over.</summary>
    public static RequestBookState Ended(RequestBookState state, string request) => state.Taken.Any(one => one.Open && one.Request == request)
        ? state with { Taken = [.. state.Taken.Select(one => one.Request == request ? one with { Open = false } : one)] }
        : state;

    private static bool IsOf(LeaveTaken one, DateOnly day) => BrazzavilleCalendar.Day(DateTimeOffset.FromUnixTimeMilliseconds(one.AtMs)) == day;
}
