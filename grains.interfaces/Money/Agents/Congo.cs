namespace Postmobile.Money;

/// <summary>A town, with the place of its centre, about.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Department">The department it lies in.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
public sealed record Town(string Name, string Department, double Latitude, double Longitude);

/// <summary>The fifteen departments of the Republic of the Congo since 2024, and the towns where people look for an agent.</summary>
public static class Congo
{
    private static readonly Town[] s_towns =
    [
        new("Brazzaville", "Brazzaville", -4.2634, 15.2429),
        new("Pointe-Noire", "Pointe-Noire", -4.7761, 11.8636),
        new("Madingou", "Bouenza", -4.1536, 13.5500),
        new("Nkayi", "Bouenza", -4.1656, 13.2928),
        new("Mouyondzi", "Bouenza", -3.9783, 13.9200),
        new("Loudima", "Bouenza", -4.1078, 13.0500),
        new("Mossaka", "Congo-Oubangui", -1.2261, 16.7950),
        new("Owando", "Cuvette", -0.4833, 15.9000),
        new("Oyo", "Cuvette", -1.1500, 15.9667),
        new("Makoua", "Cuvette", 0.0069, 15.6333),
        new("Boundji", "Cuvette", -1.0333, 15.3667),
        new("Ewo", "Cuvette-Ouest", -0.8725, 14.8206),
        new("Kellé", "Cuvette-Ouest", -0.0833, 14.5333),
        new("Odziba", "Djoué-Léfini", -3.5667, 15.5333),
        new("Ngabé", "Djoué-Léfini", -3.2000, 16.1667),
        new("Loango", "Kouilou", -4.6500, 11.8167),
        new("Hinda", "Kouilou", -4.6167, 12.0500),
        new("Madingo-Kayes", "Kouilou", -4.4333, 11.6833),
        new("Sibiti", "Lékoumou", -3.6819, 13.3500),
        new("Zanaga", "Lékoumou", -2.8500, 13.8333),
        new("Impfondo", "Likouala", 1.6181, 18.0597),
        new("Dongou", "Likouala", 2.0500, 18.0500),
        new("Dolisie", "Niari", -4.1983, 12.6664),
        new("Mossendjo", "Niari", -2.9500, 12.7000),
        new("Kibangou", "Niari", -3.4667, 12.3500),
        new("Gamboma", "Nkéni-Alima", -1.8764, 15.8644),
        new("Abala", "Nkéni-Alima", -1.3500, 15.5500),
        new("Djambala", "Plateaux", -2.5447, 14.7533),
        new("Ngo", "Plateaux", -2.4833, 15.7500),
        new("Lékana", "Plateaux", -2.3167, 14.6000),
        new("Kinkala", "Pool", -4.3614, 14.7644),
        new("Mindouli", "Pool", -4.2833, 14.3500),
        new("Ouesso", "Sangha", 1.6136, 16.0517),
        new("Sembé", "Sangha", 1.6500, 14.5833),
        new("Souanké", "Sangha", 2.0667, 14.1333),
    ];

    /// <summary>The one time of the whole country.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Africa/Brazzaville");

    /// <summary>The departments, in the order of the alphabet.</summary>
    public static IReadOnlyList<string> Departments { get; } = [.. s_towns.Select(town => town.Department).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The towns, those of one department side by side.</summary>
    public static IReadOnlyList<Town> Towns => s_towns;

    /// <summary>A town by its name, however it is written; null when it is not in the list.</summary>
    public static Town? Find(string? name) => s_towns.FirstOrDefault(town => string.Equals(town.Name, name?.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a place can be in the country or at its border.</summary>
    public static bool Contains(double latitude, double longitude) => latitude is > -5.3 and < 4.0 && longitude is > 10.9 and < 18.9;

    /// <summary>Kilometres between two places, as a bird flies.</summary>
    public static double Kilometres(double latitude, double longitude, double toLatitude, double toLongitude)
    {
        const double Radius = 6371.0;
        double from = double.DegreesToRadians(latitude), to = double.DegreesToRadians(toLatitude);
        double up = Math.Sin((to - from) / 2), across = Math.Sin(double.DegreesToRadians(toLongitude - longitude) / 2);
        return 2 * Radius * Math.Asin(Math.Min(1, Math.Sqrt((up * up) + (Math.Cos(from) * Math.Cos(to) * across * across))));
    }
}
