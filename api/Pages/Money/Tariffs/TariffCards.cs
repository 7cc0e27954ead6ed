using Microsoft.Extensions.Localization;
using Postmobile.Api.Translations;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Tariffs;

/// <summary>One thing that an operation costs or earns, in bands.</summary>
public sealed record TariffGroup(ChargeKind Charge, short? Tier, IReadOnlyList<TariffLine> Bands);

/// <summary>What a table says of one operation, for people.</summary>
public sealed record TariffCard(PostingKind Operation, IReadOnlyList<TariffGroup> Groups)
{
    /// <summary>The operations that people ask about; without a line they are free, and that is said.</summary>
    private static readonly PostingKind[] s_usual =
        [PostingKind.Transfer, PostingKind.CashIn, PostingKind.CashOut, PostingKind.MerchantPayment, PostingKind.RequestPaid];

    /// <summary>A card an operation, in the order of the table.</summary>
    public static IReadOnlyList<TariffCard> Of(IEnumerable<TariffLine> lines) =>
    [
        .. lines.GroupBy(line => line.Operation).Select(operation => new TariffCard(
            operation.Key,
            [.. operation.GroupBy(line => (line.Charge, line.Tier)).Select(group => new TariffGroup(group.Key.Charge, group.Key.Tier, [.. group.OrderBy(band => band.From)]))])),
    ];

    /// <summary>The usual operations that cost their payer nothing.</summary>
    public static IReadOnlyList<PostingKind> Free(IReadOnlyList<TariffLine> lines) =>
        [.. s_usual.Where(kind => !lines.Any(line => line.Operation == kind && line.Charge != ChargeKind.Commission))];

    /// <summary>The operations that can be reckoned.</summary>
    public static IReadOnlyList<PostingKind> Reckoned(IReadOnlyList<TariffLine> lines) =>
        [.. s_usual.Union(lines.Select(line => line.Operation)).Order()];

    /// <summary>The amounts of a band in words.</summary>
    public static string Amounts(IStringLocalizer texts, TariffLine band) => band switch
    {
        { From: 1, To: null } => texts["tariffs.all-amounts"],
        { To: { } to } => texts["tariffs.from-to", Say.Digits(band.From), Say.Amount(to)],
        _ => texts["tariffs.from-on", Say.Amount(band.From)],
    };

    /// <summary>What a band asks in words.</summary>
    public static string Price(IStringLocalizer texts, TariffLine band)
    {
        string percent = band.BasisPoints == 0 ? "" : Percent(band.BasisPoints);
        string price = (band.Fixed, percent) switch
        {
            (0, "") => band.Min == 0 ? texts["tariffs.nothing"] : Say.Amount(band.Min),
            (0, _) => percent,
            (var part, "") => Say.Amount(part),
            var (part, _) => $"{Say.Amount(part)} + {percent}",
        };
        string[] bounds =
        [
            .. band is { Min: > 0, BasisPoints: > 0 } ? [texts["tariffs.at-least", Say.Amount(band.Min)].Value] : Array.Empty<string>(),
            .. band.Max is { } most ? [texts["tariffs.at-most", Say.Amount(most)].Value] : Array.Empty<string>(),
        ];
        return bounds.Length == 0 ? price : $"{price} ({string.Join(", ", bounds)})";
    }

    private static string Percent(int basisPoints) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{basisPoints / 100m:0.##}\u00a0%").Replace('.', ',');
}
