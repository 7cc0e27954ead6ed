using System.Text;

namespace Postmobile.Identity;

/// <summary>
/// Reads a list of names: CSV (RFC 4180) in UTF-8 with commas or semicolons, the first line naming the columns <c>name</c>,
/// <c>aliases</c> (separated by <c>|</c>), <c>birth</c> and <c>source</c> in any order; only <c>name</c> must be there.
/// </summary>
internal static class SanctionsCsv
{
    private const int LinesMax = 200_000;
    private const int TextMax = 200;
    private const int AliasesMax = 50;

    /// <summary>The names; or the line at fault, from 1.</summary>
    public static (IReadOnlyList<ListedName> Names, int? Fault) Read(byte[] file)
    {
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(file).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return ([], 1);
        }

        char separator = text.AsSpan(0, Math.Max(0, text.IndexOf('\n', StringComparison.Ordinal))).Contains(';') ? ';' : ',';
        Dictionary<string, int>? columns = null;
        var names = new List<ListedName>();
        foreach ((int line, List<string>? fields) in Rows(text, separator))
        {
            if (fields is null || line > LinesMax)
            {
                return ([], line);
            }

            if (columns is null)
            {
                columns = Columns(fields);
                if (columns is null)
                {
                    return ([], line);
                }
            }
            else if (Entry(columns, fields) is { } entry)
            {
                names.Add(entry);
            }
            else
            {
                return ([], line);
            }
        }

        return names.Count > 0 ? (names, null) : ([], 1);
    }

    private static Dictionary<string, int>? Columns(List<string> header)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < header.Count; i++)
        {
            columns.TryAdd(header[i].Trim(), i);
        }

        return columns.ContainsKey("name") ? columns : null;
    }

    private static ListedName? Entry(Dictionary<string, int> columns, List<string> fields)
    {
        string Field(string column) => columns.TryGetValue(column, out int at) && at < fields.Count ? fields[at].Trim() : "";
        string name = Field("name");
        string[] aliases = Field("aliases").Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string birth = Field("birth"), source = Field("source");
        bool ok = NameScore.Tokens(name).Length > 0 && aliases.Length <= AliasesMax
            && aliases.Append(name).Append(birth).Append(source).All(text => text.Length <= TextMax && !text.Any(char.IsControl));
        return ok ? new ListedName(name, aliases, birth.Length > 0 ? birth : null, source) : null;
    }

    // A row's number and fields; no fields where a quote is never closed.
    private static IEnumerable<(int Line, List<string>? Fields)> Rows(string text, char separator)
    {
        int line = 0, at = 0;
        while (at < text.Length)
        {
            line++;
            var fields = new List<string>();
            bool ended = false;
            while (!ended)
            {
                if (ReadField(text, ref at, separator) is not { } field)
                {
                    yield return (line, null);
                    yield break;
                }

                fields.Add(field);
                ended = at >= text.Length || text[at] != separator;
                at++;
            }

            if (at < text.Length && text[at - 1] == '\r' && text[at] == '\n')
            {
                at++;
            }

            if (fields.Count > 1 || fields[0].Trim().Length > 0)
            {
                yield return (line, fields);
            }
        }
    }

    private static string? ReadField(string text, ref int at, char separator)
    {
        if (at >= text.Length || text[at] != '"')
        {
            int from = at;
            while (at < text.Length && text[at] != separator && text[at] is not ('\r' or '\n'))
            {
                at++;
            }

            return text[from..at];
        }

        var quoted = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                quoted.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                quoted.Append('"');
                at++;
            }
            else
            {
                at++;
                return at >= text.Length || text[at] == separator || text[at] is '\r' or '\n' ? quoted.ToString() : null;
            }
        }

        return null;
    }
}
