using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Postmobile.Commerce;

namespace Postmobile.Logistics;

/// <summary>
/// What parcels cost, as data: bands of weight as the post's parcels have them everywhere, by zone, and a surcharge by method.
/// Amounts are XAF.
/// </summary>
internal sealed record DeliveryTable
{
    /// <summary>So many cubic millimetres count as one gram: a large light parcel fills a lorry too.</summary>
    public required long VolumetricCubicMillimetresPerGram { get; init; }

    /// <summary>The upper end of each band, rising.</summary>
    public required ImmutableArray<int> BandsGrams { get; init; }

    /// <summary>Departments that are reached by the river.</summary>
    public required ImmutableHashSet<string> RiverDepartments { get; init; }

    /// <summary>The price of each band, by zone.</summary>
    public required ImmutableDictionary<DeliveryZone, ImmutableArray<long>> Zones { get; init; }

    /// <summary>What a method costs more.</summary>
    public required ImmutableDictionary<DeliveryMethod, long> Surcharges { get; init; }

    /// <summary>The most that a method takes.</summary>
    public required ImmutableDictionary<DeliveryMethod, int> HeaviestGrams { get; init; }

    /// <summary>The table that is built in.</summary>
    public static DeliveryTable BuiltIn { get; } = Read(typeof(DeliveryTable).Assembly.GetManifestResourceStream("delivery-prices.json")!);

    /// <summary>Reads a table; refuses one that does not price every band, zone and method.</summary>
    public static DeliveryTable Read(Stream json)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };
        DeliveryTable table = JsonSerializer.Deserialize<DeliveryTable>(json, options) ?? throw new InvalidDataException("The table of delivery prices is empty.");
        bool whole = Enum.GetValues<DeliveryZone>().All(zone => table.Zones.TryGetValue(zone, out var prices) && prices.Length == table.BandsGrams.Length && prices.All(price => price > 0))
            && Enum.GetValues<DeliveryMethod>().All(method => table.Surcharges.ContainsKey(method) && table.HeaviestGrams.ContainsKey(method));
        return whole ? table : throw new InvalidDataException("The table of delivery prices does not price every band, zone and method.");
    }

    /// <summary>The price by method; a method that does not take the parcel is left out.</summary>
    public IReadOnlyDictionary<DeliveryMethod, long> Quote(Place from, Place to, int weightGrams, long volumeCubicMillimetres)
    {
        long grams = Math.Max(Math.Max(weightGrams, 1), (volumeCubicMillimetres + VolumetricCubicMillimetresPerGram - 1) / VolumetricCubicMillimetresPerGram);
        int band = BandsGrams.TakeWhile(upTo => upTo < grams).Count();
        var quotes = new Dictionary<DeliveryMethod, long>();
        if (band < BandsGrams.Length)
        {
            long price = Zones[Zone(from, to)][band];
            foreach (DeliveryMethod method in Enum.GetValues<DeliveryMethod>().Where(method => grams <= HeaviestGrams[method]))
            {
                quotes[method] = price + Surcharges[method];
            }
        }

        return quotes;
    }

    /// <summary>How far it is, as prices see it.</summary>
    public DeliveryZone Zone(Place from, Place to) =>
        Same(from.Department, to.Department) ? Same(from.Town, to.Town) ? DeliveryZone.SameTown : DeliveryZone.SameDepartment
        : RiverDepartments.Contains(from.Department) || RiverDepartments.Contains(to.Department) ? DeliveryZone.River
        : DeliveryZone.OtherDepartment;

    private static bool Same(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
}

/// <summary>How far a parcel goes.</summary>
internal enum DeliveryZone
{
    /// <summary>Within one town.</summary>
    SameTown,

    /// <summary>Within one department.</summary>
    SameDepartment,

    /// <summary>From one department to another by road or rail.</summary>
    OtherDepartment,

    /// <summary>To or from a department that is reached by the river.</summary>
    River,
}
