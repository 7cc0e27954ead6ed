using System.Globalization;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Logistics;

/// <summary>What a buyer is told by SMS of the place where a parcel waits.</summary>
internal static class PointWords
{
    private static readonly string[][] s_days =
    [
        ["dim", "lun", "mar", "mer", "jeu", "ven", "sam"],
        ["eyenga", "m1", "m2", "m3", "m4", "m5", "mposo"],
        ["lumingu", "k1", "k2", "k3", "k4", "k5", "sabala"],
        ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
    ];

    /// <summary>Where a parcel waits, and until when.</summary>
    public sealed record Fetching(PointFacts At, DateTimeOffset? Until);

    /// <summary>The parcel is there.</summary>
    public static Words Ready(string number, Fetching fetching)
    {
        PointFacts at = fetching.At;
        string place = at.Place.Address.Length > 0 ? $"{at.Name}, {at.Place.Address}" : $"{at.Name}, {at.Place.Town}";
        string[] hours = [.. s_days.Select(days => Hours(at.Hours, days))];
        string? until = fetching.Until is { } day ? TimeZoneInfo.ConvertTime(day, Congo.Zone).ToString("dd/MM", CultureInfo.InvariantCulture) : null;
        return new Words(
            $"Votre commande {number} est a retirer : {place}.{Part(" Ouvert ", hours[0])}{Part(" Avant le ", until)} Venez avec votre code.",
            $"Komande na yo {number} ezali kozela yo: {place}.{Part(" Efungwami ", hours[1])}{Part(" Liboso ya ", until)} Yaka na code na yo.",
            $"Komande na nge {number} ke vingila nge: {place}.{Part(" Ya kuzibuka ", hours[2])}{Part(" Na ntwala ya ", until)} Kwiza ti kode na nge.",
            $"Your order {number} is waiting for you: {place}.{Part(" Open ", hours[3])}{Part(" Before ", until)} Come with your code.");
    }

    /// <summary>It still waits, and will soon go back.</summary>
    public static Words Reminder(string number, Fetching fetching)
    {
        string until = TimeZoneInfo.ConvertTime(fetching.Until!.Value, Congo.Zone).ToString("dd/MM", CultureInfo.InvariantCulture);
        string[] hours = [.. s_days.Select(days => Hours(fetching.At.Hours, days))];
        return new Words(
            $"Rappel : votre commande {number} attend a {fetching.At.Name} jusqu'au {until}.{Part(" Ouvert ", hours[0])} Ensuite elle retourne a la boutique.",
            $"Kobosana te: komande na yo {number} ezali kozela na {fetching.At.Name} kino {until}.{Part(" Efungwami ", hours[1])} Na nsima ekozonga na butiki.",
            $"Kuvila ve: komande na nge {number} ke vingila na {fetching.At.Name} tii {until}.{Part(" Ya kuzibuka ", hours[2])} Na nima yau ta vutuka na butiki.",
            $"Reminder: your order {number} waits at {fetching.At.Name} until {until}.{Part(" Open ", hours[3])} After that it goes back to the shop.");
    }

    /// <summary>Nobody has fetched it.</summary>
    public static Words Uncollected(string number, string? refunded) => new(
        $"La commande {number} n'a pas ete retiree a temps : le colis retourne a la boutique.{Part(" ", refunded, " vous sont rembourses.")}",
        $"Bazwaki komande {number} na ntango te: colis ezongi na butiki.{Part(" ", refunded, " ezongiseli yo.")}",
        $"Bo bakaka komande {number} na ntangu ve: kolis ke vutuka na butiki.{Part(" ", refunded, " me vutukila nge.")}",
        $"Order {number} was not fetched in time: the parcel goes back to the shop.{Part(" ", refunded, " are refunded to you.")}");

    /// <summary>Hours of a week in few characters, days with the same hours side by side: <c>lun-ven 08:00-16:00, sam 08:00-12:00</c>.</summary>
    internal static string Hours(IReadOnlyList<OpeningHours> hours, IReadOnlyList<string> days)
    {
        var parts = new List<(int First, int Last, string Times)>();
        for (int place = 0; place < 7; place++)
        {
            var day = (DayOfWeek)((place + 1) % 7);
            string times = string.Join('/', hours.Where(one => one.Day == day).OrderBy(one => one.From).Select(one => $"{Time(one.From)}-{Time(one.To)}"));
            if (times.Length > 0)
            {
                bool goesOn = parts.Count > 0 && parts[^1].Last == place - 1 && parts[^1].Times == times;
                parts = goesOn ? [.. parts[..^1], parts[^1] with { Last = place }] : [.. parts, (place, place, times)];
            }
        }

        return string.Join(", ", parts.Select(part => (part.First == part.Last ? Name(part.First) : $"{Name(part.First)}-{Name(part.Last)}") + " " + part.Times));

        string Name(int place) => days[(place + 1) % 7];
    }

    private static string Time(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:D2}:{minutes % 60:D2}");

    private static string Part(string before, string? text, string after = ".") => string.IsNullOrEmpty(text) ? "" : before + text + after;
}
