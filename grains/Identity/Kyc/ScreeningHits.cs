using System.Security.Cryptography;
using System.Text;

namespace Postmobile.Identity;

/// <summary>Compares one customer with a list and raises what is found.</summary>
internal static class ScreeningHits
{
    /// <summary>How many hits the name has, and how many of them are new.</summary>
    public static async Task<(int Hits, int Fresh)> Raise(
        IGrainFactory grains, SanctionsIndex index, int scoreMin, CustomerId customer, string name, DateOnly? birth, ScreeningOccasion occasion)
    {
        IReadOnlyList<Likeness> found = index.Find(name, birth, scoreMin);
        int fresh = 0;
        foreach (Likeness likeness in found)
        {
            var evidence = new HitEvidence
            {
                Customer = customer,
                Name = name,
                BirthDate = birth,
                List = index.Version,
                ListedName = likeness.Listed.Name,
                Nearest = likeness.Nearest,
                ListedBirth = likeness.Listed.Birth,
                Source = likeness.Listed.Source,
                Score = likeness.Score,
                Occasion = occasion,
            };
            fresh += await grains.GetGrain<IScreeningHitGrain>(Key(evidence)).Raise(evidence) ? 1 : 0;
        }

        return (found.Count, fresh);
    }

    // The same customer under the same name is like the same listed person in every version: what was dismissed stays so,
    // until either name or the listed birth is another.
    private static string Key(HitEvidence evidence)
    {
        string[] parts =
        [
            evidence.Customer.Value,
            string.Join(' ', NameScore.Tokens(evidence.Name).Order(StringComparer.Ordinal)),
            string.Join(' ', NameScore.Tokens(evidence.ListedName).Order(StringComparer.Ordinal)),
            evidence.ListedBirth ?? "",
        ];
        return "sh-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))).AsSpan(0, 16));
    }
}
