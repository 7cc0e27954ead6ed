using System.Globalization;
using System.Text;

namespace Postmobile.Api.Money;

/// <summary>Which column of a file holds what.</summary>
internal sealed class BulkColumns
{
    private static readonly Dictionary<string, int> Meanings = new(StringComparer.Ordinal)
    {
        ["telephone"] = 0, ["tel"] = 0, ["phone"] = 0, ["numero"] = 0, ["numerodetelephone"] = 0, ["numtelephone"] = 0, ["numtel"] = 0, ["portable"] = 0,
        ["mobile"] = 0, ["msisdn"] = 0, ["phonenumber"] = 0,
        ["montant"] = 1, ["amount"] = 1, ["somme"] = 1, ["salaire"] = 1, ["net"] = 1, ["netapayer"] = 1, ["salairenet"] = 1, ["pension"] = 1, ["montantfcfa"] = 1,
        ["nom"] = 2, ["name"] = 2, ["nometprenom"] = 2, ["nomsetprenoms"] = 2, ["nometprenoms"] = 2, ["nomprenom"] = 2, ["nomcomplet"] = 2, ["beneficiaire"] = 2,
        ["fullname"] = 2, ["payee"] = 2,
        ["reference"] = 3, ["ref"] = 3, ["matricule"] = 3, ["motif"] = 3, ["libelle"] = 3, ["note"] = 3, ["description"] = 3,
    };

    private readonly int[] _places;

    private BulkColumns(int[] places, bool named) => (_places, AreNamed) = (places, named);

    /// <summary>Whether the file's first line was a heading.</summary>
    public bool AreNamed { get; }

    /// <summary>Understands a file's first line; null when it is a heading without telephone or amount.</summary>
    public static BulkColumns? Of(IReadOnlyList<string> first)
    {
        if (first.Count > 1 && first.Any(field => field.Any(char.IsAsciiDigit)))
        {
            return new BulkColumns([0, 1, 2, 3], named: false);
        }

        int[] places = [-1, -1, -1, -1];
        for (int i = 0; i < first.Count; i++)
        {
            if (Meanings.TryGetValue(Plain(first[i]), out int meaning) && places[meaning] < 0)
            {
                places[meaning] = i;
            }
        }

        return places[0] < 0 || places[1] < 0 ? null : new BulkColumns(places, named: true);
    }

    public string Phone(IReadOnlyList<string> fields) => Field(fields, 0);

    public string Amount(IReadOnlyList<string> fields) => Field(fields, 1);

    public string Name(IReadOnlyList<string> fields) => Field(fields, 2);

    public string Reference(IReadOnlyList<string> fields) => Field(fields, 3);

    private string Field(IReadOnlyList<string> fields, int meaning) => _places[meaning] is >= 0 and int place && place < fields.Count ? fields[place] : "";

    // "Numéro de téléphone", "N° TELEPHONE", "Montant (FCFA)": letters only, without accents.
    private static string Plain(string header)
    {
        StringBuilder plain = new(header.Length);
        foreach (char c in header.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetter(c))
            {
                plain.Append(char.ToLower(c, CultureInfo.InvariantCulture));
            }
        }

        string text = plain.ToString();
        return text is "ntelephone" or "ntel" ? "telephone" : text;
    }
}
