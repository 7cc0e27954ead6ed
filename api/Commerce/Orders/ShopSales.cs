using System.Globalization;
using System.Security.Claims;
using System.Text;
using Postmobile.Api.Translations;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>One line of a shop's statement; refunds are negative lines of their own.</summary>
public sealed record ShopSaleView(DateTimeOffset At, string? Order, string? Number, string Kind, long Amount);

/// <summary>A shop's statement.</summary>
public sealed record ShopSalesView(DateOnly From, DateOnly To, IReadOnlyList<ShopSaleView> Lines, IReadOnlyDictionary<string, long> Totals, long Sum, long Owed);

/// <summary>When takings are paid out.</summary>
public sealed record PayoutScheduleBody(PayoutSchedule Schedule);

/// <summary>One payout.</summary>
public sealed record PayoutView(DateTimeOffset At, long Amount, string? Transfer, string? Failure);

/// <summary>How a shop is paid out.</summary>
public sealed record PayoutsView(PayoutSchedule Schedule, DateTimeOffset? NextAt, IReadOnlyList<PayoutView> Last)
{
    internal static async Task<PayoutsView> Of(IGrainFactory grains, string shop)
    {
        Payouts payouts = await grains.GetGrain<IPayoutGrain>(shop).Look();
        return new PayoutsView(payouts.Schedule, payouts.NextAt, [.. payouts.Last.Select(one => new PayoutView(one.At, one.Amount, one.Transfer?.ToString(), one.Failure))]);
    }
}

/// <summary>Reads and writes a shop's statement.</summary>
internal static class ShopSales
{
    private const int DaysMax = 92;

    /// <summary>The statement between two days of Brazzaville, at most three months; by default this month's. Null when the caller may not see it.</summary>
    public static async Task<ShopSalesView?> Read(IGrainFactory grains, string? id, ClaimsPrincipal user, TimeProvider time, DateOnly? from, DateOnly? to)
    {
        if (await grains.ShopFor(id, user) is not { } shop)
        {
            return null;
        }

        DateOnly last = to ?? Say.Today(time), first = from ?? new DateOnly(last.Year, last.Month, 1);
        first = first > last ? last : last.DayNumber - first.DayNumber > DaysMax ? last.AddDays(-DaysMax) : first;
        IReadOnlyList<ShopStatementLine> lines = await grains.GetGrain<IOrdersGrain>(0).Statement(shop.Id, Say.StartOf(first), Say.StartOf(last.AddDays(1)));
        return new ShopSalesView(
            first, last, [.. lines.Select(line => new ShopSaleView(line.At, line.Order?.Value, line.Order?.Number, line.Kind, line.Amount))],
            lines.GroupBy(line => line.Kind).ToDictionary(kind => kind.Key, kind => kind.Sum(line => line.Amount)), lines.Sum(line => line.Amount),
            await grains.GetGrain<IShopDuesGrain>(shop.Id.Value).Owed());
    }

    /// <summary>The statement as a spreadsheet reads it: semicolons, and no cell that a spreadsheet would run.</summary>
    public static byte[] Csv(ShopSalesView sales)
    {
        var text = new StringBuilder("\uFEFFdate;commande;nature;montant\r\n");
        foreach (ShopSaleView line in sales.Lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{line.At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ};{line.Number};{line.Kind};{line.Amount}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
